#pragma once
// Fields: a contract's object whose members are fixed (a method, an error): reads them by name and
// type and reports what is unknown, missing or of another type, with its place.
#include <chrono>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "tools/model/diagnostics.hpp"
#include "tools/source/node.hpp"

namespace strata::tools {

class Fields final {
  public:
    // `what` is how messages name the object: "method". Reports members that are not in `names`.
    Fields(const Node& node, std::string_view what, std::initializer_list<std::string_view> names,
           Diagnostics& diagnostics);

    [[nodiscard]] auto find(std::string_view name) const -> const Node* { return node_.find(name); }
    auto text(std::string_view name) -> std::string;
    auto required_text(std::string_view name) -> std::string;
    // One of `words`; without the member the first.
    auto word(std::string_view name, std::initializer_list<std::string_view> words) -> std::string;
    auto count(std::string_view name, std::int64_t min, std::int64_t max)
        -> std::optional<std::int64_t>;
    // Above zero and in whole milliseconds: "500ms", "5s", "1m".
    auto duration(std::string_view name) -> std::optional<std::chrono::milliseconds>;
    // In bytes, above zero: "64kB", "1MiB".
    auto size(std::string_view name) -> std::size_t;
    // A full-date of RFC 3339.
    auto date(std::string_view name) -> std::string;
    void error(const Location& at, std::string message) {
        diagnostics_.error(at, std::move(message));
    }
    [[nodiscard]] auto node() const noexcept -> const Node& { return node_; }

  private:
    const Node& node_;
    std::string what_;
    Diagnostics& diagnostics_;
};

}  // namespace strata::tools
