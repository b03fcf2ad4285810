#pragma once
// What the generator would write of a contract with one method, `act`; a test says what its handler
// does.
#include <functional>
#include <string>

#include "strata/contract/run.hpp"

namespace shop {

using strata::Context;
using strata::Done;
using strata::Errors;
using strata::Task;

struct Item {
    Item(std::string name_, std::int64_t count_) : name(std::move(name_)), count(count_) {}
    std::string name;
    std::int64_t count;
};

inline void encode(strata::json::Writer& writer, const Item& item) {
    writer.begin_object();
    writer.key("name");
    writer.value(item.name);
    writer.key("count");
    writer.value(item.count);
    writer.end_object();
}

// A closed object with both members optional; count is at least 0.
inline void decode(strata::json::Reader& reader, std::optional<Item>& out) {
    out.reset();
    if (!reader.begin_object()) return;
    Item item("a", 1);
    for (std::string_view key; reader.next_member(key);) {
        if (key == "name") {
            static_cast<void>(reader.read(item.name));
        } else if (key == "count") {
            if (reader.read(item.count) && item.count < 0)
                reader.problem("minimum", "must be at least 0");
        } else {
            reader.unknown(key);
            reader.skip();
        }
    }
    if (reader.valid()) out.emplace(std::move(item));
}

struct sold_out {
    static constexpr std::string_view code = "sold_out";
    static constexpr int status = 409;
    static constexpr std::string_view message = "Nothing is left";
    std::int64_t data = 0;
};
struct no_such_item {
    static constexpr std::string_view code = "no_such_item";
    static constexpr int status = 404;
    static constexpr std::string_view message = "No such item";
};
using ActErrors = Errors<sold_out, no_such_item>;
using Acting = Task<Item, ActErrors>;

struct Sold {
    static constexpr std::string_view module = "shop";
    static constexpr std::string_view name = "sold";
    explicit Sold(Item data_) : data(std::move(data_)) {}
    Item data;
};
inline void encode(strata::json::Writer& writer, const Sold& event) { encode(writer, event.data); }

inline std::function<Acting(Context&, Item)> behaviour;

inline auto act(Context& context, Item item) -> Acting {
    return behaviour(context, std::move(item));
}
inline auto rest(Context& /*context*/, Item /*item*/) -> Task<Done> { co_return strata::done; }
inline auto lock_keys(const Item& item) -> std::vector<std::string> {
    return {"account/" + item.name};
}

inline auto echo(Context& /*context*/, Item item) -> Acting { co_return item; }

inline constexpr strata::contract::ErrorInfo errors[] = {
    {"sold_out", 409, "Nothing is left", ""},
    {"no_such_item", 404, "No such item", "note_text_key"}};

// Public, without a unit of work: what a test is about, it changes.
inline auto method(std::string_view name = "act") -> strata::contract::Method {
    strata::contract::Method made;
    made.module = "shop";
    made.name = name;
    made.access.kind = strata::contract::AccessKind::anyone;
    made.transaction = strata::data::Transaction::none;
    made.errors = errors;
    made.run = &strata::contract::run<&act>;
    return made;
}

}  // namespace shop
