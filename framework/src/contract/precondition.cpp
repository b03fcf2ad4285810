#include "contract/precondition.hpp"

#include <charconv>

#include "strata/contract/invocation.hpp"
#include "strata/json/reader.hpp"

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

auto find_member(std::string_view object, unsigned depth, std::string_view name,
                 std::optional<std::string_view>& value) -> bool {
    json::Reader reader(object, depth);
    value.reset();
    if (!reader.begin_object()) return false;
    for (std::string_view key; reader.next_member(key);) {
        if (key == name) {
            reader.note(key);
            value = reader.raw();
        } else {
            reader.ignore(key);
        }
    }
    return reader.finish();
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
    if (!call_->if_match || *call_->if_match == "*") return true;
    const auto version = parse_version(*call_->if_match);
    if (!version || method_->version_parameter.empty()) {
        const Problem problem = failed_precondition(!method_->version_parameter.empty());
        refuse(Outcome::declared, problem.status, problem.code, problem.message);
        return false;
    }
    return take_version(*version);
}

// The parameters may name it too, as those of a client that gives back all of what it got. What is
// no object is refused when it is decoded.
auto Invocation::take_version(std::int64_t version) -> bool {
    const std::string_view name = method_->version_parameter;
    parameters_ = call_->parameters.empty() ? "{}" : call_->parameters;
    std::optional<std::string_view> given;
    if (!find_member(parameters_, depth(), name, given)) return true;
    if (!given) {
        parameters_ = with_member(parameters_, name, version);
        return true;
    }
    json::Reader reader(*given);
    std::int64_t named = 0;
    if (!reader.read(named)) {
        call_->problems.push_back({"/" + std::string(name), "type", "must be an integer"});
        return true;
    }
    if (named == version) return true;
    refuse(Outcome::invalid, 400, "versions_differ",
           "If-Match names version " + std::to_string(version) + ", and the parameter " +
               std::string(name) + " names version " + std::to_string(named));
    return false;
}

}  // namespace strata::contract
