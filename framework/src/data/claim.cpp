#include "strata/data/claim.hpp"

#include "data/engine.hpp"
#include "strata/data/database.hpp"
#include "strata/data/hop.hpp"

namespace strata::data {

DatabaseClaim::DatabaseClaim(Database& database, const std::string& key)
    : claim_(database.engine().claim(key)) {}

DatabaseClaim::~DatabaseClaim() = default;

auto DatabaseClaim::acquire() -> Task<bool> {
    if (!claim_) co_return true;
    co_await Hop(*claim_, RequestKind::lock);
    co_return claim_->is_held();
}

}  // namespace strata::data
