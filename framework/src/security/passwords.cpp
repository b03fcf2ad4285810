#include "strata/security/passwords.hpp"

#include <sodium.h>

#include <array>
#include <new>
#include <stdexcept>

namespace strata::security {

namespace {

// Wipes a password when the frame that holds it ends.
class Wipe final {
  public:
    explicit Wipe(std::string& secret) noexcept : secret_(secret) {}
    Wipe(const Wipe&) = delete;
    auto operator=(const Wipe&) -> Wipe& = delete;
    ~Wipe() { sodium_memzero(secret_.data(), secret_.size()); }

  private:
    std::string& secret_;
};

auto hash_now(const std::string& password, const PasswordSettings& settings) -> std::string {
    std::array<char, crypto_pwhash_STRBYTES> text{};
    const int failed =
        crypto_pwhash_str_alg(text.data(), password.data(), password.size(), settings.passes,
                              settings.memory.bytes(), crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
    return text.data();
}

// The work of a verification, without a hash to compare with.
void pretend(const std::string& password, const PasswordSettings& settings) {
    std::array<unsigned char, 32> out{};
    constexpr std::array<unsigned char, crypto_pwhash_SALTBYTES> salt{};
    const int failed =
        crypto_pwhash(out.data(), out.size(), password.data(), password.size(), salt.data(),
                      settings.passes, settings.memory.bytes(), crypto_pwhash_ALG_ARGON2ID13);
    if (failed != 0) throw std::bad_alloc();
}

auto verify_now(const std::string& hash, const std::string& password,
                const PasswordSettings& settings) -> bool {
    if (hash.empty()) {
        pretend(password, settings);
        return false;
    }
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace

Passwords::Passwords(WorkerPool& workers, const PasswordSettings& settings)
    : workers_(workers), settings_(settings), turns_(settings.concurrency, settings.queue) {
    if (sodium_init() < 0) throw std::runtime_error("libsodium can't be used on this machine");
}

auto Passwords::hash(std::string password) -> Task<std::string> {
    const Wipe wipe(password);
    const auto turn = co_await turns_.acquire();
    auto work = [&] { return hash_now(password, settings_); };
    co_return co_await workers_.run("password hash", Lane::cpu, work);
}

auto Passwords::verify(std::string hash, std::string password) -> Task<bool> {
    const Wipe wipe(password);
    const auto turn = co_await turns_.acquire();
    auto work = [&] { return verify_now(hash, password, settings_); };
    co_return co_await workers_.run("password verify", Lane::cpu, work);
}

auto Passwords::needs_rehash(const std::string& hash) const -> bool {
    return crypto_pwhash_str_needs_rehash(hash.c_str(), settings_.passes,
                                          settings_.memory.bytes()) != 0;
}

}  // namespace strata::security
