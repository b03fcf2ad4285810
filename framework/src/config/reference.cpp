#include "config/names.hpp"
#include "strata/config/settings.hpp"

namespace strata::config {

namespace {

constexpr std::string_view introduction = R"(# Configuration

Values come from these sources, each over the one before:

1. the defaults below,
2. `config/default.json`,
3. `config/ENV.json`, where ENV is the variable `STRATA_ENV` (`development` if it is not set),
4. the file named by `--config FILE`,
5. environment variables: `server.idleTimeout` is `STRATA_SERVER_IDLE_TIMEOUT`,
6. flags: `--server.idleTimeout 30s`.

The files of `config/` are embedded in the binary; in development, those of the working folder win. They are JSON
with comments and trailing commas allowed. A key that does not exist, a value of another type or out of its range, or
a combination that can't be is refused at start, all of them at once, each with the place that says it.

A duration is a number with a unit (`us`, `ms`, `s`, `m`, `h`, `d`), a size is a number of bytes or one with a unit
(`kB`, `MB`, `GB`: powers of 1000; `KiB`, `MiB`, `GiB`: powers of 1024). In a variable or flag, a list is separated by
commas. A secret is never printed; it can also be read from a file: by the variable's name with `_FILE` at its end, or
in JSON as `{"file": "PATH"}`.

Keys marked *live* change on SIGHUP; the others need a restart. `SERVICE config` prints the effective values and where
each comes from.
)";

constexpr std::string_view limits_introduction = R"(# Limits

Every limit that the configuration knows, and what a client that exceeds it gets. Codes are those of the problem body;
every 503 and 429 has Retry-After. A contract sets its own limits where it says `timeout`, `body`, `queue` or `rateLimit`
([contracts.md](contracts.md)), a raw endpoint by its options ([http.md](http.md)). Counts are per process: each of several
workers (`workers.count`) has its own. The admin listener's `/limits` shows the values in effect and how often each code
was sent.

| key | default | meaning | beyond it |
|---|---|---|---|
)";

auto type_of(const Key& key) -> std::string {
    std::string text;
    if (key.choices.empty()) {
        text = to_string(key.kind);
    } else {
        if (key.kind == Kind::list) text = "list of: ";
        for (std::size_t i = 0; i < key.choices.size(); ++i) {
            text += (i == 0 ? "`" : ", `") + key.choices[i] + '`';
        }
    }
    if (!key.minimum.empty() && !key.maximum.empty()) {
        text += ", " + key.minimum + " to " + key.maximum;
    } else if (!key.minimum.empty()) {
        text += ", from " + key.minimum;
    } else if (!key.maximum.empty()) {
        text += ", up to " + key.maximum;
    }
    if (key.live) text += "; *live*";
    if (key.secret || key.has_password) text += "; secret";
    return text;
}

auto cell(std::string text) -> std::string {
    for (std::size_t from = 0; (from = text.find('|', from)) != std::string::npos; from += 2) {
        text.replace(from, 1, "\\|");
    }
    return text;
}

}  // namespace

auto Settings::limits_markdown() const -> std::string {
    std::string page(limits_introduction);
    for (const auto& [type, holder] : sections_) {
        const std::shared_ptr<void> defaults = holder->make();
        for (const Key& key : holder->info.keys) {
            if (key.beyond.empty()) continue;
            page += "| `" + full_name(holder->info.name, key.name) + "` | `" +
                    cell(key.show(defaults.get())) + "` | " + cell(key.doc) + " | " +
                    cell(key.beyond) + " |\n";
        }
    }
    return page;
}

auto Settings::reference_markdown() const -> std::string {
    std::string page(introduction);
    for (const auto& [type, holder] : sections_) {
        const SectionInfo& info = holder->info;
        page += "\n## " + (info.name.empty() ? std::string("Top level") : info.name) + "\n\n";
        if (!info.doc.empty()) page += info.doc + "\n\n";
        page += "| key | type | default | meaning |\n|---|---|---|---|\n";
        const std::shared_ptr<void> defaults = holder->make();
        for (const Key& key : info.keys) {
            page += "| `" + full_name(info.name, key.name) + "` | " + cell(type_of(key)) + " | `" +
                    cell(key.show(defaults.get())) + "` | " + cell(key.doc);
            if (!key.flag.empty()) page += " Short flag: `--" + key.flag + "`.";
            page += " |\n";
        }
    }
    return page;
}

}  // namespace strata::config
