#include "http/problem_details.hpp"

#include "http/status.hpp"
#include "strata/json/writer.hpp"

namespace strata::http {

void append_problem_details(const contract::Problem& problem, std::string& out) {
    json::Writer writer(out);
    writer.begin_object();
    writer.key("type");
    writer.value("about:blank");
    writer.key("title");
    writer.value(reason_phrase(problem.status));
    writer.key("status");
    writer.value(problem.status);
    writer.key("code");
    writer.value(problem.code);
    writer.key("detail");
    writer.value(problem.message);
    if (!problem.id.empty()) {
        writer.key("id");
        writer.value(problem.id);
    }
    if (!problem.data.empty()) {
        writer.key("data");
        writer.raw(problem.data);
    }
    if (!problem.errors.empty()) {
        writer.key("errors");
        writer.begin_array();
        for (const json::Problem& error : problem.errors) {
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
    writer.end_object();
    writer.finish();
}

}  // namespace strata::http
