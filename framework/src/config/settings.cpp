#include "strata/config/settings.hpp"

#include <algorithm>

#include "config/entry.hpp"
#include "config/names.hpp"
#include "config/redact.hpp"

namespace strata::config {

namespace {

auto joined(const std::vector<std::string>& lines) -> std::string {
    std::string text;
    for (const std::string& line : lines) text += (text.empty() ? "" : "\n") + line;
    return text;
}

}  // namespace

ConfigError::ConfigError(std::vector<std::string> faults)
    : std::runtime_error(joined(faults)), faults_(std::move(faults)) {}

Settings::Settings() = default;
Settings::~Settings() = default;

auto Settings::find_or_add(std::type_index type, const std::function<Holder()>& describe) -> void* {
    for (const auto& [known, holder] : sections_) {
        if (known == type) return holder->values.get();
    }
    auto holder = std::make_unique<Holder>(describe());
    if (loaded_) {
        throw std::logic_error("section " + holder->info.name +
                               " was added after the configuration was read");
    }
    holder->origins.resize(holder->info.keys.size());
    return sections_.emplace_back(type, std::move(holder)).second->values.get();
}

// The keys of all sections; two spelled alike are a mistake in the code.
auto Settings::catalog() const -> Catalog {
    Catalog catalog;
    for (const auto& [type, holder] : sections_) {
        for (const Key& key : holder->info.keys) {
            const std::string name = full_name(holder->info.name, key.name);
            const std::string variable = variable_name(name);
            if (std::ranges::find(catalog.keys, variable, &KnownKey::variable) !=
                catalog.keys.end()) {
                throw std::logic_error("two settings are called " + name);
            }
            catalog.keys.push_back(KnownKey{.name = name,
                                            .variable = variable,
                                            .flag = key.flag,
                                            .from_file = key.secret || key.has_password});
        }
    }
    return catalog;
}

auto Settings::fresh() const -> std::vector<Candidate> {
    std::vector<Candidate> candidates;
    for (const auto& [type, holder] : sections_) {
        candidates.push_back(
            Candidate{.values = holder->make(),
                      .origins = std::vector<std::string>(holder->info.keys.size()),
                      .sound = true});
    }
    return candidates;
}

// Sets one key of the candidates; the fault, or "".
auto Settings::apply(const Entry& entry, std::vector<Candidate>& candidates) const -> std::string {
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const SectionInfo& info = sections_[i].second->info;
        for (std::size_t k = 0; k < info.keys.size(); ++k) {
            if (full_name(info.name, info.keys[k].name) != entry.key) continue;
            const std::string why = info.keys[k].set(candidates[i].values.get(), entry.value);
            candidates[i].origins[k] = entry.origin;
            if (why.empty()) return "";
            candidates[i].sound = false;
            return entry.origin + ": " + entry.key + ' ' + redact(info.keys[k], entry.value, why);
        }
    }
    return "";
}

auto Settings::read(const Sources& sources) -> std::vector<Candidate> {
    Collected collected = collect(sources, catalog());
    std::vector<Candidate> candidates = fresh();
    for (const Entry& entry : collected.entries) {
        if (auto fault = apply(entry, candidates); !fault.empty()) {
            collected.faults.push_back(std::move(fault));
        }
    }
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        if (!candidates[i].sound) continue;
        for (const auto& rule : sections_[i].second->info.rules) {
            if (auto why = rule(candidates[i].values.get()); !why.empty()) {
                collected.faults.push_back(std::move(why));
            }
        }
    }
    if (!collected.faults.empty()) throw ConfigError(std::move(collected.faults));
    environment_ = collected.environment;
    return candidates;
}

auto Settings::snapshot() const -> std::vector<Candidate> {
    std::vector<Candidate> candidates = fresh();
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const Holder& holder = *sections_[i].second;
        for (const Key& key : holder.info.keys) {
            key.copy(candidates[i].values.get(), holder.values.get());
        }
        candidates[i].origins = holder.origins;
    }
    return candidates;
}

void Settings::copy(const std::vector<Candidate>& from, bool only_live) {
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        Holder& holder = *sections_[i].second;
        for (std::size_t k = 0; k < holder.info.keys.size(); ++k) {
            const Key& key = holder.info.keys[k];
            if (only_live && !key.live) continue;
            key.copy(holder.values.get(), from[i].values.get());
            holder.origins[k] = from[i].origins[k];
        }
    }
}

void Settings::take(const std::vector<Candidate>& candidates, bool only_live) {
    const std::vector<Candidate> before = snapshot();
    copy(candidates, only_live);
    std::vector<std::string> faults;
    for (const auto& rule : rules_) {
        if (auto why = rule(); !why.empty()) faults.push_back(std::move(why));
    }
    if (faults.empty()) return;
    copy(before, false);
    throw ConfigError(std::move(faults));
}

void Settings::load(const Sources& sources) {
    take(read(sources), false);
    loaded_ = true;
}

auto Settings::reload(const Sources& sources) -> Reload {
    const std::vector<Candidate> candidates = read(sources);
    const std::vector<Candidate> before = snapshot();
    take(candidates, true);
    Reload reload;
    for (std::size_t i = 0; i < sections_.size(); ++i) {
        const SectionInfo& info = sections_[i].second->info;
        for (const Key& key : info.keys) {
            const void* wanted = candidates[i].values.get();
            if (key.show(wanted) == key.show(before[i].values.get())) continue;
            const std::string name = full_name(info.name, key.name);
            if (key.live) {
                reload.changed.push_back(name + ": " + public_value(key, before[i].values.get()) +
                                         " -> " + public_value(key, wanted));
            } else {
                reload.refused.push_back(name);
            }
        }
    }
    return reload;
}

auto Settings::environment() const -> const std::string& { return environment_; }

auto Settings::effective() const -> std::vector<Setting> {
    std::vector<Setting> settings;
    for (const auto& [type, holder] : sections_) {
        for (std::size_t k = 0; k < holder->info.keys.size(); ++k) {
            const Key& key = holder->info.keys[k];
            const std::string& origin = holder->origins[k];
            settings.push_back(Setting{.key = full_name(holder->info.name, key.name),
                                       .value = public_value(key, holder->values.get()),
                                       .origin = origin.empty() ? "default" : origin,
                                       .is_limit = !key.beyond.empty()});
        }
    }
    return settings;
}

auto Settings::value(std::string_view key) const -> std::string {
    std::vector<Setting> settings = effective();
    for (Setting& setting : settings) {
        if (setting.key == key) return std::move(setting.value);
    }
    return "";
}

auto Settings::origin(std::string_view key) const -> std::string {
    std::vector<Setting> settings = effective();
    for (Setting& setting : settings) {
        if (setting.key == key) return std::move(setting.origin);
    }
    return "";
}

auto Settings::describe() const -> std::vector<const SectionInfo*> {
    std::vector<const SectionInfo*> sections;
    for (const auto& [type, holder] : sections_) sections.push_back(&holder->info);
    return sections;
}

}  // namespace strata::config
