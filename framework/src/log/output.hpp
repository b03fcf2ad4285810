#pragma once
// Output: where finished lines go: through a bounded queue to the thread that writes them. The one
// seam to spdlog.
//
// post() never waits: when the queue is full the oldest line in it is dropped. Any thread. The
// thread writes with few system calls: whatever waits, up to 64 KiB, in one.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

namespace strata::log {

class Output final {
  public:
    // Writes to this descriptor, which stays the caller's.
    Output(int descriptor, std::size_t queue);
    Output(const Output&) = delete;
    auto operator=(const Output&) -> Output& = delete;
    // Joins the thread. REQUIRES: flush() was true, or abandon() was called.
    ~Output();

    void post(std::string_view line);
    [[nodiscard]] auto flush(std::chrono::milliseconds limit) -> bool;
    // The thread hangs in a write: leaves it and its memory alone for ever.
    void abandon();
    [[nodiscard]] auto dropped() const noexcept -> std::uint64_t;

    // For a signal handler: no lock, no allocation. Lines that went in, lines that came out.
    [[nodiscard]] auto posted() const noexcept -> std::uint64_t;
    [[nodiscard]] auto written() const noexcept -> std::uint64_t;

  private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

// Writes all of it, whatever the descriptor's mood: false on an error. Safe in a signal handler.
auto write_all(int descriptor, std::string_view text) noexcept -> bool;

}  // namespace strata::log
