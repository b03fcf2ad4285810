#pragma once
// ServerSettings: what the configuration says of the HTTP server (section "server"): where it
// listens, and every limit with its default. docs/limits.md is made from these descriptions.
//
// A plain value; read on the loop thread. Times are for a whole section (all header fields, the
// whole body, one buffer of output), never for a single read, and are kept to the loop's tick (100
// ms).
#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "strata/config/section.hpp"

namespace strata::http {

struct ServerSettings {
    static constexpr std::string_view section = "server";
    static void describe(config::Section<ServerSettings>& keys);

    std::string host = "127.0.0.1";
    std::uint16_t port = 8000;
    std::string unix_socket{};
    std::uint32_t backlog = 4096;

    config::Size request_line = 8 * 1024;
    config::Size header_bytes = 16 * 1024;
    std::uint16_t header_count = 100;
    std::uint32_t connections = 10'240;
    std::uint32_t connections_per_ip = 0;

    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{30'000};
    std::chrono::milliseconds handler_timeout{30'000};
    std::chrono::milliseconds write_timeout{30'000};
    std::chrono::milliseconds idle_timeout{60'000};

    std::vector<std::string> trusted_proxies{};
    std::string static_root{};
    std::string static_path = "/";
    bool compression = true;
    config::Size compression_min = 1024;

    std::vector<std::string> cors_origins{};
    bool cors_credentials = false;
    std::chrono::seconds cors_max_age{600};
    bool security_headers = true;
    std::string content_security_policy = "default-src 'self'; frame-ancestors 'none'";
};

}  // namespace strata::http
