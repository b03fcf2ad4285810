#include "strata/data/list.hpp"

namespace strata::data {

BatchColumns::BatchColumns(std::size_t columns, std::size_t rows) : rows_(rows), columns_(columns) {
    for (auto& column : columns_) column.reserve(rows);
}

void BatchColumns::put(Value value) {
    columns_[next_].push_back(value);
    next_ = (next_ + 1) % columns_.size();
}

void BatchColumns::add(JsonText&& document) {
    put(to_value(documents_.emplace_back(std::move(document))));
}

void BatchColumns::add(std::optional<JsonText>&& document) {
    document ? add(*std::move(document)) : put(Value());
}

auto BatchColumns::values() const -> std::vector<Value> {
    std::vector<Value> lists;
    lists.reserve(columns_.size());
    for (const auto& column : columns_) lists.emplace_back(std::span<const Value>(column));
    return lists;
}

}  // namespace strata::data
