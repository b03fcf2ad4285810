// The service's folder: its contracts and configuration, its port, its database.
#include <libpq-fe.h>
#include <netdb.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <memory>

#include "data/sqlite/location.hpp"
#include "strata/data/error.hpp"
#include "tools/commands/service_names.hpp"
#include "tools/contract/load.hpp"
#include "tools/doctor/command_output.hpp"
#include "tools/doctor/configured.hpp"
#include "tools/doctor/doctor.hpp"

namespace strata::tools::doctor {

namespace {

namespace fs = std::filesystem;

auto contracts(const fs::path& service) -> Finding {
    Diagnostics diagnostics;
    (void)load(service, diagnostics);
    if (diagnostics.empty()) return {"contracts", true, "can be read"};
    const auto first = diagnostics.sorted().front();
    return {"contracts", false, to_string(first.location) + ": " + first.message,
            "strata check --service " + service.string()};
}

auto quoted(const std::string& word) -> std::string {
    std::string text = "'";
    for (const char c : word) text += c == '\'' ? std::string("'\\''") : std::string(1, c);
    return text + "'";
}

// What the service itself says of its configuration, of which it knows every key; nothing where it
// is not built. The line begins with a file, "config/default.json:2: ...", or with a variable.
auto refusal(const fs::path& service) -> std::string {
    const auto names = service_names(service);
    if (names.size() != 1) return {};
    const fs::path binary = fs::path("build/release") / names.front();
    if (::access((service / binary).c_str(), X_OK) != 0) return {};
    const auto said = command_output("cd " + quoted(service.string()) + " && " +
                                     quoted(binary.string()) + " config 2>&1 >/dev/null || true");
    std::string line = said.value_or("");
    line = line.substr(0, line.find('\n'));
    const std::string itself = names.front() + ": ";
    return line.starts_with(itself) ? line.substr(itself.size()) : line;
}

auto mend_of(const std::string& fault) -> std::string {
    const std::string first = fault.substr(0, fault.find(':'));
    if (first.starts_with("config/")) return "${EDITOR:-vi} " + first;
    if (first.starts_with("STRATA_")) return "unset " + first + "   # or give it another value";
    return "strata config   # every key, with its origin";
}

auto configuration(const fs::path& service, const Configured& configured) -> Finding {
    if (!configured.faults().empty())
        return {"configuration", false, configured.faults().front(),
                mend_of(configured.faults().front())};
    const std::string file = "config/" + configured.environment() + ".json";
    if (configured.environment() != "development" && !fs::exists(service / file))
        return {"configuration", false,
                "STRATA_ENV is " + configured.environment() + ", and there is no " + file,
                "export STRATA_ENV=production"};
    const std::string refused = refusal(service);
    if (refused.empty()) return {"configuration", true, "of " + configured.environment()};
    return {"configuration", false, refused, mend_of(refused)};
}

auto port(const Configured& configured) -> Finding {
    const std::string host = configured.value("server.host");
    const std::string number = configured.value("server.port");
    const std::string name = host + ":" + number;
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV;
    addrinfo* list = nullptr;
    if (configured.number("server.port") > 65535 || number.empty() ||
        number.find_first_not_of("0123456789") != std::string::npos)
        return {"port", false, "server.port is no port: " + number,
                "export STRATA_SERVER_PORT=8000"};
    if (const int wrong = ::getaddrinfo(host.c_str(), number.c_str(), &hints, &list); wrong != 0)
        return {"port", false, "server.host is no address: " + host + ": " + ::gai_strerror(wrong),
                "export STRATA_SERVER_HOST=127.0.0.1"};
    const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> address(list, &::freeaddrinfo);
    const int socket = ::socket(address->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool bound = ::bind(socket, address->ai_addr, address->ai_addrlen) == 0;
    const int failure = errno;
    ::close(socket);
    if (bound) return {"port", true, name + " is free"};
    if (failure == EADDRINUSE)
        return {"port", false, name + " is in use",
                "ss -ltnp 'sport = :" + number + "'   # or: export STRATA_SERVER_PORT=" +
                    std::to_string(configured.number("server.port") + 1)};
    return {"port", false, name + ": " + std::strerror(failure),
            failure == EACCES ? "export STRATA_SERVER_PORT=8000"
                              : "export STRATA_SERVER_HOST=127.0.0.1"};
}

// Of an empty file SQLite makes a database.
auto is_database(const fs::path& file) -> bool {
    constexpr std::string_view magic = "SQLite format 3";
    std::ifstream stream(file, std::ios::binary);
    std::string head(magic.size(), '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    return stream.gcount() == 0 || head == magic;
}

auto sqlite(const fs::path& service, const std::string& path) -> Finding {
    if (path == ":memory:") return {"database", true, "in memory"};
    const fs::path file = fs::path(path).is_absolute() ? fs::path(path) : service / path;
    fs::path folder = file.parent_path();
    while (!folder.empty() && !fs::exists(folder)) folder = folder.parent_path();
    const fs::path tested = fs::exists(file) ? file : folder.empty() ? fs::path(".") : folder;
    if (fs::is_directory(file))
        return {"database", false, file.string() + " is a folder", "rmdir " + file.string()};
    if (!fs::is_directory(folder))
        return {"database", false, folder.string() + " is no folder", "rm " + folder.string()};
    if (fs::exists(file) && !is_database(file))
        return {"database", false, file.string() + " is no SQLite database",
                "mv " + file.string() + " " + file.string() + ".old"};
    if (::access(tested.c_str(), W_OK) == 0) return {"database", true, path + " can be written"};
    return {"database", false, tested.string() + " can't be written by this user",
            "chown $(id -u) " + tested.string()};
}

auto postgres(const fs::path& service, const std::string& url) -> Finding {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(
            (url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=3").c_str()),
        &PQfinish);
    if (PQstatus(connection.get()) == CONNECTION_OK)
        return {"database", true,
                "PostgreSQL " + std::to_string(PQserverVersion(connection.get()) / 10000)};
    std::string message = PQerrorMessage(connection.get());
    message = message.substr(0, message.find('\n'));
    // Of a service that was made for PostgreSQL, as its ./dev does it.
    if (fs::exists(service / "db/development.sh"))
        return {"database", false, message,
                "export STRATA_DATABASE_URL=$(" + (service / "db/development.sh").string() + ")"};
    return {"database", false, message, "pg_isready   # and: export STRATA_DATABASE_URL=..."};
}

auto database(const fs::path& service, const Configured& configured) -> Finding {
    constexpr const char* mend = "export STRATA_DATABASE_URL=sqlite:data/service.db";
    const std::string url = configured.value("database.url");
    if (url.starts_with("postgres:") || url.starts_with("postgresql:"))
        return postgres(service, url);
    if (!data::sqlite::is_sqlite(url))
        return {"database", false, "database.url is neither sqlite: nor postgres:", mend};
    try {
        return sqlite(service, data::sqlite::path_in(url));
    } catch (const data::DatabaseError& error) {
        return {"database", false, error.what(), mend};
    }
}

}  // namespace

auto examine_service(const Place& place) -> std::vector<Finding> {
    if (!fs::is_directory(place.service / "schemas"))
        return {{"service", false, place.service.string() + " holds no schemas/: no service",
                 "cd SERVICE   # or: strata new NAME"}};
    const Configured configured(place.service);
    return {contracts(place.service), configuration(place.service, configured), port(configured),
            database(place.service, configured)};
}

}  // namespace strata::tools::doctor
