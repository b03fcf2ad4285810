#pragma once
// A service's binary under test: started on a free port and a database of its own, ready when
// constructed.
#include <string>

#include "support/http_client.hpp"
#include "support/process.hpp"

namespace tests {

class Service final {
  public:
    // Settings are added as environment variables. Throws, with the service's output, when it does
    // not get ready.
    explicit Service(const std::string& binary, Process::Environment settings = {});

    [[nodiscard]] auto port() const -> int { return port_; }
    [[nodiscard]] auto process() -> Process& { return process_; }
    [[nodiscard]] auto folder() const -> const std::filesystem::path& { return folder_.path(); }
    // SIGTERM, and what came of it.
    auto stop(std::chrono::milliseconds limit = std::chrono::seconds(40)) -> Exit;

  private:
    TemporaryFolder folder_;
    int port_;
    Process process_;
};

// Signs up `login` and lets `client` use its session.
auto sign_up(HttpClient& client, const std::string& login) -> nlohmann::json;

}  // namespace tests
