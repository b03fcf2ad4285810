#pragma once
// EventStream: Server-Sent Events (WHATWG HTML, section 9.2) over a Response. Loop thread only.
// Lasts until the handler ends; a peer that is gone or too slow makes send() false.
//
//     auto clock(http::Request, http::Response response) -> Task<void> {
//         http::EventStream events(response);
//         for (int i = 0; co_await events.send("tick", std::to_string(i)); ++i) co_await
//         sleep(...);
//     }
#include <chrono>
#include <string>
#include <string_view>

#include "strata/http/response.hpp"

namespace strata::http {

class EventStream final {
  public:
    // Begins the answer: text/event-stream, not cached.
    explicit EventStream(Response response);

    // Line ends in `data` become several data lines; in the other two they are refused with
    // std::invalid_argument. An empty event name is a plain message.
    [[nodiscard]] auto send(std::string event, std::string data, std::string id = {}) -> Task<bool>;
    // A comment line, which keeps proxies from closing a quiet stream.
    [[nodiscard]] auto keep_alive() -> Task<bool>;
    // How long the browser waits before it connects again.
    [[nodiscard]] auto retry_after(std::chrono::milliseconds delay) -> Task<bool>;

  private:
    Response response_;
};

}  // namespace strata::http
