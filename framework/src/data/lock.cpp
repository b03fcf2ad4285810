#include "strata/data/lock.hpp"

#include <algorithm>
#include <utility>

#include "data/engine.hpp"
#include "strata/data/database.hpp"
#include "strata/data/hop.hpp"

namespace strata::data {

DatabaseLock::DatabaseLock(Database& database, std::vector<std::string> keys) {
    std::ranges::sort(keys);
    keys.erase(std::ranges::unique(keys).begin(), keys.end());
    hold_ = database.engine().hold(std::move(keys));
}

DatabaseLock::~DatabaseLock() = default;

auto DatabaseLock::acquire() -> Task<> {
    if (hold_) co_await Hop(*hold_, RequestKind::lock);
}

}  // namespace strata::data
