#include "api/auth.hpp"

namespace api {

auto auth::sign_out(Context& context, SignOut) -> Task<Done> {
    co_await context.sessions().end();
    co_return done;
}

}  // namespace api
