#pragma once
// Settings: every section of the configuration, from the code's defaults to the last flag, with the
// origin of each value. Sections are added first, then load() fills them all or throws one
// ConfigError that names every fault.
//
// Sources, each over the one before: the code's defaults; config/default.json; the environment's
// file (STRATA_ENV, by default development: config/development.json); --config FILE; STRATA_
// variables; flags.
//
// Main thread only. Sections live as long as the Settings, at a fixed address.
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <typeindex>
#include <utility>
#include <vector>

#include "strata/config/section.hpp"

namespace strata::config {

// Every fault that was found, one a line.
class ConfigError final : public std::runtime_error {
  public:
    explicit ConfigError(std::vector<std::string> faults);
    [[nodiscard]] auto faults() const noexcept -> const std::vector<std::string>& {
        return faults_;
    }

  private:
    std::vector<std::string> faults_;
};

// A configuration file that comes with the binary.
struct File {
    std::string_view path{};  // "config/default.json"
    std::string_view text{};
};

// Where values come from. Views must be good until load() or reload() returns.
struct Sources {
    std::vector<File> files{};   // embedded
    bool working_folder = true;  // in development, config/*.json there win over the embedded
    std::vector<std::pair<std::string, std::string>>
        variables{};                                           // of the environment, all of them
    std::vector<std::pair<std::string, std::string>> flags{};  // "server.port" -> "8000"
    std::string config_file{};                                 // --config
};

struct Setting {
    std::string key{};    // "server.port"
    std::string value{};  // as JSON text; "<redacted>" for a secret
    std::string
        origin{};  // "default", "config/default.json:3", "STRATA_SERVER_PORT", "--server.port"
    bool is_limit = false;
};

struct Reload {
    std::vector<std::string> changed{};  // "log.level: \"info\" -> \"debug\""
    std::vector<std::string> refused{};  // keys that differ and can't change in a running process
};

struct Catalog;
struct Entry;

class Settings final {
  public:
    Settings();
    Settings(const Settings&) = delete;
    auto operator=(const Settings&) -> Settings& = delete;
    ~Settings();

    // The section of T, added on first use, which must be before load(); until then it holds the
    // defaults.
    template <class T>
    [[nodiscard]] auto section() -> const T& {
        return *static_cast<const T*>(find_or_add(std::type_index(typeid(T)), [] {
            Holder holder;
            holder.info.name = T::section;
            Section<T> section(holder.info);
            T::describe(section);
            holder.values = std::make_shared<T>();
            holder.make = [] { return std::static_pointer_cast<void>(std::make_shared<T>()); };
            return holder;
        }));
    }

    // A combination of sections that can't be: what is wrong, naming the keys, or "". It reads
    // sections through the references that it keeps; they hold the new values when it runs.
    void rule(std::function<std::string()> why) { rules_.push_back(std::move(why)); }

    // Throws ConfigError, and then leaves every section as it was.
    void load(const Sources& sources);
    // Reads the sources again and takes over the live keys that changed. Throws ConfigError as
    // load() does.
    [[nodiscard]] auto reload(const Sources& sources) -> Reload;

    // Development, test, production: STRATA_ENV as load() saw it.
    [[nodiscard]] auto environment() const -> const std::string&;
    // The value of one key as JSON text, and where it comes from ("default", a file's line, a
    // variable, a flag); "" for a key that no section has.
    [[nodiscard]] auto value(std::string_view key) const -> std::string;
    [[nodiscard]] auto origin(std::string_view key) const -> std::string;
    // Every key in effect, in order of sections and keys.
    [[nodiscard]] auto effective() const -> std::vector<Setting>;
    // What the sections added so far say of themselves.
    [[nodiscard]] auto describe() const -> std::vector<const SectionInfo*>;
    // The same as a page for people (docs/configuration.md).
    [[nodiscard]] auto reference_markdown() const -> std::string;
    // Every limit, its default, and what who exceeds it gets (docs/limits.md).
    [[nodiscard]] auto limits_markdown() const -> std::string;

  private:
    // One section and its values.
    struct Holder {
        SectionInfo info{};
        std::shared_ptr<void> values{};
        std::function<std::shared_ptr<void>()> make{};
        std::vector<std::string> origins{};  // of each key; empty: the default
    };
    // A section as the sources would have it.
    struct Candidate {
        std::shared_ptr<void> values{};
        std::vector<std::string> origins{};
        bool sound = true;
    };

    [[nodiscard]] auto find_or_add(std::type_index type, const std::function<Holder()>& describe)
        -> void*;
    [[nodiscard]] auto catalog() const -> Catalog;
    [[nodiscard]] auto fresh() const -> std::vector<Candidate>;
    [[nodiscard]] auto apply(const Entry& entry, std::vector<Candidate>& candidates) const
        -> std::string;
    [[nodiscard]] auto read(const Sources& sources) -> std::vector<Candidate>;
    [[nodiscard]] auto snapshot() const -> std::vector<Candidate>;
    void copy(const std::vector<Candidate>& from, bool only_live);
    // Puts the candidates into the sections; takes them back and throws if a rule then fails.
    void take(const std::vector<Candidate>& candidates, bool only_live);

    std::vector<std::pair<std::type_index, std::unique_ptr<Holder>>> sections_{};
    std::vector<std::function<std::string()>> rules_{};
    std::string environment_{"development"};
    bool loaded_ = false;
};

}  // namespace strata::config
