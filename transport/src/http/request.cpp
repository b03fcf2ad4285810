#include "strata/http/request.hpp"

#include "http/connection.hpp"
#include "http/parse/target.hpp"
#include "http/query.hpp"
#include "strata/loop/sleep.hpp"

namespace strata::http {

auto Request::live() const -> std::shared_ptr<Connection> {
    auto connection = connection_.lock();
    bool current = connection && connection->serial() == serial_ && connection->is_serving();
    return current ? connection : nullptr;
}

auto Request::method() const -> std::string {
    auto connection = live();
    return connection ? std::string(verb_name(connection->head().head().verb)) : std::string();
}

auto Request::path() const -> std::string {
    auto connection = live();
    return connection ? std::string(connection->head().path()) : std::string();
}

auto Request::query() const -> std::string {
    auto connection = live();
    return connection ? std::string(connection->head().query()) : std::string();
}

auto Request::host() const -> std::string {
    auto connection = live();
    return connection ? std::string(connection->head().host()) : std::string();
}

auto Request::client() const -> std::string {
    auto connection = live();
    return connection ? connection->client() : std::string();
}

auto Request::parameter(std::string_view name) const -> std::string {
    std::string value;
    auto connection = live();
    if (!connection) return value;
    const RouteMatch& match = connection->match();
    for (std::size_t i = 0; i < match.count; ++i) {
        if ((*match.names)[i] != name) continue;
        // The parser has refused malformed escapes.
        if (!percent_decode(match.value(connection->head().path(), i), false, value)) value.clear();
    }
    return value;
}

auto Request::query_value(std::string_view name) const -> std::optional<std::string> {
    auto connection = live();
    if (!connection) return std::nullopt;
    QueryReader query(connection->head().query());
    while (query.next()) {
        if (query.name() == name) return query.value();
    }
    return std::nullopt;
}

auto Request::header(std::string_view name) const -> std::optional<std::string> {
    auto connection = live();
    if (!connection) return std::nullopt;
    auto value = connection->head().find(name);
    return value ? std::optional<std::string>(*value) : std::nullopt;
}

auto Request::headers() const -> std::vector<std::pair<std::string, std::string>> {
    std::vector<std::pair<std::string, std::string>> all;
    auto connection = live();
    if (!connection) return all;
    connection->head().each([&all](FieldView field) { all.emplace_back(field.name, field.value); });
    return all;
}

auto Request::read() const -> Task<std::string> {
    auto connection = live();
    if (!connection) co_return std::string();
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
    auto connection = live();
    if (!connection) co_return;
    EventLoop& loop = connection->core().loop;
    connection.reset();
    co_await strata::sleep(loop, duration);
}

}  // namespace strata::http
