#include "protocol/parameters.hpp"

#include <unordered_set>
#include <vector>

#include "http/parse/target.hpp"
#include "http/query.hpp"
#include "strata/json/pointer.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

namespace strata::protocol {

namespace {

using contract::Coercion;

void append_string(std::string_view text, std::string& out) {
    json::Writer writer(out);
    writer.value(text);
}

auto is_digit(char c) -> bool { return c >= '0' && c <= '9'; }

auto is_number(std::string_view text) -> bool {
    if (text.empty() || (text.front() != '-' && !is_digit(text.front()))) return false;
    if (!is_digit(text.back())) return false;  // white space would do for the reader
    json::Reader reader(text);
    double value = 0;
    return reader.read(value) && reader.finish();
}

auto is_json(std::string_view text) -> bool {
    json::Reader reader(text);
    return reader.skip() && reader.finish();
}

auto trim_space(std::string_view text) -> std::string_view {
    constexpr std::string_view space = " \t\r\n";
    std::size_t first = text.find_first_not_of(space);
    if (first == text.npos) return {};
    return text.substr(first, text.find_last_not_of(space) - first + 1);
}

auto find_parameter(const contract::Method& method, std::string_view name)
    -> const contract::Parameter* {
    for (const contract::Parameter& parameter : method.parameters) {
        if (parameter.name == name) return &parameter;
    }
    return nullptr;
}

constexpr std::size_t most_problems = 16;

auto given_again(std::string_view name) -> json::Problem {
    std::string pointer;
    json::append_token(pointer, name);
    return {pointer, "maxItems", "is given more than once, and takes one value"};
}

class Splicer final {
  public:
    Splicer(const contract::Method& method, std::string& out) : method_(method), out_(out) {
        out_.push_back('{');
    }
    auto take_problems() -> std::vector<json::Problem> { return std::move(problems_); }

    void path(const ParameterSources& sources) {
        std::string value;
        for (std::size_t i = 0; i < sources.match->count; ++i) {
            value.clear();
            // Cannot fail: the target's escapes were checked when it was parsed.
            static_cast<void>(
                http::percent_decode(sources.match->value(sources.path, i), false, value));
            const std::string& name = (*sources.match->names)[i];
            names_.insert(name);
            member(name);
            append_coerced(coercion(find_parameter(method_, name)), value, out_);
        }
    }

    void query(std::string_view text) {
        http::QueryReader pairs(text);
        while (pairs.next()) {
            const contract::Parameter* parameter = find_parameter(method_, pairs.name());
            const bool repeated = parameter != nullptr && parameter->repeated;
            if (!names_.insert(pairs.name()).second) {
                if (!repeated) again(pairs.name());
            } else if (repeated) {
                array(*parameter, text);
            } else {
                member(pairs.name());
                append_coerced(coercion(parameter), pairs.value(), out_);
            }
        }
    }

    // The body's members come last; a body that is no object makes the whole text what it is.
    void body(std::string_view text) {
        text = trim_space(text);
        if (text.empty()) {
            out_.push_back('}');
        } else if (empty_) {
            out_.pop_back();
            out_.append(text);
        } else if (text.front() == '{') {
            std::string_view rest = trim_space(text.substr(1));
            if (!rest.starts_with('}')) out_.push_back(',');
            out_.append(rest);
        } else {
            // Not an object: the decoder shall say so, of the body and not of what we made of it.
            out_.clear();
            out_.append(text);
        }
    }

  private:
    static auto coercion(const contract::Parameter* parameter) -> Coercion {
        return parameter == nullptr ? Coercion::string : parameter->coercion;
    }
    void again(const std::string& name) {
        if (!told_.insert(name).second || problems_.size() == most_problems) return;
        problems_.push_back(given_again(name));
    }
    void member(std::string_view name) {
        if (!empty_) out_.push_back(',');
        empty_ = false;
        append_string(name, out_);
        out_.push_back(':');
    }
    void array(const contract::Parameter& parameter, std::string_view text) {
        member(parameter.name);
        char separator = '[';
        http::QueryReader pairs(text);
        while (pairs.next()) {
            if (pairs.name() != parameter.name) continue;
            out_.push_back(separator);
            append_coerced(parameter.coercion, pairs.value(), out_);
            separator = ',';
        }
        out_.push_back(']');
    }

    const contract::Method& method_;
    std::string& out_;
    bool empty_ = true;
    std::unordered_set<std::string> names_{};  // given by the path and the query
    std::unordered_set<std::string> told_{};   // given again
    std::vector<json::Problem> problems_{};
};

}  // namespace

void append_coerced(Coercion coercion, std::string_view value, std::string& out) {
    bool raw = false;
    switch (coercion) {
        case Coercion::integer:
        case Coercion::number: raw = is_number(value); break;
        case Coercion::boolean: raw = value == "true" || value == "false"; break;
        case Coercion::json: raw = is_json(value); break;
        case Coercion::string: break;
    }
    if (raw) {
        out.append(value);
    } else {
        append_string(value, out);
    }
}

auto append_parameters(const contract::Method& method, const ParameterSources& sources,
                       std::string& out) -> std::vector<json::Problem> {
    Splicer splicer(method, out);
    splicer.path(sources);
    splicer.query(sources.query);
    splicer.body(sources.body);
    return splicer.take_problems();
}

}  // namespace strata::protocol
