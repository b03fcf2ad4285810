#pragma once
// The section `log`.
#include <chrono>
#include <cstdint>
#include <string_view>

#include "strata/config/section.hpp"
#include "strata/log/level.hpp"

namespace strata::log {

enum class Format : std::uint8_t { automatic, json, pretty };
enum class Destination : std::uint8_t { standard_error, standard_output };
enum class Requests : std::uint8_t { none, problems, all };

struct Settings {
    static constexpr std::string_view section = "log";

    Level level = Level::info;
    Format format = Format::automatic;
    Destination output = Destination::standard_error;
    Requests requests = Requests::problems;
    std::chrono::milliseconds slow{1'000};
    std::uint32_t queue = 8'192;

    static void describe(config::Section<Settings>& keys) {
        using std::chrono::milliseconds;
        keys.doc("One line each.");
        keys.key("level", &Settings::level, "The least level that is written.")
            .choices({{"trace", Level::trace},
                      {"debug", Level::debug},
                      {"info", Level::info},
                      {"warning", Level::warning},
                      {"error", Level::error},
                      {"off", Level::off}})
            .live();
        keys.key("format", &Settings::format,
                 "Lines of JSON, or for people; `auto` is for people on a terminal, else JSON.")
            .choices(
                {{"auto", Format::automatic}, {"json", Format::json}, {"pretty", Format::pretty}});
        keys.key("output", &Settings::output,
                 "Where the lines of a running service go. What is said before it starts or after "
                 "it ended, and a crash's last line, are on standard error in any case.")
            .choices({{"stderr", Destination::standard_error},
                      {"stdout", Destination::standard_output}});
        keys.key("requests", &Settings::requests,
                 "Which requests get a line: all, only problems (status 500 and above, cut, or "
                 "slower than `log.slow`), or none.")
            .choices({{"none", Requests::none},
                      {"problems", Requests::problems},
                      {"all", Requests::all}})
            .live();
        keys.key("slow", &Settings::slow, "From this duration on a request is a problem.")
            .range(milliseconds(1), milliseconds(3'600'000))
            .live();
        keys.key("queue", &Settings::queue,
                 "Lines that wait to be written. When it is full the oldest are dropped and "
                 "counted; nothing ever waits for the log.")
            .range(16, 1'048'576);
    }
};

}  // namespace strata::log
