#include "api/{{module}}.hpp"

namespace api {

auto {{module}}::{{function}}({{Context}}& context, {{Parameters}}) -> {{Task}}<{{Done}}> {
    context.log().info("{{module}}/{{method}} was called");
    co_return done;
}

}  // namespace api
