#pragma once
// Rules of {{module}}. Pure: time, identity and state come in as values.
#include "schemas/{{module}}.hpp"
#include "strata/values.hpp"

namespace domain::{{module}} {

namespace errors = schemas::{{module}}::errors;
using schemas::{{module}}::Item;
using schemas::{{module}}::ItemId;
using schemas::{{module}}::Name;

auto add(Name name, ItemId id, strata::Timestamp now) -> strata::Result<Item, errors::name_blank>;

}  // namespace domain::{{module}}
