#pragma once
// Places: lines and columns (in code points) of a text's offsets, asked for in growing order.
// Refers to the text and the file's name, which must outlive it.
#include <string>
#include <string_view>

#include "strata/json/utf8.hpp"
#include "tools/model/location.hpp"

namespace strata::tools {

class Places final {
  public:
    Places(const std::string& file, std::string_view text) : file_(file), text_(text) {}

    auto at(std::size_t offset) -> Location {
        while (scanned_ < offset) {
            if (text_[scanned_++] != '\n') continue;
            ++line_;
            line_begin_ = scanned_;
        }
        const auto before = text_.substr(line_begin_, offset - line_begin_);
        return {file_, line_, json::count_code_points(before) + 1};
    }

  private:
    const std::string& file_;
    std::string_view text_;
    std::size_t scanned_ = 0;
    std::size_t line_ = 1;
    std::size_t line_begin_ = 0;
};

}  // namespace strata::tools
