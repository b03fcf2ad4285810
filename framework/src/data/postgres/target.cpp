#include "data/postgres/target.hpp"

#include <arpa/inet.h>
#include <libpq-fe.h>
#include <netdb.h>

#include <memory>
#include <vector>

#include "strata/data/error.hpp"

namespace strata::data::postgres {
namespace {

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;
using Addresses = std::unique_ptr<addrinfo, decltype(&freeaddrinfo)>;

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

auto is_address(const std::string& host) -> bool {
    unsigned char buffer[sizeof(in6_addr)];
    return host.empty() || host.starts_with('/') || host.starts_with('@') ||
           inet_pton(AF_INET, host.c_str(), buffer) == 1 ||
           inet_pton(AF_INET6, host.c_str(), buffer) == 1;
}

auto resolve(const std::string& host) -> std::string {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    const int code = getaddrinfo(host.c_str(), nullptr, &hints, &found);
    if (code != 0) throw DatabaseError(ErrorKind::unavailable, host + ": " + gai_strerror(code));
    const Addresses addresses(found, &freeaddrinfo);
    char text[NI_MAXHOST];
    getnameinfo(found->ai_addr, found->ai_addrlen, text, sizeof text, nullptr, 0, NI_NUMERICHOST);
    return text;
}

}  // namespace

Target::Target(const std::string& url) {
    char* problem = nullptr;
    const Options options(PQconninfoParse(url.c_str(), &problem), &PQconninfoFree);
    PQfreemem(problem);
    if (!options) {
        throw DatabaseError(ErrorKind::unavailable,
                            "database.url: this is not a PostgreSQL URL; write "
                            "postgres://USER@HOST:PORT/DATABASE");
    }
    for (const PQconninfoOption* option = options.get(); option->keyword != nullptr; ++option) {
        if (option->val != nullptr) keywords_[option->keyword] = option->val;
    }
    keywords_["client_encoding"] = "UTF8";
    keywords_.try_emplace("fallback_application_name", "strata");
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
        if (!is_address(host)) return true;
    }
    return false;
}

// One address a host; a host of several is asked again at the next connect.
auto Target::resolved() const -> Target {
    Target target = *this;
    std::string addresses;
    for (const std::string& host : split(find("host"))) {
        if (!addresses.empty()) addresses.push_back(',');
        if (!host.starts_with('/')) addresses += is_address(host) ? host : resolve(host);
    }
    target.keywords_["hostaddr"] = addresses;
    return target;
}

}  // namespace strata::data::postgres
