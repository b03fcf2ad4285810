#include "probe/probe_process.hpp"

#include <fstream>
#include <stdexcept>
#include <thread>

namespace probe_test {

namespace {

auto with_file(const std::filesystem::path& folder) -> std::string {
    std::ofstream(folder / "ten.txt") << "0123456789";
    return folder.string();
}

}  // namespace

ProbeProcess::ProbeProcess()
    : port_(static_cast<std::uint16_t>(tests::free_port())),
      process_(
          {PROBE_BINARY, "--port", std::to_string(port_), "--static", with_file(folder_.path())},
          {}, folder_.path()) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (std::chrono::steady_clock::now() < end) {
        if (!process_.running()) break;
        try {
            if (ask(request("GET /ready")).status == 200) return;
        } catch (const std::runtime_error&) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    throw std::runtime_error("the probe does not get ready: " + process_.output());
}

auto ProbeProcess::ask(std::string_view bytes) const -> wire::Answer {
    wire::WireClient client(port_);
    client.send(bytes);
    return client.receive(bytes.starts_with("HEAD "));
}

auto shared_probe() -> ProbeProcess& {
    static ProbeProcess probe;
    return probe;
}

auto request(std::string_view line, std::string_view fields, std::string_view body) -> std::string {
    return std::string(line)
        .append(" HTTP/1.1\r\nHost: a\r\n")
        .append(fields)
        .append("\r\n")
        .append(body);
}

auto post(std::string_view target, std::string_view body, std::string_view type) -> std::string {
    std::string fields = "Content-Length: " + std::to_string(body.size()) + "\r\n";
    if (!type.empty()) fields.append("Content-Type: ").append(type).append("\r\n");
    return request("POST " + std::string(target), fields, body);
}

}  // namespace probe_test
