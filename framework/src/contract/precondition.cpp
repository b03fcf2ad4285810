#include "contract/precondition.hpp"

#include <charconv>

#include "strata/contract/invocation.hpp"

namespace strata::contract {

auto parse_version(std::string_view if_match) -> std::optional<std::int64_t> {
    if (if_match.size() < 3 || if_match.front() != '"' || if_match.back() != '"')
        return std::nullopt;
    const std::string_view digits = if_match.substr(1, if_match.size() - 2);
    std::int64_t version = 0;
    const auto [end, error] =
        std::from_chars(digits.data(), digits.data() + digits.size(), version);
    if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
    return version;
}

auto version_etag(std::int64_t version) -> std::string {
    return '"' + std::to_string(version) + '"';
}

auto with_member(std::string_view object, std::string_view name, std::int64_t value)
    -> std::string {
    constexpr std::string_view blanks = " \t\r\n";
    const std::size_t begin = object.find_first_not_of(blanks);
    if (begin == std::string_view::npos) return with_member("{}", name, value);
    const std::size_t end = object.find_last_not_of(blanks);
    if (object[begin] != '{' || object[end] != '}') return std::string(object);
    const bool is_empty = object.find_last_not_of(blanks, end - 1) == begin;
    std::string text(object.substr(0, end));
    text.append(is_empty ? "" : ",").append(1, '"').append(name).append("\":");
    return text.append(std::to_string(value)).append(1, '}');
}

void Invocation::set_version(std::int64_t version) { reply_->etag = version_etag(version); }

// `If-Match: *` asks for any version, which the handler finds or does not.
auto Invocation::take_precondition() -> bool {
    if (method_->version_parameter.empty() || call_->if_match.empty()) return true;
    if (call_->if_match == "*") return true;
    const auto version = parse_version(call_->if_match);
    if (!version) {
        refuse(Outcome::declared, 412, version_conflict, "No version has this tag");
        return false;
    }
    parameters_ = with_member(call_->parameters, method_->version_parameter, *version);
    return true;
}

}  // namespace strata::contract
