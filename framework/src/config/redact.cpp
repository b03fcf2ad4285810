#include "config/redact.hpp"

namespace strata::config {

namespace {

constexpr std::string_view hidden = "<redacted>";

void hide_authority(std::string& url) {
    const std::size_t begin = url.find("://");
    if (begin == std::string::npos) return;
    const std::size_t end = std::min(url.find_first_of("/?#", begin + 3), url.size());
    const std::size_t at = url.rfind('@', end);
    const std::size_t colon = url.find(':', begin + 3);
    if (at == std::string::npos || at < begin || colon > at) return;
    url.replace(colon + 1, at - colon - 1, hidden);
}

void hide_query(std::string& url) {
    constexpr std::string_view name = "password=";
    for (std::size_t from = 0; (from = url.find(name, from)) != std::string::npos;) {
        from += name.size();
        const std::size_t end = std::min(url.find_first_of("& \"", from), url.size());
        url.replace(from, end - from, hidden);
    }
}

}  // namespace

auto without_password(std::string url) -> std::string {
    hide_authority(url);
    hide_query(url);
    return url;
}

auto public_value(const Key& key, const void* settings) -> std::string {
    std::string value = key.show(settings);
    if (key.has_password) return without_password(std::move(value));
    const bool set = value != "\"\"" && value != "[]";
    if (key.secret && set) return '"' + std::string(hidden) + '"';
    return value;
}

auto redact(const Key& key, const Value& value, std::string message) -> std::string {
    if ((!key.secret && !key.has_password) || value.text.empty()) return message;
    for (std::size_t from = 0; (from = message.find(value.text, from)) != std::string::npos;) {
        message.replace(from, value.text.size(), hidden);
        from += hidden.size();
    }
    return message;
}

}  // namespace strata::config
