#include "agreement/spelling.hpp"

#include <utility>
#include <vector>

namespace agreement {
namespace {

using strata::json::Json;

class Speller final {
  public:
    explicit Speller(Random& random) : random_(random) {}

    void value(const Json& value) {
        space();
        if (value.is_object()) {
            object(value);
        } else if (value.is_array()) {
            array(value);
        } else if (value.is_string()) {
            string(value);
        } else if (value.as_int64()) {
            integer(*value.as_int64());
        } else {
            out_ += value.to_string();
        }
        space();
    }

    auto take() -> std::string { return std::move(out_); }

  private:
    void space() {
        constexpr std::string_view spaces[]{" ", "\n", "\t ", "\r\n"};
        if (random_.chance(3)) out_ += random_.pick(spaces);
    }

    void object(const Json& object) {
        std::vector<std::pair<std::string, const Json*>> members;
        for (const auto [key, member] : object.members()) members.emplace_back(key, &member);
        for (std::size_t i = members.size(); i > 1; --i) {
            std::swap(members[i - 1], members[random_.below(i)]);
        }
        constexpr unsigned thousand = 1000;
        if (!members.empty() && random_.below(thousand) == 0) members.push_back(members.front());
        out_ += '{';
        for (std::size_t i = 0; i < members.size(); ++i) {
            if (i > 0) out_ += ',';
            string(Json(members[i].first));
            out_ += ':';
            value(*members[i].second);
        }
        out_ += '}';
    }

    void array(const Json& array) {
        out_ += '[';
        bool first = true;
        for (const Json& item : array.items()) {
            if (!std::exchange(first, false)) out_ += ',';
            value(item);
        }
        out_ += ']';
    }

    void string(const Json& text) {
        std::string quoted = text.to_string();
        if (quoted.size() > 2 && quoted[1] == 'a' && random_.chance(5)) {
            quoted.replace(1, 1, "\\u0061");
        }
        out_ += quoted;
    }

    void integer(std::int64_t value) {
        const std::string digits = std::to_string(value);
        switch (random_.below(40)) {
            case 0: out_ += digits + ".0"; break;
            case 1: out_ += digits + "0e-1"; break;
            case 2: out_ += digits + "E+0"; break;
            case 3: out_ += value == 0 ? "-0" : digits; break;
            default: out_ += digits;
        }
    }

    Random& random_;
    std::string out_;
};

}  // namespace

auto spell(const Json& document, Random& random) -> std::string {
    Speller speller(random);
    speller.value(document);
    std::string text = speller.take();
    switch (random.below(400)) {
        case 0: text.pop_back(); break;
        case 1: text += ']'; break;
        case 2: text.insert(random.below(text.size()), 1, static_cast<char>(random.below(256)));
        default: break;
    }
    return text;
}

}  // namespace agreement
