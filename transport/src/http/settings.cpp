#include "strata/http/settings.hpp"

namespace strata::http {

using namespace std::chrono_literals;

namespace {

void describe_listening(config::Section<ServerSettings>& keys) {
    keys.doc("The HTTP server: where it listens, its limits, static files, CORS.");
    keys.key("host", &ServerSettings::host, "Address to listen on; empty: no TCP socket.");
    keys.key("port", &ServerSettings::port, "Port to listen on; 0 takes a free one.").flag("port");
    keys.key("unixSocket", &ServerSettings::unix_socket,
             "Path of a Unix socket to listen on as well; empty: none.");
    keys.key("backlog", &ServerSettings::backlog,
             "Connections that the kernel keeps until they are accepted.")
        .range(1, 65'535);
    keys.key("trustedProxies", &ServerSettings::trusted_proxies,
             "Addresses or networks (10.0.0.0/8) whose Forwarded and X-Forwarded-For are believed; "
             "'unix' for the Unix socket.");
    keys.rule([](const ServerSettings& s) -> std::string {
        bool nowhere = s.host.empty() && s.unix_socket.empty();
        return nowhere ? "server.host or server.unixSocket must be set" : "";
    });
}

void describe_limits(config::Section<ServerSettings>& keys) {
    keys.key("limits.requestLine", &ServerSettings::request_line,
             "Bytes of a request line; longer ones get 414.")
        .range(256, 64 * 1024)
        .beyond("414 `request_line_too_long`; the connection is closed");
    keys.key("limits.headerBytes", &ServerSettings::header_bytes,
             "Bytes of all header fields of a request; more get 431.")
        .range(1024, 1024 * 1024)
        .beyond("431 `header_too_large`; the connection is closed");
    keys.key("limits.headerCount", &ServerSettings::header_count,
             "Header fields of a request; more get 431.")
        .range(8, 1000)
        .beyond("431 `too_many_fields`; the connection is closed");
    keys.key("limits.connections", &ServerSettings::connections,
             "Open connections; further ones get 503.")
        .range(1, 1'000'000)
        .beyond("503 `too_many_connections`; the connection is closed");
    keys.key("limits.connectionsPerIp", &ServerSettings::connections_per_ip,
             "Open connections of one address; further ones get 503. 0: as many as it likes, for "
             "proxies and NAT share an address.")
        .beyond("503 `too_many_connections`; the connection is closed");
}

void describe_timeouts(config::Section<ServerSettings>& keys) {
    keys.key("headerTimeout", &ServerSettings::header_timeout,
             "For the whole request head, from accept or its first byte; then 408.")
        .range(100ms, 1h)
        .beyond("408 `request_timeout`; the connection is closed");
    keys.key("bodyTimeout", &ServerSettings::body_timeout,
             "For the whole body, or each 64 KiB of a streamed one; then 408.")
        .range(100ms, 1h)
        .beyond("408 `request_timeout`; the connection is closed");
    keys.key("handlerTimeout", &ServerSettings::handler_timeout,
             "Until a raw endpoint begins its answer; then 504. (A method has its own timeout.)")
        .range(100ms, 1h)
        .beyond("504 `deadline_exceeded`");
    keys.key("writeTimeout", &ServerSettings::write_timeout,
             "For the peer to take one buffer of output; then the connection is closed.")
        .range(100ms, 1h)
        .beyond("the connection is closed");
    keys.key("idleTimeout", &ServerSettings::idle_timeout,
             "Between two requests of a connection; then it is closed.")
        .range(100ms, 1h)
        .beyond("the connection is closed");
}

void describe_content(config::Section<ServerSettings>& keys) {
    keys.key("static.root", &ServerSettings::static_root,
             "Folder of static files; empty, or one that is not there: none are served.")
        .flag("static");
    keys.key("static.path", &ServerSettings::static_path, "Path under which they are served.")
        .check([](const std::string& path) {
            bool whole = path.starts_with('/') && path.ends_with('/');
            return std::string(whole ? "" : "must begin and end with /");
        });
    keys.key("compression.enabled", &ServerSettings::compression,
             "Compress text and JSON answers with brotli or gzip for clients that accept it.");
    keys.key("compression.minimum", &ServerSettings::compression_min,
             "Answers smaller than this are not compressed.")
        .range(64, 1024 * 1024);
}

void describe_policies(config::Section<ServerSettings>& keys) {
    keys.key("cors.origins", &ServerSettings::cors_origins,
             "Origins whose pages may read answers (https://app.example), or \"*\" alone.");
    keys.key("cors.credentials", &ServerSettings::cors_credentials,
             "Whether such pages may send cookies.");
    keys.key("cors.maxAge", &ServerSettings::cors_max_age,
             "How long a browser may remember a preflight.")
        .range(0s, 24h);
    keys.rule([](const ServerSettings& s) -> std::string {
        bool any = s.cors_origins.size() == 1 && s.cors_origins.front() == "*";
        return any && s.cors_credentials
                   ? "server.cors.credentials needs a list of origins instead of \"*\""
                   : "";
    });
    keys.key("security.headers", &ServerSettings::security_headers,
             "Send X-Content-Type-Options, Referrer-Policy and, with files, "
             "Content-Security-Policy.");
    keys.key("security.contentSecurityPolicy", &ServerSettings::content_security_policy,
             "Content-Security-Policy of static files.")
        .check([](const std::string& policy) {
            bool clean = policy.find_first_of(std::string_view("\r\n\0", 3)) == policy.npos;
            return std::string(clean ? "" : "must be one line");
        });
}

}  // namespace

void ServerSettings::describe(config::Section<ServerSettings>& keys) {
    describe_listening(keys);
    describe_limits(keys);
    describe_timeouts(keys);
    describe_content(keys);
    describe_policies(keys);
}

}  // namespace strata::http
