#pragma once
// The framework's own module, `system`: what clients ask of any service (docs/metacom.md).
//
//     introspect  which methods there are: ["auth", "mail"], {"units": [...]}, or {} for all.
//                 Each with its summary and the types of its parameters, "?" marking optional ones;
//                 and under "$events" the events of those modules with the types of their data.
//                 What needs a sign-in is told to everybody; what is for some groups or logins only
//                 to them; what is internal to nobody.
//     restore     {"token": "..."}: the connection, or the cookie, is this session's from now on
//     resume      {"lastEventId": "..."}: what the connection missed since that event
#include <span>

#include "strata/contract/method.hpp"

namespace strata::contract {

[[nodiscard]] auto system_methods() -> std::span<const Method>;

}  // namespace strata::contract
