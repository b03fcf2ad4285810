#include "strata/http/request.hpp"

#include "http/connection.hpp"
#include "http/parse/target.hpp"
#include "http/query.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::http {

auto Request::live() const -> Connection* {
    Connection* connection = connection_.get();
    bool current =
        connection != nullptr && connection->serial() == serial_ && connection->is_serving();
    return current ? connection : nullptr;
}

auto Request::method() const -> std::string {
    Connection* connection = live();
    return connection != nullptr ? std::string(verb_name(connection->head().head().verb))
                                 : std::string();
}

auto Request::path() const -> std::string {
    Connection* connection = live();
    return connection != nullptr ? std::string(connection->head().path()) : std::string();
}

auto Request::query() const -> std::string {
    Connection* connection = live();
    return connection != nullptr ? std::string(connection->head().query()) : std::string();
}

auto Request::host() const -> std::string {
    Connection* connection = live();
    return connection != nullptr ? std::string(connection->head().host()) : std::string();
}

auto Request::client() const -> std::string {
    Connection* connection = live();
    return connection != nullptr ? connection->client() : std::string();
}

auto Request::parameter(std::string_view name) const -> std::string {
    std::string value;
    Connection* connection = live();
    if (connection == nullptr) return value;
    const RouteMatch& match = connection->match();
    for (std::size_t i = 0; i < match.count; ++i) {
        if ((*match.names)[i] != name) continue;
        // The parser has refused malformed escapes.
        if (!percent_decode(match.value(connection->head().path(), i), false, value)) value.clear();
    }
    return value;
}

auto Request::query_value(std::string_view name) const -> std::optional<std::string> {
    Connection* connection = live();
    if (connection == nullptr) return std::nullopt;
    QueryReader query(connection->head().query());
    while (query.next()) {
        if (query.name() == name) return query.value();
    }
    return std::nullopt;
}

auto Request::header(std::string_view name) const -> std::optional<std::string> {
    Connection* connection = live();
    if (connection == nullptr) return std::nullopt;
    auto value = connection->head().find(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
}

auto Request::headers() const -> std::vector<std::pair<std::string, std::string>> {
    std::vector<std::pair<std::string, std::string>> all;
    Connection* connection = live();
    if (connection == nullptr) return all;
    connection->head().each([&all](FieldView field) { all.emplace_back(field.name, field.value); });
    return all;
}

auto Request::read() const -> Task<std::string> {
    if (live() == nullptr) co_return std::string();
    auto connection = connection_.lock();
    co_return co_await connection->next_chunk();
}

auto Request::body() const -> Task<std::string> {
    std::string all;
    Request self = *this;
    while (true) {
        std::string chunk = co_await self.read();
        if (chunk.empty()) co_return all;
        if (all.empty()) {
            all = std::move(chunk);
        } else {
            all += chunk;
        }
    }
}

auto Request::sleep(std::chrono::milliseconds duration) const -> Task<void> {
    Connection* connection = live();
    if (connection == nullptr) co_return;
    co_await strata::sleep(connection->core().loop, duration);
}

}  // namespace strata::http
