#pragma once
// One messenger for the whole program, and rooms with people in them.
#include <string>

#include "support/service.hpp"

namespace tests {

auto messenger() -> Service&;
auto create_room(HttpClient& client, const std::string& title = "Engines")
    -> std::string;  // its id
auto send(HttpClient& client, const std::string& room, const std::string& text) -> nlohmann::json;

}  // namespace tests
