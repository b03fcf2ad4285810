#include "contract/precondition.hpp"
#include "strata/contract/call.hpp"
#include "strata/json/writer.hpp"

namespace strata::contract {

namespace {

void write_errors(json::Writer& writer, const std::vector<json::Problem>& errors) {
    writer.begin_array();
    for (const json::Problem& error : errors) {
        writer.begin_object();
        writer.key("pointer");
        writer.value(error.pointer);
        writer.key("code");
        writer.value(error.code);
        writer.key("message");
        writer.value(error.message);
        writer.end_object();
    }
    writer.end_array();
}

}  // namespace

auto failed_precondition(bool has_version) -> Problem {
    Problem problem;
    problem.status = 412;
    problem.code = has_version ? version_conflict : "no_version";
    problem.message = has_version ? "If-Match does not name the version"
                                  : "There is no version that If-Match could name";
    return problem;
}

void write_problem(json::Writer& writer, const Problem& problem, std::string_view message_key) {
    writer.key("code");
    writer.value(problem.code);
    writer.key(message_key);
    writer.value(problem.message);
    write_problem_details(writer, problem);
}

void write_problem_details(json::Writer& writer, const Problem& problem) {
    if (!problem.id.empty()) {
        writer.key("id");
        writer.value(problem.id);
    }
    if (!problem.data.empty()) {
        writer.key("data");
        writer.raw(problem.data);
    }
    if (problem.errors.empty()) return;
    writer.key("errors");
    write_errors(writer, problem.errors);
}

}  // namespace strata::contract
