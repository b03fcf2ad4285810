#include "domain/counter.hpp"

#include <array>
#include <memory>
#include <stdexcept>
#include <string_view>
#include <variant>
#include <vector>

namespace domain::counter {
namespace {

// What is pure and yet leaves traces in an object file: tables, virtual functions, exceptions,
// shared state.
constexpr std::array<std::string_view, 2> names{"one", "two"};
struct Step {
    virtual ~Step() = default;
    [[nodiscard]] virtual auto size() const -> int { return 1; }
};

}  // namespace

auto incremented(const Count& count) -> Count {
    if (count.name == names.back()) throw std::invalid_argument("two");
    const std::shared_ptr<Step> step = std::make_shared<Step>();
    const std::variant<int, std::vector<int>> amount = step->size();
    auto next = count;
    next.value += std::get<int>(amount);
    return next;
}

}  // namespace domain::counter
