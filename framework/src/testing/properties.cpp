#include "strata/testing/properties.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <stdexcept>

#include "strata/schema/schema.hpp"
#include "testing/contracts.hpp"
#include "testing/document_maker.hpp"
#include "testing/random.hpp"
#include "testing/smaller.hpp"

namespace strata::testing {

namespace {

using json::Json;
using schema::Schema;

constexpr std::size_t most_ids = 64;
constexpr unsigned most_tries = 1'000;  // to make a failure smaller

auto compile(const Json& document) -> Schema {
    auto compiled = Schema::compile(
        document, {.assert_format = true, .assert_content = true, .bounded_integers = true});
    if (!compiled) throw std::runtime_error(compiled.error().message);
    return *std::move(compiled);
}

class Properties final {
  public:
    Properties(Service& service, Client caller, const PropertyOptions& options)
        : caller_(std::move(caller)),
          options_(options),
          contracts_(load_contracts(service.registry())),
          random_(options.seed) {}

    auto run() -> PropertyReport {
        for (const auto& [name, schemas] : contracts_.methods) {
            if (std::ranges::find(options_.without, name) == options_.without.end())
                methods_.emplace(name, Method{schemas.parameters, compile(schemas.parameters),
                                              compile(result_of(schemas))});
        }
        for (const auto& [name, schemas] : contracts_.errors) {
            if (schemas.result) errors_.emplace(name, compile(*schemas.result));
        }
        for (unsigned i = 0; i < options_.calls; ++i) {
            for (const auto& [name, method] : methods_) check(name, method);
        }
        return std::move(report_);
    }

  private:
    struct Method {
        const Json& parameters;
        Schema valid;
        Schema result;
    };

    static auto result_of(const tools::WireSchemas& schemas) -> Json {
        if (schemas.result) return *schemas.result;
        Json empty = Json::object();
        empty["maxProperties"] = 0;
        return empty;
    }

    void check(const std::string& name, const Method& method) {
        const Json made = with_known_ids(DocumentMaker(method.parameters, random_).make());
        if (failure_of(name, method, made).empty()) return;
        if (!failed_.insert(name).second) return;  // one of a method is enough to read
        const Json least = shrunk(name, method, made);
        std::string failure = failure_of(name, method, least);
        report_.failures.push_back(name + " " + least.to_string() + ": " + failure);
    }

    // What is wrong with the answer; empty: nothing.
    auto failure_of(const std::string& name, const Method& method, const Json& parameters)
        -> std::string {
        const Reply reply = caller_.call(name, parameters.to_string());
        ++report_.calls;
        if (reply.status == 500) return reply.to_string();
        const bool refused = reply.code() == "invalid_parameters";
        const bool valid = method.valid.is_valid(parameters);
        if (refused && valid) return "valid parameters are refused: " + reply.to_string();
        if (reply.problem) return wrong_error(name, *reply.problem);
        if (!valid) return "invalid parameters are taken: " + reply.body;
        ++report_.succeeded;
        const auto result = Json::parse(reply.body);
        if (!result) return "the result is no JSON: " + reply.body;
        keep_ids(*result);
        const auto verdict = method.result.validate(*result, schema::Mode::first);
        if (verdict) return "";
        return "the result breaks its schema at " + verdict.errors.front().pointer + ": " +
               verdict.errors.front().message;
    }

    // What is wrong with the data of a declared error; empty: nothing.
    auto wrong_error(const std::string& name, const contract::Problem& problem) -> std::string {
        const auto module = name.substr(0, name.find('/'));
        const auto declared = errors_.find(module + "/" + problem.code);
        if (declared == errors_.end()) return "";
        const auto data = Json::parse(problem.data);
        if (!data) return problem.code + " has no data";
        const auto verdict = declared->second.validate(*data, schema::Mode::first);
        if (verdict) return "";
        return "the data of " + problem.code + " breaks its schema at " +
               verdict.errors.front().pointer + ": " + verdict.errors.front().message;
    }

    // As small as it still fails.
    auto shrunk(const std::string& name, const Method& method, Json document) -> Json {
        unsigned tries = 0;
        for (bool found = true; found && tries < most_tries;) {
            found = false;
            for (Json& less : smaller(document)) {
                if (++tries > most_tries) break;
                if (failure_of(name, method, less).empty()) continue;
                document = std::move(less);
                found = true;
                break;
            }
        }
        return document;
    }

    void keep_ids(const Json& value) {
        if (value.is_string()) {
            if (ids_.size() < most_ids && Uuid::parse(value.as_string()))
                ids_.push_back(value.as_string());
        } else if (value.is_array()) {
            for (const Json& item : value.items()) keep_ids(item);
        } else if (value.is_object()) {
            for (const auto [key, member] : value.members()) keep_ids(member);
        }
    }

    auto with_known_ids(const Json& value) -> Json {
        if (value.is_string() && !ids_.empty() && Uuid::parse(value.as_string())) {
            return random_.chance(80) ? Json(ids_[random_.below(ids_.size())]) : value;
        }
        if (!value.is_object()) return value;
        Json copy = Json::object();
        for (const auto [key, member] : value.members()) copy[key] = with_known_ids(member);
        return copy;
    }

    Client caller_;
    const PropertyOptions& options_;
    const tools::Contracts contracts_;
    Random random_;
    std::map<std::string, Method> methods_{};
    std::map<std::string, Schema> errors_{};  // those with data
    std::vector<std::string> ids_{};
    std::set<std::string> failed_{};
    PropertyReport report_{};
};

}  // namespace

auto check_properties(Service& service, Client caller, const PropertyOptions& options)
    -> PropertyReport {
    return Properties(service, std::move(caller), options).run();
}

}  // namespace strata::testing
