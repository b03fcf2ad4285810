#include "data/postgres/target.hpp"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netdb.h>

#include <algorithm>
#include <charconv>
#include <memory>
#include <system_error>
#include <utility>

#include "data/postgres/failure.hpp"
#include "strata/data/error.hpp"

namespace strata::data::postgres {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;
using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;

auto split(const std::string& list) -> std::vector<std::string> {
    std::vector<std::string> items(1);
    for (const char c : list) {
        if (c == ',') {
            items.emplace_back();
        } else {
            items.back().push_back(c);
        }
    }
    return items;
}

auto joined(const std::vector<std::string>& items) -> std::string {
    std::string list;
    for (const std::string& item : items) list += (&item == items.data() ? "" : ",") + item;
    return list;
}

// libpq's own, that no resolver knows: the folder of a unix socket, or an abstract one.
auto is_unix_socket(const std::string& host) -> bool {
    return host.empty() || host.starts_with('/') || host.starts_with('@');
}

auto is_address(const std::string& host) -> bool {
    unsigned char buffer[sizeof(in6_addr)];
    return inet_pton(AF_INET, host.c_str(), buffer) == 1 ||
           inet_pton(AF_INET6, host.c_str(), buffer) == 1;
}

auto is_port(const std::string& text) -> bool {
    constexpr unsigned last = 65'535;
    unsigned number = 0;
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end && number >= 1 && number <= last;
}

// As libpq takes them beside the host.
auto places_of(const std::string& host, const Target::Resolver& resolve)
    -> std::vector<std::string> {
    if (is_unix_socket(host)) return {""};
    if (is_address(host)) return {host};
    return resolve(host);
}

[[noreturn]] void refuse(const std::string& problem) {
    throw DatabaseError(ErrorKind::unavailable, "database.url: " + problem);
}

// Without quoting what may be half of a password, written with '/' or '@' as they are.
void check_places(const std::vector<std::string>& hosts, const std::vector<std::string>& ports) {
    constexpr const char* advice =
        "; write postgres://USER:PASSWORD@HOST:PORT/DATABASE, with '/' as %2F and '@' as %40 in "
        "the password";
    for (const std::string& port : ports)
        if (!port.empty() && !is_port(port)) refuse(std::string("a port is no number") + advice);
    for (const std::string& host : hosts)
        if (host.find('@', 1) != std::string::npos)
            refuse(std::string("a host has a '@'") + advice);
}

// libpq looks at the options before it connects, and at the ports last: with a port that is none
// it connects to nothing.
void check_options(Target::Keywords keywords) {
    constexpr const char* no_port = "none";
    keywords["port"] = joined(std::vector<std::string>(split(keywords["port"]).size(), no_port));
    const Connection connection(start_connection(keywords), &PQfinish);
    const std::string reason = one_line(PQerrorMessage(connection.get()));
    if (reason.find('"' + std::string(no_port) + '"') == std::string::npos) refuse(reason);
}

}  // namespace

auto start_connection(const Target::Keywords& keywords) -> PGconn* {
    std::vector<const char*> names;
    std::vector<const char*> values;
    for (const auto& [name, value] : keywords) {
        names.push_back(name.c_str());
        values.push_back(value.c_str());
    }
    names.push_back(nullptr);
    values.push_back(nullptr);
    return PQconnectStartParams(names.data(), values.data(), 0);
}

auto addresses_of(const std::string& host) -> std::vector<std::string> {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (code != 0) throw DatabaseError(ErrorKind::unavailable, host + ": " + gai_strerror(code));
    const Addresses list(found, &freeaddrinfo);
    std::vector<std::string> addresses;
    for (const addrinfo* entry = found; entry != nullptr; entry = entry->ai_next) {
        char text[NI_MAXHOST];
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, text, sizeof text, nullptr, 0,
                        NI_NUMERICHOST) == 0)
            addresses.emplace_back(text);
    }
    return addresses;
}

Target::Target(const std::string& url) {
    char* problem = nullptr;
    const Options options(PQconninfoParse(url.c_str(), &problem), &PQconninfoFree);
    PQfreemem(problem);
    if (!options)
        refuse(
            "this is not a PostgreSQL URL, or libpq does not know one of its options; write "
            "postgres://USER@HOST:PORT/DATABASE");
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) keywords_[option->keyword] = option->val;
    }
    keywords_["client_encoding"] = "UTF8";
    keywords_.try_emplace("fallback_application_name", "strata");
    // For what a peer that is gone does not acknowledge, in milliseconds.
    keywords_.try_emplace("tcp_user_timeout", "30000");
    check_places(split(find("host")), split(find("port")));
    check_options(keywords_);
}

void Target::add_setting(const std::string& name, const std::string& value) {
    std::string& options = keywords_["options"];
    if (!options.empty()) options.push_back(' ');
    options += "-c " + name + "=" + value;
}

auto Target::find(const std::string& keyword) const -> std::string {
    const auto found = keywords_.find(keyword);
    return found == keywords_.end() ? std::string() : found->second;
}

auto Target::name() const -> std::string {
    std::string name = find("dbname").empty() ? "the default database" : find("dbname");
    const std::string host = find("host").empty() ? find("hostaddr") : find("host");
    if (!host.empty()) name += " at " + host;
    if (!find("port").empty()) name += ":" + find("port");
    return name;
}

auto Target::needs_resolving() const -> bool {
    if (!find("hostaddr").empty()) return false;
    for (const std::string& host : split(find("host"))) {
        if (!is_unix_socket(host) && !is_address(host)) return true;
    }
    return false;
}

// libpq takes lists of one length, and goes through them in order: a host stands in them once for
// each of its addresses, so that its name is still known.
auto Target::resolved(const Resolver& resolve) const -> Target {
    const std::vector<std::string> given = split(find("host"));
    const std::vector<std::string> given_ports = split(find("port"));
    std::vector<std::string> hosts;
    std::vector<std::string> addresses;
    std::vector<std::string> ports;
    std::string reasons;
    for (std::size_t i = 0; i < given.size(); ++i) {
        const std::string& host = given[i];
        try {
            for (std::string& address : places_of(host, resolve)) {
                hosts.push_back(host);
                addresses.push_back(std::move(address));
                if (given_ports.size() > 1) ports.push_back(given_ports[i]);
            }
        } catch (const DatabaseError& failure) {
            reasons += (reasons.empty() ? "" : ", ") + std::string(failure.what());
        }
    }
    if (hosts.empty()) throw DatabaseError(ErrorKind::unavailable, reasons);
    Target target = *this;
    target.keywords_["host"] = joined(hosts);
    target.keywords_["hostaddr"] = joined(addresses);
    if (!ports.empty()) target.keywords_["port"] = joined(ports);
    return target;
}

auto Target::without(const Place& place) const -> std::optional<Target> {
    const std::vector<std::string> hosts = split(find("host"));
    const std::vector<std::string> addresses = split(find("hostaddr"));
    const std::vector<std::string> ports = split(find("port"));
    const auto at = [](const std::vector<std::string>& list, std::size_t i) {
        return list[list.size() == 1 ? 0 : i];
    };
    const std::size_t places = std::max(hosts.size(), addresses.size());
    std::vector<std::string> left[3];
    for (std::size_t i = 0; i < places; ++i) {
        const std::string& address = at(addresses, i);
        const bool is_it = (at(hosts, i).empty() || at(hosts, i) == place.host) &&
                           (address.empty() || address == place.address) &&
                           (at(ports, i).empty() || at(ports, i) == place.port);
        if (is_it) continue;
        if (hosts.size() > 1) left[0].push_back(hosts[i]);
        if (addresses.size() > 1) left[1].push_back(addresses[i]);
        if (ports.size() > 1) left[2].push_back(ports[i]);
    }
    const std::size_t rest = std::max(left[0].size(), left[1].size());
    if (rest == 0 || rest == places) return std::nullopt;
    Target target = *this;
    if (hosts.size() > 1) target.keywords_["host"] = joined(left[0]);
    if (addresses.size() > 1) target.keywords_["hostaddr"] = joined(left[1]);
    if (ports.size() > 1) target.keywords_["port"] = joined(left[2]);
    return target;
}

}  // namespace strata::data::postgres
