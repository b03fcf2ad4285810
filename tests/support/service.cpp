#include "support/service.hpp"

#include <csignal>
#include <cstdlib>
#include <stdexcept>
#include <string_view>
#include <thread>

#include "support/postgres.hpp"

namespace tests {
namespace {

// A database of its own, on the engine that STRATA_TEST_ENGINE names.
auto new_database(const std::filesystem::path& folder) -> std::string {
    const char* engine = std::getenv("STRATA_TEST_ENGINE");
    if (engine != nullptr && std::string_view(engine) == "postgres")
        return postgres().url_of_new_database();
    return "sqlite:" + (folder / "test.db").string();
}

auto with_defaults(Process::Environment settings, int port, const std::filesystem::path& folder)
    -> Process::Environment {
    settings.try_emplace("STRATA_ENV", "test");
    settings.try_emplace("STRATA_SERVER_PORT", std::to_string(port));
    if (!settings.contains("STRATA_DATABASE_URL"))
        settings.emplace("STRATA_DATABASE_URL", new_database(folder));
    settings.try_emplace("STRATA_DRAIN_DELAY", "0s");
    return settings;
}

}  // namespace

Service::Service(const std::string& binary, Process::Environment settings)
    : port_(free_port()),
      process_({binary}, with_defaults(std::move(settings), port_, folder_.path()),
               folder_.path()) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
        if (!process_.running())
            throw std::runtime_error("the service ended: " + process_.output());
        if (HttpClient(port_).request("GET", "/ready").status == 200) return;
        std::this_thread::sleep_for(
            std::chrono::milliseconds(10));  // a poll of another process, not a wait
    }
    throw std::runtime_error("the service is not ready: " + process_.output());
}

auto Service::stop(std::chrono::milliseconds limit) -> Exit {
    process_.signal(SIGTERM);
    const auto end = process_.wait(limit);
    if (!end) throw std::runtime_error("the service did not end: " + process_.output());
    return *end;
}

auto sign_up(HttpClient& client, const std::string& login) -> nlohmann::json {
    const auto answer =
        client.call("auth/signUp", {{"login", login}, {"password", "correct horse"}});
    if (answer.status != 200) throw std::runtime_error("sign up: " + answer.body);
    client.bearer(answer.json().at("token"));
    return answer.json().at("account");
}

}  // namespace tests
