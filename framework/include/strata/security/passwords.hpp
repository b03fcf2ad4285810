#pragma once
// Passwords: argon2id hashes (RFC 9106), computed on the worker pool, a bounded number at a time,
// so that a burst of sign-ins takes neither the loop nor all memory. Loop thread only; the pool
// outlives it. Handlers reach it by context.passwords().
//
// A hash is a text that holds its own salt and parameters, for a TEXT column. Errors: SemaphoreFull
// when too many wait, PoolFull, Cancelled, std::bad_alloc.
#include <string>
#include <string_view>

#include "strata/loop/semaphore.hpp"
#include "strata/loop/task.hpp"
#include "strata/loop/worker_pool.hpp"
#include "strata/security/settings.hpp"

namespace strata::security {

class Passwords final {
  public:
    Passwords(WorkerPool& workers, const PasswordSettings& settings);
    Passwords(const Passwords&) = delete;
    auto operator=(const Passwords&) -> Passwords& = delete;

    [[nodiscard]] auto hash(std::string password) -> Task<std::string>;
    // An empty hash (of a login that nobody has) takes as long as any other, and is never right:
    // who guesses logins learns nothing from the time.
    [[nodiscard]] auto verify(std::string hash, std::string password) -> Task<bool>;
    // Whether the hash was made with other parameters than the present ones: hash the password
    // again at sign-in.
    [[nodiscard]] auto needs_rehash(const std::string& hash) const -> bool;

    [[nodiscard]] auto waiting() const noexcept -> std::size_t { return turns_.waiting(); }

  private:
    WorkerPool& workers_;
    const PasswordSettings settings_;
    Semaphore turns_;
};

}  // namespace strata::security
