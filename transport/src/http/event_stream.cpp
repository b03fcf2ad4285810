#include "strata/http/event_stream.hpp"

#include <stdexcept>

namespace strata::http {

namespace {

auto require_one_line(std::string_view text) -> void {
    if (text.find_first_of(std::string_view("\r\n\0", 3)) != text.npos) {
        throw std::invalid_argument("an event's name and id are one line");
    }
}

}  // namespace

EventStream::EventStream(Response response) : response_(std::move(response)) {
    response_.header("Cache-Control", "no-store");
    response_.begin("text/event-stream");
}

auto EventStream::send(std::string event, std::string data, std::string id) -> Task<bool> {
    require_one_line(event);
    require_one_line(id);
    std::string out;
    if (!event.empty()) out.append("event: ").append(event).append("\n");
    if (!id.empty()) out.append("id: ").append(id).append("\n");
    std::string_view rest = data;
    while (true) {
        std::size_t end = rest.find_first_of("\r\n");
        out.append("data: ").append(rest.substr(0, end)).append("\n");
        if (end == rest.npos) break;
        rest.remove_prefix(rest.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
    out.append("\n");
    return response_.write(std::move(out));
}

auto EventStream::keep_alive() -> Task<bool> { return response_.write(":\n\n"); }

auto EventStream::retry_after(std::chrono::milliseconds delay) -> Task<bool> {
    return response_.write("retry: " + std::to_string(delay.count()) + "\n\n");
}

}  // namespace strata::http
