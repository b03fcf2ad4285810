#pragma once
// Label: what stands on a menu. A value type of text.
#include <string>
#include <utility>

#include "strata/values.hpp"

namespace domain::menu {

class Label final {
  public:
    using plain_type = std::string;

    [[nodiscard]] static auto check(const std::string& text) -> const strata::Invalid* {
        static constexpr strata::Invalid empty{"cpp", "must not be empty"};
        return text.empty() ? &empty : nullptr;
    }

    explicit Label(std::string text) : text_(std::move(text)) {}
    [[nodiscard]] auto value() const -> const std::string& { return text_; }

    friend auto operator==(const Label&, const Label&) -> bool = default;

  private:
    std::string text_;
};

}  // namespace domain::menu
