#include "tools/layers/code_text.hpp"

#include <algorithm>
#include <cctype>

namespace strata::tools {
namespace {

auto is_word(char character) -> bool {
    return std::isalnum(static_cast<unsigned char>(character)) != 0 || character == '_';
}

class Blanker final {
  public:
    Blanker(std::string_view source, Literals literals) : code_(source), literals_(literals) {}

    auto run() -> std::string {
        while (at_ < code_.size()) step();
        return std::move(code_);
    }

  private:
    void step() {
        if (starts("//")) {
            blank_to(code_.find('\n', at_));
        } else if (starts("/*")) {
            blank_to(after(code_.find("*/", at_ + 2), 2));
        } else if (code_[at_] == '"') {
            literal_to(raw() ? raw_end() : quoted_end('"'));
        } else if (code_[at_] == '\'' && !(at_ > 0 && is_word(code_[at_ - 1]))) {
            // Between digits it is a separator.
            literal_to(quoted_end('\''));
        } else {
            ++at_;
        }
    }

    [[nodiscard]] auto starts(std::string_view text) const -> bool {
        return std::string_view(code_).substr(at_).starts_with(text);
    }

    [[nodiscard]] auto after(std::size_t position, std::size_t length) const -> std::size_t {
        return position == std::string::npos ? code_.size() : position + length;
    }

    [[nodiscard]] auto raw() const -> bool { return at_ > 0 && code_[at_ - 1] == 'R'; }

    [[nodiscard]] auto raw_end() const -> std::size_t {
        const auto open = code_.find('(', at_);
        if (open == std::string::npos) return code_.size();
        const auto close = ")" + code_.substr(at_ + 1, open - at_ - 1) + "\"";
        return after(code_.find(close, open), close.size());
    }

    [[nodiscard]] auto quoted_end(char quote) const -> std::size_t {
        auto end = at_ + 1;
        while (end < code_.size() && code_[end] != quote && code_[end] != '\n') {
            end += code_[end] == '\\' ? 2U : 1U;
        }
        return std::min(end + 1, code_.size());
    }

    void blank_to(std::size_t end) {
        end = std::min(end, code_.size());
        for (; at_ < end; ++at_) {
            if (code_[at_] != '\n') code_[at_] = ' ';
        }
    }

    void literal_to(std::size_t end) {
        if (literals_ == Literals::keep) {
            at_ = end;
        } else {
            blank_to(end);
        }
    }

    std::string code_;
    Literals literals_;
    std::size_t at_ = 0;
};

}  // namespace

auto code_text(std::string_view source, Literals literals) -> std::string {
    return Blanker(source, literals).run();
}

auto find_word(std::string_view code, std::string_view word, std::size_t from) -> std::size_t {
    const auto is_part = [&](std::size_t at) { return at < code.size() && is_word(code[at]); };
    auto at = code.find(word, from);
    while (at != std::string_view::npos &&
           ((at > 0 && is_part(at - 1)) || is_part(at + word.size()))) {
        at = code.find(word, at + 1);
    }
    return at;
}

auto line_at(std::string_view code, std::size_t position) -> std::size_t {
    return 1 + static_cast<std::size_t>(std::ranges::count(code.substr(0, position), '\n'));
}

}  // namespace strata::tools
