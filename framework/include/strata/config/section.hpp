#pragma once
// Section<T>: what a settings struct says of itself. The struct has in-class defaults and describes
// its keys once; loading, range checks, `config`, the reference page and reload all follow from it:
//
//     struct Settings {
//         static constexpr std::string_view section = "server";  // may be dotted; "": top level
//
//         std::string host = "127.0.0.1";
//         std::uint16_t port = 8000;
//         std::chrono::milliseconds idle_timeout{60'000};
//         config::Size body = 1 << 20;
//         Policy policy = Policy::strict;
//
//         static void describe(config::Section<Settings>& keys) {
//             keys.key("host", &Settings::host, "Address to listen on.");
//             keys.key("port", &Settings::port, "Port to listen on; 0 takes a free one.");
//             keys.key("idleTimeout", &Settings::idle_timeout, "...").range(1s, 1h).live();
//             keys.key("limits.body", &Settings::body, "...").range(0, 1ull << 32);
//             keys.key("policy", &Settings::policy, "...")
//                 .choices({{"strict", Policy::strict}, {"lax", Policy::lax}});
//             keys.rule([](const Settings& s) -> std::string {  // "" when all is well
//                 return s.port == 0 && s.host.empty() ? "server.port 0 needs server.host" : "";
//             });
//         }
//     };
//
// A member is a bool, an integer, a double, std::string, std::vector<std::string>, a std::chrono
// duration, a Size or an enum with choices(). Instead of a member pointer any function
// `auto (T&) -> Member&` will do, for nested structs. `server.idleTimeout` is then also
// STRATA_SERVER_IDLE_TIMEOUT and --server.idleTimeout.
//
// A struct is filled by Settings::load() (strata/config/settings.hpp); on a reload only its live()
// keys change, in place, on the loop thread. Descriptions are made at start, on one thread.
#include <concepts>
#include <cstddef>
#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "strata/config/value.hpp"

namespace strata::config {

// One key, without the type of its struct.
struct Key {
    std::string name{};  // within the section: "idleTimeout", "limits.body"
    std::string doc{};
    Kind kind = Kind::text;
    std::string minimum{};  // as a person writes it; empty: none
    std::string maximum{};
    std::vector<std::string> choices{};
    bool live = false;          // can change while the service runs
    bool secret = false;        // never printed; may come from a file
    std::string flag{};         // short form of its flag: "port"
    std::string beyond{};       // of a limit: what who exceeds it gets
    bool has_password = false;  // a URL: its password is never printed; may come from a file

    // Sets the member from what a source says: why it can't be, or "".
    std::function<std::string(void* settings, const Value& value)> set{};
    std::function<std::string(const void* settings)> show{};  // as JSON text, secrets and all
    std::function<void(void* to, const void* from)> copy{};
};

// A description without its type, as Settings keeps it.
struct SectionInfo {
    std::string name{};
    std::string doc{};
    std::vector<Key> keys{};
    std::vector<std::function<std::string(const void* settings)>> rules{};
};

// What key() returns, to say more of the key. Every check of a value also holds for the default.
template <class M>
class KeyBuilder final {
  public:
    // Inclusive bounds.
    auto at_least(const M& minimum) -> KeyBuilder& {
        key().minimum = plain(show_value(minimum));
        return check([minimum, why = "must be at least " + key().minimum](const M& value) {
            return value < minimum ? why : std::string();
        });
    }
    auto at_most(const M& maximum) -> KeyBuilder& {
        key().maximum = plain(show_value(maximum));
        return check([maximum, why = "must be at most " + key().maximum](const M& value) {
            return maximum < value ? why : std::string();
        });
    }
    auto range(const M& minimum, const M& maximum) -> KeyBuilder& {
        return at_least(minimum).at_most(maximum);
    }

    // The names of an enum's values. Comes before check().
    auto choices(std::initializer_list<std::pair<std::string_view, M>> names)
        -> KeyBuilder& requires std::is_enum_v<M>;

    // The only texts that a text or a list's items may be.
    auto choices(std::initializer_list<std::string_view> names)
        -> KeyBuilder& requires(!std::is_enum_v<M>) {
        key().choices.assign(names.begin(), names.end());
        return check(
            [names = key().choices](const M& value) { return refuse_other(value, names); });
    }

    auto live() -> KeyBuilder& {
        key().live = true;
        return *this;
    }
    auto secret() -> KeyBuilder& {
        key().secret = true;
        return *this;
    }
    // Also as --name: `--port` for `--server.port`.
    auto flag(std::string_view name) -> KeyBuilder& {
        key().flag = name;
        return *this;
    }
    // A limit, and what a client that exceeds it gets: "414 `request_line_too_long`".
    auto beyond(std::string_view answer) -> KeyBuilder& {
        key().beyond = answer;
        return *this;
    }
    // A URL whose password is not printed.
    auto has_password() -> KeyBuilder& {
        key().has_password = true;
        return *this;
    }
    // A check of one value: why it is refused ("must be ..."), or "".
    auto check(std::function<std::string(const M&)> why) -> KeyBuilder& {
        key().set = [set = std::move(key().set), member = member_, why = std::move(why)](
                        void* settings, const Value& value) {
            std::string refused = set(settings, value);
            return refused.empty() ? why(member(settings)) : refused;
        };
        return *this;
    }

  private:
    template <class T>
    friend class Section;

    KeyBuilder(std::vector<Key>& keys, std::function<M&(const void*)> member)
        : keys_(&keys), index_(keys.size() - 1), member_(std::move(member)) {}

    [[nodiscard]] auto key() -> Key& { return (*keys_)[index_]; }
    [[nodiscard]] static auto plain(const std::string& json) -> std::string {
        return json.starts_with('"') ? json.substr(1, json.size() - 2) : json;
    }

    std::vector<Key>* keys_;
    std::size_t index_;
    std::function<M&(const void*)> member_;
};

template <class M>
auto KeyBuilder<M>::choices(std::initializer_list<std::pair<std::string_view, M>> names)
    -> KeyBuilder& requires std::is_enum_v<M> {
    std::vector<M> values;
    for (const auto& [name, value] : names) {
        key().choices.emplace_back(name);
        values.push_back(value);
    }
    key().set = [names = key().choices, values, member = member_](void* settings,
                                                                  const Value& value) {
        std::size_t index = 0;
        std::string refused = read_choice(value, names, index);
        if (refused.empty()) member(settings) = values[index];
        return refused;
    };
    key().show = [names = key().choices, values, member = member_](const void* settings) {
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (values[i] == member(settings)) return show(names[i]);
        }
        return std::string("null");
    };
    return *this;
}

template <class T>
class Section final {
  public:
    explicit Section(SectionInfo& info) : info_(&info) {}

    // Said above the section's table in the reference page.
    void doc(std::string_view text) { info_->doc = text; }

    template <std::invocable<T&> Member>
    auto key(std::string_view name, Member member, std::string_view doc) {
        using M = std::remove_cvref_t<std::invoke_result_t<Member, T&>>;
        std::function<M&(const void*)> access = [member](const void* settings) -> M& {
            return std::invoke(member, *static_cast<T*>(const_cast<void*>(settings)));
        };
        Key& key = info_->keys.emplace_back();
        key.name = name;
        key.doc = doc;
        key.kind = kind_of<M>();
        key.set = [access](void* settings, const Value& value) {
            return read_value(value, access(settings));
        };
        key.show = [access](const void* settings) { return show_value(access(settings)); };
        key.copy = [access](void* to, const void* from) { access(to) = access(from); };
        return KeyBuilder<M>(info_->keys, std::move(access));
    }

    // A combination of keys that can't be: what is wrong, naming the keys, or "".
    void rule(std::function<std::string(const T&)> why) {
        info_->rules.push_back([why = std::move(why)](const void* settings) {
            return why(*static_cast<const T*>(settings));
        });
    }

  private:
    SectionInfo* info_;
};

}  // namespace strata::config
