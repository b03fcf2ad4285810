#include "strata/http/response.hpp"

#include <stdexcept>

#include "http/connection.hpp"
#include "http/parse/chars.hpp"

namespace strata::http {

namespace {

void check_media_type(std::string_view media_type) {
    if (!is_field_value(media_type)) {
        throw std::invalid_argument("a media type holds a control character");
    }
}

}  // namespace

auto Response::live() const -> Connection* {
    Connection* connection = connection_.get();
    if (connection == nullptr) return nullptr;
    bool current = connection->serial() == serial_ && connection->is_serving();
    if (current) return connection;
    ++connection->core().statistics.late_sends;
    return nullptr;
}

auto Response::is_closed() const -> bool {
    Connection* connection = connection_.get();
    return connection == nullptr || connection->serial() != serial_ || !connection->is_serving();
}

auto Response::status(int code) -> Response& {
    if (code < 200 || code > 599) throw std::invalid_argument("a status is from 200 to 599");
    status_ = code;
    return *this;
}

auto Response::header(std::string_view name, std::string_view value) -> Response& {
    if (Connection* connection = live()) connection->fields().add(name, value);
    return *this;
}

void Response::send(std::string_view content, std::string_view media_type) {
    Connection* connection = live();
    if (connection == nullptr) return;
    if (connection->has_answered()) {
        ++connection->core().statistics.late_sends;
        return;
    }
    check_media_type(media_type);
    connection->respond(status_, media_type, content);
    connection->send_soon();
}

void Response::problem(int status_code, std::string_view code, std::string_view message) {
    Connection* connection = live();
    if (connection == nullptr || connection->has_answered()) return;
    contract::Problem problem;
    problem.status = status_code;
    problem.code = code;
    problem.message = message;
    connection->respond_problem(problem);
    connection->send_soon();
}

void Response::begin(std::string_view media_type, std::optional<std::uint64_t> length) {
    Connection* connection = live();
    if (connection == nullptr || connection->has_answered()) return;
    check_media_type(media_type);
    connection->begin_stream(status_, media_type, length);
    connection->send_soon();
}

auto Response::write(std::string bytes) const -> Task<bool> {
    if (live() == nullptr) co_return false;
    auto connection = connection_.lock();
    if (!connection->write(bytes)) co_return false;
    co_return co_await connection->drained();
}

void Response::end() {
    Connection* connection = live();
    if (connection == nullptr) return;
    connection->end_stream();
    connection->send_soon();
}

}  // namespace strata::http
