#include "crew.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <sstream>
#include <stdexcept>

#include "support/postgres.hpp"

namespace tests {
namespace {

auto with_defaults(Process::Environment settings, int port, int admin_port)
    -> Process::Environment {
    settings.try_emplace("STRATA_ENV", "test");
    settings.try_emplace("STRATA_WORKERS_COUNT", std::to_string(Crew::size));
    settings.try_emplace("STRATA_SERVER_PORT", std::to_string(port));
    settings.try_emplace("STRATA_ADMIN_PORT", std::to_string(admin_port));
    settings.try_emplace("STRATA_DRAIN_DELAY", "0s");
    settings.try_emplace("STRATA_LOG_LEVEL", "debug");
    if (!settings.contains("STRATA_DATABASE_URL"))
        settings.emplace("STRATA_DATABASE_URL", postgres().url_of_new_database());
    return settings;
}

auto command(const std::string& binary, const std::vector<std::string>& flags)
    -> std::vector<std::string> {
    std::vector<std::string> words{binary};
    words.insert(words.end(), flags.begin(), flags.end());
    return words;
}

auto is_free(int port) -> bool {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    const bool bound =
        ::bind(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0;
    ::close(descriptor);
    return bound;
}

}  // namespace

auto two_free_ports() -> int {
    while (true) {
        const int port = free_port();
        if (is_free(port + 1)) return port;
    }
}

auto is_alive(pid_t pid) -> bool { return ::kill(pid, 0) == 0; }

Crew::Crew(const std::string& binary, Process::Environment settings,
           const std::vector<std::string>& flags)
    : port_(free_port()),
      admin_port_(two_free_ports()),
      process_(command(binary, flags), with_defaults(std::move(settings), port_, admin_port_),
               folder_.path()) {}

auto Crew::lines_with(const std::string& text) const -> std::vector<std::string> {
    std::vector<std::string> lines;
    std::istringstream log(output());
    for (std::string line; std::getline(log, line);) {
        if (line.find(text) != std::string::npos) lines.push_back(line);
    }
    return lines;
}

auto Crew::says(const std::string& text, std::size_t times) const -> bool {
    return comes_true([&] { return lines_with(text).size() >= times; });
}

auto Crew::pid_of(unsigned worker) const -> pid_t {
    const auto lines =
        lines_with(R"("a worker is started","worker":)" + std::to_string(worker) + ',');
    if (lines.empty()) throw std::runtime_error("no such worker: " + output());
    const std::string key = R"("pid":)";
    return std::atoi(lines.back().c_str() + lines.back().find(key) + key.size());
}

auto Crew::metric(unsigned worker, const std::string& name) const -> int {
    HttpClient client(admin_port_ + static_cast<int>(worker) - 1);
    const std::string page = '\n' + client.request("GET", "/metrics").body;
    const std::size_t at = page.find('\n' + name + ' ');
    return at == std::string::npos ? -1 : std::atoi(page.c_str() + at + name.size() + 2);
}

auto Crew::stop() -> Exit {
    process_.signal(SIGTERM);
    const auto end = process_.wait(std::chrono::seconds(60));
    if (!end) throw std::runtime_error("the service did not end: " + output());
    return *end;
}

}  // namespace tests
