// The JSON reader: skip(), reading into a Json, and writing that again agree on what is well-formed
// and on what it says.
#include "strata/json/reader.hpp"

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "strata/json/json.hpp"

namespace {

using strata::json::Json;
using strata::json::Reader;

void demand(bool holds) {
    if (!holds) std::abort();
}

// Walks all of a value by its own kind.
void walk(Reader& reader) {
    bool flag = false;
    double number = 0;
    std::string_view text;
    switch (reader.peek()) {
        case strata::json::Kind::object:
            if (!reader.begin_object()) return;
            for (std::string_view key; reader.next_member(key);) {
                reader.note(key);
                walk(reader);
            }
            return;
        case strata::json::Kind::array:
            if (!reader.begin_array()) return;
            while (reader.next_element()) walk(reader);
            return;
        case strata::json::Kind::null: return static_cast<void>(reader.read_null());
        case strata::json::Kind::boolean: return static_cast<void>(reader.read(flag));
        case strata::json::Kind::number: return static_cast<void>(reader.read(number));
        case strata::json::Kind::string: return static_cast<void>(reader.read_string(text));
        default: reader.skip();
    }
}

// Reading as the wrong type records problems, and never reads past the end.
void misread(std::string_view text) {
    Reader reader(text);
    if (!reader.begin_object()) return static_cast<void>(reader.finish());
    strata::Uuid id;
    strata::Timestamp time;
    std::int64_t integer = 0;
    std::uint64_t natural = 0;
    std::string copy;
    int turn = 0;
    for (std::string_view key; reader.next_member(key);) {
        switch (turn++ % 5) {
            case 0: static_cast<void>(reader.read(integer)); break;
            case 1: static_cast<void>(reader.read(natural)); break;
            case 2: static_cast<void>(reader.read(id)); break;
            case 3: static_cast<void>(reader.read(time)); break;
            default: static_cast<void>(reader.read(copy)); break;
        }
    }
    if (!reader.finish() && !reader.ok()) {
        demand(reader.syntax_error().offset <= text.size());
        demand(!reader.syntax_error().message.empty());
    }
    demand(reader.problems().size() <= Reader::max_problems);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    Reader skipping(text);
    skipping.skip();
    const bool valid = skipping.finish();

    Reader walking(text);
    walk(walking);
    demand(walking.finish() == valid);

    Reader reading(text);
    Json value;
    const bool read = reading.read_json(value) && reading.finish();
    demand(read == valid);
    misread(text);
    if (!valid) return 0;

    const std::string written = value.to_string();
    Reader again(written);
    Json second;
    demand(again.read_json(second) && again.finish());
    demand(second == value);
    demand(second.to_string() == written);
    return 0;
}
