#pragma once
// OutputPool: room for what connections have to say. One borrows it while there is something to
// send, so that an idle connection owns none, and a busy loop allocates none. Loop thread.
#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace strata::http {

class OutputPool final {
  public:
    // Empty.
    [[nodiscard]] auto lend() -> std::unique_ptr<std::string> {
        if (kept_.empty()) return std::make_unique<std::string>();
        std::unique_ptr<std::string> output = std::move(kept_.back());
        kept_.pop_back();
        return output;
    }
    // REQUIRES: it is empty.
    void take_back(std::unique_ptr<std::string> output) {
        if (output->capacity() > largest_kept || kept_.size() == most_kept) return;
        kept_.push_back(std::move(output));
    }

  private:
    static constexpr std::size_t most_kept = 64;
    static constexpr std::size_t largest_kept = std::size_t{256} * 1024;
    std::vector<std::unique_ptr<std::string>> kept_{};
};

}  // namespace strata::http
