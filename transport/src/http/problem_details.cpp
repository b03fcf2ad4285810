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
    contract::write_problem(writer, problem, "detail");
    writer.end_object();
    writer.finish();
}

}  // namespace strata::http
