#pragma once
// One log line as text, with its newline. Pure but for nothing: time comes in. Any thread.
#include <span>
#include <string>
#include <string_view>

#include "strata/log/log.hpp"
#include "strata/values/timestamp.hpp"

namespace strata::log {

// {"time":"2026-01-02T03:04:05.000006Z","level":"info","message":"listening","port":8000}
void render_json(std::string& out, Timestamp time, Level level, std::string_view message,
                 std::span<const Field> fields);

// 03:04:05.000 info    listening  port=8000
void render_pretty(std::string& out, Timestamp time, Level level, std::string_view message,
                   std::span<const Field> fields, bool colours);

}  // namespace strata::log
