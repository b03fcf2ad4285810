#include "domain/{{module}}.hpp"

#include <algorithm>
#include <utility>

namespace domain::{{module}} {

auto add(Name name, ItemId id, strata::Timestamp now) -> strata::Result<Item, errors::name_blank> {
    if (std::ranges::all_of(name.value(), [](char c) { return c == ' '; }))
        return errors::name_blank{};
    return Item(id, std::move(name), now);
}

}  // namespace domain::{{module}}
