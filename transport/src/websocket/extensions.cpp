#include "websocket/extensions.hpp"

#include <algorithm>
#include <optional>
#include <utility>

#include "http/parse/chars.hpp"

namespace strata::websocket {

namespace {

constexpr std::string_view extension = "permessage-deflate";

struct Parameter {
    std::string_view name{};
    std::optional<std::string> value{};
};

// Reads the list token by token. After a failure everything fails.
class OfferReader final {
  public:
    explicit OfferReader(std::string_view field) : rest_(http::trim(field)) {}

    [[nodiscard]] auto failed() const noexcept -> bool { return failed_; }
    [[nodiscard]] auto at_end() const noexcept -> bool { return rest_.empty(); }

    auto skip(char c) -> bool {
        rest_ = http::trim(rest_);
        if (!rest_.starts_with(c)) return false;
        rest_ = http::trim(rest_.substr(1));
        return true;
    }
    // Empty members of a list count for nothing (RFC 9110, section 5.6.1.2).
    auto skip_commas() -> bool {
        bool any = false;
        while (skip(',')) any = true;
        return any;
    }
    auto token() -> std::string_view {
        std::size_t size = http::span_of(http::char_token, rest_);
        failed_ |= size == 0;
        std::string_view text = rest_.substr(0, size);
        rest_ = rest_.substr(size);
        return text;
    }
    auto parameter() -> Parameter {
        Parameter read;
        read.name = token();
        if (!skip('=')) return read;
        read.value = rest_.starts_with('"') ? quoted() : std::string(token());
        return read;
    }

  private:
    // A quoted value must be a token once its quotes are off (RFC 6455, section 9.1).
    auto quoted() -> std::string {
        std::string text;
        std::size_t i = 1;
        while (i < rest_.size() && rest_[i] != '"') {
            if (rest_[i] == '\\') ++i;
            if (i < rest_.size()) text += rest_[i++];
        }
        failed_ |= i >= rest_.size() || !http::is_token(text);
        rest_ = rest_.substr(std::min(rest_.size(), i + 1));
        return text;
    }

    std::string_view rest_;
    bool failed_ = false;
};

// 8 to 15 without leading zeros; 0: neither.
auto window_bits(const std::string& text) -> int {
    if (text == "8" || text == "9") return text[0] - '0';
    bool two = text.size() == 2 && text[0] == '1' && text[1] >= '0' && text[1] <= '5';
    return two ? 10 + text[1] - '0' : 0;
}

// What one offer asks for.
class Offer final {
  public:
    auto take(const Parameter& parameter) -> bool {
        if (parameter.name == "server_no_context_takeover") {
            return once(no_server_takeover) && !parameter.value;
        }
        if (parameter.name == "client_no_context_takeover") {
            return once(no_client_takeover) && !parameter.value;
        }
        if (parameter.name == "server_max_window_bits") {
            server_bits = parameter.value ? window_bits(*parameter.value) : 0;
            return once(names_server_bits) && server_bits != 0;
        }
        if (parameter.name == "client_max_window_bits") {
            if (parameter.value) client_bits = window_bits(*parameter.value);
            return once(names_client_bits) && client_bits != 0;
        }
        return false;
    }

    bool no_server_takeover = false;
    bool no_client_takeover = false;
    bool names_server_bits = false;
    bool names_client_bits = false;
    int server_bits = 15;
    int client_bits = 15;

  private:
    static auto once(bool& seen) -> bool { return !std::exchange(seen, true); }
};

}  // namespace

auto negotiate(std::string_view field, const http::WebSocketSettings& settings,
               DeflateParameters& agreed) -> bool {
    OfferReader reader(field);
    if (reader.at_end()) return true;
    reader.skip_commas();
    do {
        bool ours = reader.token() == extension;
        Offer offer;
        while (!reader.failed() && reader.skip(';')) {
            Parameter parameter = reader.parameter();
            ours = ours && offer.take(parameter);
        }
        if (ours && settings.deflate && !agreed.enabled) {
            agreed.enabled = true;
            agreed.server_takeover = settings.server_takeover && !offer.no_server_takeover;
            agreed.client_takeover = settings.client_takeover && !offer.no_client_takeover;
            agreed.states_server_bits = offer.names_server_bits;
            agreed.server_bits = offer.server_bits;
            agreed.client_bits = offer.client_bits;
        }
    } while (!reader.failed() && reader.skip_commas() && !reader.at_end());
    return !reader.failed() && reader.at_end();
}

auto describe(const DeflateParameters& agreed) -> std::string {
    std::string text(extension);
    if (!agreed.server_takeover) text += "; server_no_context_takeover";
    if (!agreed.client_takeover) text += "; client_no_context_takeover";
    if (agreed.states_server_bits) {
        text += "; server_max_window_bits=" + std::to_string(agreed.server_bits);
    }
    if (agreed.client_bits < 15) {
        text += "; client_max_window_bits=" + std::to_string(agreed.client_bits);
    }
    return text;
}

}  // namespace strata::websocket
