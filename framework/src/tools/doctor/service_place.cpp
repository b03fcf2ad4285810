// The service's folder: its contracts and configuration, its port, its database.
#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>

#include "tools/contract/load.hpp"
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

auto configuration(const fs::path& service, const Configured& configured) -> Finding {
    if (!configured.faults().empty())
        return {"configuration", false, configured.faults().front(),
                "${EDITOR:-vi} " +
                    configured.faults().front().substr(0, configured.faults().front().find(':'))};
    const std::string file = "config/" + configured.environment() + ".json";
    const bool known = configured.environment() == "development" || fs::exists(service / file);
    if (known) return {"configuration", true, "of " + configured.environment()};
    return {"configuration", false,
            "STRATA_ENV is " + configured.environment() + ", and there is no " + file,
            "export STRATA_ENV=production"};
}

auto port(const Configured& configured) -> Finding {
    const std::string host = configured.value("server.host");
    const auto number = static_cast<std::uint16_t>(configured.number("server.port"));
    const std::string name = host + ":" + std::to_string(number);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(number);
    if (::inet_pton(AF_INET, host.c_str(), &address.sin_addr) != 1)
        return {"port", true, name + " was not tried: it is no IPv4 address"};
    const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
    const bool bound =
        ::bind(socket, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    const int failure = errno;
    ::close(socket);
    if (bound) return {"port", true, name + " is free"};
    const std::string number_text = std::to_string(number);
    if (failure == EADDRINUSE)
        return {"port", false, name + " is in use",
                "ss -ltnp 'sport = :" + number_text +
                    "'   # or: export STRATA_SERVER_PORT=" + std::to_string(number + 1)};
    return {"port", false, name + ": " + std::strerror(failure), "export STRATA_SERVER_PORT=8000"};
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
    if (::access(tested.c_str(), W_OK) == 0) return {"database", true, path + " can be written"};
    return {"database", false, tested.string() + " can't be written by this user",
            "chown $(id -u) " + tested.string()};
}

auto postgres(const std::string& url) -> Finding {
    const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(
        PQconnectdb(
            (url + (url.find('?') == std::string::npos ? "?" : "&") + "connect_timeout=3").c_str()),
        &PQfinish);
    if (PQstatus(connection.get()) == CONNECTION_OK)
        return {"database", true,
                "PostgreSQL " + std::to_string(PQserverVersion(connection.get()) / 10000)};
    std::string message = PQerrorMessage(connection.get());
    message = message.substr(0, message.find('\n'));
    return {"database", false, message, "pg_isready   # and: export STRATA_DATABASE_URL=..."};
}

auto database(const fs::path& service, const Configured& configured) -> Finding {
    const std::string url = configured.value("database.url");
    if (url.starts_with("sqlite:")) return sqlite(service, url.substr(7));
    if (url.starts_with("postgres:") || url.starts_with("postgresql:")) return postgres(url);
    return {"database", false, "database.url is neither sqlite: nor postgres:",
            "export STRATA_DATABASE_URL=sqlite:data/service.db"};
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
