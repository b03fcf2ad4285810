#include "transport/endpoints.hpp"

namespace transport {
namespace {

using strata::http::Request;
using strata::http::Response;

auto hello(Request, Response response) -> strata::Task<void> {
    response.text("This is {{name}}.\n");
    co_return;
}

}  // namespace

void mount(strata::http::Server& server) { server.get("/", hello); }

}  // namespace transport
