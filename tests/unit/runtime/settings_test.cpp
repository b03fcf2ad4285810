#include "strata/runtime/settings.hpp"

#include <doctest/doctest.h>

#include "strata/config/settings.hpp"
#include "strata/contract/settings.hpp"
#include "strata/log/settings.hpp"
#include "strata/security/settings.hpp"

namespace strata::runtime {

namespace {

void add_all(config::Settings& settings) {
    (void)settings.section<log::Settings>();
    (void)settings.section<StartSettings>();
    (void)settings.section<DrainSettings>();
    (void)settings.section<WatchdogSettings>();
    (void)settings.section<PoolSettings>();
    (void)settings.section<DatabaseSettings>();
    (void)settings.section<contract::LimitsSettings>();
    (void)settings.section<security::SecuritySettings>();
}

// The JSON text of a value as one types it in a flag.
auto plain(const std::string& json) -> std::string {
    return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
}

}  // namespace

TEST_CASE("every key says what it is for, and its own default is a value that it takes") {
    config::Settings settings;
    add_all(settings);
    config::Sources sources{.working_folder = false};
    for (const config::Setting& setting : settings.effective()) {
        if (setting.value != "[]") sources.flags.emplace_back(setting.key, plain(setting.value));
    }
    CHECK(sources.flags.size() > 30);
    settings.load(sources);
    for (const config::SectionInfo* section : settings.describe()) {
        for (const config::Key& key : section->keys) {
            CAPTURE(section->name);
            CAPTURE(key.name);
            CHECK(key.doc.ends_with('.'));
        }
    }
}

TEST_CASE("the keys of the pool and the database reach their options") {
    config::Settings settings;
    const PoolSettings& pool = settings.section<PoolSettings>();
    const DatabaseSettings& database = settings.section<DatabaseSettings>();
    settings.load(config::Sources{.working_folder = false,
                                  .flags = {{"pool.cpuThreads", "3"},
                                            {"pool.blockingThreads", "4"},
                                            {"pool.queue", "5"},
                                            {"database.url", "sqlite:x.db"},
                                            {"database.readers", "6"},
                                            {"database.snapshots", "7"},
                                            {"database.queue", "8"},
                                            {"database.batch", "12"},
                                            {"database.streamRows", "13"},
                                            {"database.warnRepeats", "14"},
                                            {"database.warnIdle", "15ms"},
                                            {"database.busyTimeout", "9ms"},
                                            {"database.durability", "off"}}});
    CHECK(pool.options.cpu_threads == 3);
    CHECK(pool.options.blocking_threads == 4);
    CHECK(pool.options.queue == 5);
    CHECK(database.options.url == "sqlite:x.db");
    CHECK(database.options.readers == 6);
    CHECK(database.options.snapshots == 7);
    CHECK(database.options.queue == 8);
    CHECK(database.options.batch == 12);
    CHECK(database.options.stream_rows == 13);
    CHECK(database.options.warn_repeats == 14);
    CHECK(database.options.warn_idle == std::chrono::milliseconds(15));
    CHECK(database.options.busy_timeout == std::chrono::milliseconds(9));
    CHECK(database.options.durability == data::Durability::off);
}

TEST_CASE("the keys of sessions reach their settings") {
    config::Settings settings;
    const auto& session = settings.section<security::SecuritySettings>().session;
    settings.load(config::Sources{.working_folder = false,
                                  .flags = {{"security.session.store", "memory"},
                                            {"security.session.lifetime", "11s"},
                                            {"security.session.idleTimeout", "12s"},
                                            {"security.session.perAccount", "13"},
                                            {"security.session.perClient", "14"},
                                            {"security.session.cache", "15"}}});
    CHECK(session.store == security::SessionStoreKind::memory);
    CHECK(session.lifetime == std::chrono::seconds(11));
    CHECK(session.idle_timeout == std::chrono::seconds(12));
    CHECK(session.per_account == 13);
    CHECK(session.per_client == 14);
    CHECK(session.cache == 15);
}

}  // namespace strata::runtime
