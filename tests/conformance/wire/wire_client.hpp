#pragma once
// WireClient: a raw blocking socket to the server under test, and just enough of a response reader.
// Every wait is bounded; what does not come in time is an empty answer.
#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace wire {

struct Answer {
    int status = 0;  // 0: none came
    std::string head;
    std::string body;
    [[nodiscard]] auto field(std::string_view name) const -> std::string;  // "" if there is none
    [[nodiscard]] auto has(std::string_view name) const -> bool;
};

enum class End { open, fin, reset };

class WireClient final {
  public:
    explicit WireClient(std::uint16_t port);
    explicit WireClient(const std::string& unix_path);
    WireClient(const WireClient&) = delete;
    auto operator=(const WireClient&) -> WireClient& = delete;
    ~WireClient();

    // False: the server has closed.
    auto send(std::string_view bytes) -> bool;
    // One answer. `to_head`: the request was HEAD, so no body follows.
    auto receive(bool to_head = false) -> Answer;
    auto exchange(std::string_view request) -> Answer {
        send(request);
        return receive();
    }
    // The next bytes, at most `size`; "" at the end or when nothing comes.
    auto receive_some(std::size_t size = 65536) -> std::string;
    // Reads away what comes until the connection ends.
    auto end() -> End;
    void finish_sending();  // FIN
    void reset();           // RST
    void receive_buffer(int bytes);
    void patience(int milliseconds) { patience_ms_ = milliseconds; }

  private:
    auto fill() -> bool;
    auto take_line(std::string& line) -> bool;
    auto take_chunked(std::string& body) -> bool;
    auto take(std::size_t size, std::string& out) -> bool;

    int socket_ = -1;
    int patience_ms_ = 5000;
    bool reset_ = false;
    bool fin_ = false;
    std::string pending_;
};

}  // namespace wire
