#pragma once
// One connection that speaks Metacom over a WebSocket, as a client would that is no library: calls,
// and the events that came meanwhile. Blocks; one thread.
#include <chrono>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace tests {

class LiveClient final {
  public:
    // Not connected if nobody answers there.
    explicit LiveClient(int port);
    ~LiveClient();
    LiveClient(const LiveClient&) = delete;
    auto operator=(const LiveClient&) -> LiveClient& = delete;

    [[nodiscard]] auto connected() const -> bool { return socket_ >= 0; }
    // The callback's packet: its "result" or "error". Null when the connection ended before.
    auto call(const std::string& method, const nlohmann::json& arguments) -> nlohmann::json;
    // Reads until nothing comes for that long, or the connection ends.
    void read_for(std::chrono::milliseconds quiet);
    // Packets of events, in the order in which they came; they are kept until they are taken.
    auto take_events() -> std::vector<nlohmann::json> { return std::exchange(events_, {}); }
    // Takes those that there are up to the first event of this name; null when none comes in time.
    auto next_event(const std::string& name,
                    std::chrono::milliseconds limit = std::chrono::seconds(10)) -> nlohmann::json;

  private:
    auto open(int port) -> bool;
    auto read_some(std::chrono::milliseconds limit) -> bool;
    // The next whole frame of the buffer, as a packet; control frames are answered.
    auto take_packet() -> std::optional<nlohmann::json>;
    auto next_packet(std::chrono::milliseconds limit) -> std::optional<nlohmann::json>;
    void send_frame(unsigned char opcode, const std::string& payload);
    void send_all(const std::string& bytes);
    void close();

    int socket_ = -1;
    int last_id_ = 0;
    std::string buffer_{};
    std::vector<nlohmann::json> events_{};
};

}  // namespace tests
