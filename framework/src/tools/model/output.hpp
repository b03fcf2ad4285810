#pragma once
// Output: the folder of generated files. A file is written only when its content changed, so that
// what is built from it stays as it is. Throws std::filesystem::filesystem_error or
// std::ios_base::failure.
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace strata::tools {

class Output final {
  public:
    explicit Output(std::filesystem::path folder) : folder_(std::move(folder)) {}

    // `path` is relative to the folder: "schemas/orders.hpp".
    void write(std::string_view path, std::string_view text);

    // The paths of every write(), changed or not, in order.
    [[nodiscard]] auto written() const noexcept -> const std::vector<std::string>& {
        return written_;
    }

  private:
    std::filesystem::path folder_;
    std::vector<std::string> written_;
};

}  // namespace strata::tools
