#include "strata/security/settings.hpp"

namespace strata::security {

namespace {

void describe_sessions(config::Section<SecuritySettings>& keys) {
    using Settings = SecuritySettings;
    constexpr std::chrono::seconds longest{10 * 365 * 24 * 3600};
    keys.key(
            "session.store", [](Settings & s) -> auto& { return s.session.store; },
            "Where sessions are: `database` keeps them over a restart and shares them among "
            "processes, `memory` does neither, and takes no statement.")
        .choices({{"database", SessionStoreKind::database}, {"memory", SessionStoreKind::memory}});
    keys.key(
            "session.lifetime", [](Settings & s) -> auto& { return s.session.lifetime; },
            "How long a session lasts from sign-in, however active.")
        .range(std::chrono::seconds(1), longest);
    keys.key(
            "session.idleTimeout", [](Settings & s) -> auto& { return s.session.idle_timeout; },
            "How long a session lasts without any call.")
        .range(std::chrono::seconds(1), longest);
    keys.key(
            "session.perAccount", [](Settings & s) -> auto& { return s.session.per_account; },
            "Sessions of one account; one more ends the least recently used.")
        .range(1, 10'000)
        .beyond("the least recently used session ends");
    keys.key(
            "session.perClient", [](Settings & s) -> auto& { return s.session.per_client; },
            "Sessions begun from one client address (an IPv6 client's /64), over all accounts; one "
            "more ends the least recently used. 0: no limit, as behind NAT many people share one.")
        .range(0, 1'000'000)
        .beyond("the least recently used session ends");
    keys.key(
            "session.cache", [](Settings & s) -> auto& { return s.session.cache; },
            "Sessions kept in memory, so that a call needs no statement to know its caller. "
            "Without a "
            "database these are all sessions that there can be.")
        .range(1, 10'000'000);
}

void describe_passwords(config::Section<SecuritySettings>& keys) {
    using Settings = SecuritySettings;
    keys.key(
            "password.passes", [](Settings & s) -> auto& { return s.password.passes; },
            "Passes of argon2id over its memory.")
        .range(1, 20);
    keys.key(
            "password.memory", [](Settings & s) -> auto& { return s.password.memory; },
            "Memory that one hash takes.")
        .range(config::Size(8U << 10U), config::Size(1U << 30U));
    keys.key(
            "password.concurrency", [](Settings & s) -> auto& { return s.password.concurrency; },
            "Passwords hashed at a time; times password.memory, this is what a burst of sign-ins "
            "takes.")
        .range(1, 64);
    keys.key(
            "password.queue", [](Settings & s) -> auto& { return s.password.queue; },
            "Passwords that may wait for their turn; past it the client gets 503.")
        .range(0, 100'000)
        .beyond("503 `overloaded`");
}

}  // namespace

void SecuritySettings::describe(config::Section<SecuritySettings>& keys) {
    keys.doc("Sessions, passwords and rate limits.");
    describe_sessions(keys);
    describe_passwords(keys);
    keys.key("rateBuckets", &SecuritySettings::rate_buckets,
             "Clients whose rate is remembered at a time; the least recently seen makes room.")
        .range(1, 10'000'000);
}

}  // namespace strata::security
