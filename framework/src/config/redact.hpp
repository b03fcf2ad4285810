#pragma once
// What of a setting may be shown. Pure functions; any thread.
#include <string>

#include "strata/config/section.hpp"

namespace strata::config {

// The value as JSON text, without its secrets.
[[nodiscard]] auto public_value(const Key& key, const void* settings) -> std::string;

// A message about a value, without the value if that is secret.
[[nodiscard]] auto redact(const Key& key, const Value& value, std::string message) -> std::string;

// A URL without the password in its authority or its query.
[[nodiscard]] auto without_password(std::string url) -> std::string;

}  // namespace strata::config
