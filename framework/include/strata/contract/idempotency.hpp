#pragma once
// IdempotencyKeys: the answers of calls that came with an Idempotency-Key, by (account, method,
// key). One call holds a key at a time, in this process and among all that share the database; its
// answer is stored in the handler's own unit of work, so that it is there exactly if the handler's
// writes are. Loop thread only; the database outlives it.
//
// Should the connection be lost that holds the keys of a process, the primary key of
// strata_idempotency decides: the loser's unit fails as a whole.
#include <array>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_set>

#include "strata/data/claim.hpp"
#include "strata/data/database.hpp"
#include "strata/data/db.hpp"
#include "strata/security/clock.hpp"
#include "strata/values/bytes.hpp"
#include "strata/values/uuid.hpp"

namespace strata::contract {

inline constexpr std::size_t idempotency_key_limit = 255;

class IdempotencyKeys;

// Holds a key while it lives.
class [[nodiscard]] IdempotencyClaim final {
  public:
    IdempotencyClaim(IdempotencyClaim&& other) noexcept;
    auto operator=(IdempotencyClaim&&) -> IdempotencyClaim& = delete;
    ~IdempotencyClaim();

    [[nodiscard]] auto account() const noexcept -> const Uuid& { return account_; }
    [[nodiscard]] auto method() const noexcept -> const std::string& { return method_; }
    [[nodiscard]] auto key() const noexcept -> const std::string& { return key_; }
    // Of the parameters' text.
    [[nodiscard]] auto request() const noexcept -> const Bytes& { return request_; }

  private:
    friend class IdempotencyKeys;
    IdempotencyClaim() = default;

    IdempotencyKeys* keys_ = nullptr;
    std::string held_{};
    std::unique_ptr<data::DatabaseClaim> shared_{};
    Uuid account_{};
    std::string method_{};
    std::string key_{};
    Bytes request_{};
};

struct StoredAnswer {
    Bytes request{};
    int status = 200;
    std::string body{};
    std::string etag{};
};

class IdempotencyKeys final {
  public:
    IdempotencyKeys(data::Database& database, security::Clock& clock);
    IdempotencyKeys(const IdempotencyKeys&) = delete;
    auto operator=(const IdempotencyKeys&) -> IdempotencyKeys& = delete;

    // 1 to 255 visible ASCII characters.
    [[nodiscard]] static auto valid(std::string_view key) noexcept -> bool;

    // None: another call of this process holds it.
    [[nodiscard]] auto claim(const Uuid& account, std::string method, std::string_view key,
                             std::string_view parameters) -> std::optional<IdempotencyClaim>;
    // The claim outlives the Tasks.
    // Among processes; false: a call of another one holds it.
    [[nodiscard]] auto share(IdempotencyClaim& claim) -> Task<bool>;
    [[nodiscard]] auto find(const IdempotencyClaim& claim) -> Task<std::optional<StoredAnswer>>;
    // Sent: what fails of it fails the commit.
    void store(Db& db, const IdempotencyClaim& claim, StoredAnswer answer,
               std::chrono::seconds retention);
    [[nodiscard]] auto sweep() -> Task<std::int64_t>;

    [[nodiscard]] static auto scripts() -> std::span<const data::Script>;
    [[nodiscard]] static auto statements() -> std::span<const data::Statement* const>;

  private:
    friend class IdempotencyClaim;

    data::Database& database_;
    security::Clock& clock_;
    std::unordered_set<std::string> held_;
};

}  // namespace strata::contract
