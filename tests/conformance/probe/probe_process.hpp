#pragma once
// ProbeProcess: the probe's binary on a port of its own, with a static folder and nothing else set.
#include <chrono>
#include <string>
#include <string_view>

#include "support/process.hpp"
#include "wire/wire_client.hpp"

namespace probe_test {

class ProbeProcess final {
  public:
    // Ready when constructed.
    ProbeProcess();
    [[nodiscard]] auto port() const -> std::uint16_t { return port_; }
    [[nodiscard]] auto process() -> tests::Process& { return process_; }
    [[nodiscard]] auto ask(std::string_view bytes) const -> wire::Answer;

  private:
    tests::TemporaryFolder folder_;
    std::uint16_t port_;
    tests::Process process_;
};

// The one that cases share.
auto shared_probe() -> ProbeProcess&;

// A request of HTTP/1.1 with its Host; `line` is "GET /".
auto request(std::string_view line, std::string_view fields = "", std::string_view body = "")
    -> std::string;
auto post(std::string_view target, std::string_view body, std::string_view type = "")
    -> std::string;

}  // namespace probe_test
