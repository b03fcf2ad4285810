#include <algorithm>
#include <array>
#include <random>

#include "api/numbers.hpp"
#include "db/numbers.hpp"
#include "strata/loop/when_all.hpp"

namespace api {

namespace {

constexpr std::size_t rows = 20;

auto random_id() -> std::int64_t {
    static std::minstd_rand random(1);
    return static_cast<std::int64_t>(random() % 10'000 + 1);
}

}  // namespace

auto numbers::one(Context& context, One) -> Task<Row> {
    co_return co_await db::numbers::find_row(context.db(), *Id::parse(random_id()));
}

auto numbers::twenty(Context& context, Twenty) -> Task<std::vector<Row>> {
    std::vector<Task<Row>> queries;
    for (std::size_t i = 0; i < rows; ++i)
        queries.push_back(db::numbers::find_row(context.db(), *Id::parse(random_id())));
    co_return co_await strata::when_all(std::move(queries));
}

// In the order of the keys, so that no two wait for one another.
auto numbers::update(Context& context, Update) -> Task<Done> {
    std::array<std::int64_t, rows> ids{};
    std::ranges::generate(ids, random_id);
    std::ranges::sort(ids);
    for (const std::int64_t id : ids)
        context.db().send(db::numbers::set_value(context.db(), {*Id::parse(id), random_id()}));
    co_return done;
}

}  // namespace api
