#include <algorithm>

#include "config/entry.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/source.hpp"
#include "strata/json/suggest.hpp"

namespace strata::config {

namespace {

constexpr std::string_view schema_key = "$schema";  // for editors

// Walks one file's objects down to the keys.
class DocumentReader final {
  public:
    DocumentReader(std::string_view path, std::string_view text, const Catalog& catalog,
                   Collected& into)
        : path_(path), text_(text), reader_(text), catalog_(catalog), into_(into) {}

    void read() {
        if (reader_.peek() == json::Kind::object) {
            read_object("");
        } else if (reader_.skip()) {
            into_.faults.push_back(std::string(path_) + ":1: must be a JSON object");
        }
        (void)reader_.finish();
        if (reader_.ok()) return;
        const json::SyntaxError error = reader_.syntax_error();
        into_.faults.push_back(std::string(path_) + ':' + std::to_string(error.line) + ':' +
                               std::to_string(error.column) + ": " + error.message);
    }

  private:
    // NOLINTNEXTLINE(misc-no-recursion): no deeper than the reader allows
    void read_object(const std::string& prefix) {
        if (!reader_.begin_object()) return;
        for (std::string_view member; reader_.next_member(member);) {
            reader_.note(member);
            const std::string name = prefix + std::string(member);
            if (prefix.empty() && member == schema_key) {
                reader_.skip();
            } else {
                read_member(name, member.find('.') == std::string_view::npos);
            }
        }
    }

    // NOLINTNEXTLINE(misc-no-recursion)
    void read_member(const std::string& name, bool plain_name) {
        const json::Kind kind = reader_.peek();
        const auto is_key = [&](const KnownKey& key) { return key.name == name; };
        const auto is_within = [&](const KnownKey& key) {
            return key.name.starts_with(name + '.');
        };
        const auto key = std::ranges::find_if(catalog_.keys, is_key);
        if (plain_name && key != catalog_.keys.end()) {
            read_value(*key, kind);
        } else if (plain_name && std::ranges::any_of(catalog_.keys, is_within)) {
            if (kind == json::Kind::object) return read_object(name + '.');
            fault(name + " must be an object");
            reader_.skip();
        } else {
            refuse(name);
            reader_.skip();
        }
    }

    void refuse(const std::string& name) {
        std::vector<std::string_view> names;
        for (const KnownKey& key : catalog_.keys) names.push_back(key.name);
        for (const KnownKey& key : catalog_.keys) {
            names.push_back(std::string_view(key.name).substr(0, key.name.find('.')));
        }
        into_.faults.push_back(
            json::with_suggestion(origin() + ": unknown key " + name, name, names));
    }

    void read_value(const KnownKey& key, json::Kind kind) {
        Entry entry{.key = key.name, .value = {}, .origin = origin()};
        switch (kind) {
            case json::Kind::null: return take(std::move(entry), Value::Form::null);
            case json::Kind::boolean: return take(std::move(entry), Value::Form::boolean);
            case json::Kind::number: return take(std::move(entry), Value::Form::number);
            case json::Kind::array: return read_list(std::move(entry));
            case json::Kind::object: return read_file_reference(key, std::move(entry));
            default: break;
        }
        entry.value.form = Value::Form::text;
        if (reader_.read(entry.value.text)) into_.entries.push_back(std::move(entry));
    }

    void take(Entry entry, Value::Form form) {
        entry.value.form = form;
        entry.value.text = reader_.raw();
        if (reader_.ok()) into_.entries.push_back(std::move(entry));
    }

    void read_list(Entry entry) {
        entry.value.form = Value::Form::list;
        bool texts = true;
        if (!reader_.begin_array()) return;
        while (reader_.next_element()) {
            if (reader_.peek() == json::Kind::string) {
                (void)reader_.read(entry.value.items.emplace_back());
            } else {
                texts = false;
                reader_.skip();
            }
        }
        if (texts) {
            into_.entries.push_back(std::move(entry));
        } else {
            into_.faults.push_back(entry.origin + ": " + entry.key + " must be a list of texts");
        }
    }

    // {"file": "/run/secrets/url"}, of a key that may come from a file.
    void read_file_reference(const KnownKey& key, Entry entry) {
        const json::Reader::Mark mark = reader_.mark();
        std::string path;
        std::size_t members = 0;
        (void)reader_.begin_object();
        for (std::string_view member; reader_.next_member(member); ++members) {
            if (member == "file" && reader_.peek() == json::Kind::string) {
                (void)reader_.read(path);
            } else {
                reader_.skip();
            }
        }
        if (!reader_.ok()) return;
        if (!key.from_file || members != 1 || path.empty()) {
            reader_.reset(mark);
            return take(std::move(entry), Value::Form::object);
        }
        if (auto secret = read_secret(path, entry.origin, into_)) {
            entry.value = std::move(*secret);
            into_.entries.push_back(std::move(entry));
        }
    }

    void fault(const std::string& message) { into_.faults.push_back(origin() + ": " + message); }

    [[nodiscard]] auto origin() const -> std::string {
        const json::SyntaxError place = json::locate(text_, reader_.offset(), "");
        return std::string(path_) + ':' + std::to_string(place.line);
    }

    std::string_view path_;
    std::string_view text_;
    json::Reader reader_;
    const Catalog& catalog_;
    Collected& into_;
};

}  // namespace

void read_document(const File& file, const Catalog& catalog, Collected& into) {
    const std::string text = json::blank_comments(file.text);
    DocumentReader(file.path, text, catalog, into).read();
}

}  // namespace strata::config
