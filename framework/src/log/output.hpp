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

// Writes all of it: false on an error, or when the descriptor takes nothing for `patience`
// milliseconds (-1: waits for ever). Safe in a signal handler.
auto write_all(int descriptor, std::string_view text, int patience = -1) noexcept -> bool;

// Of a caller that writes by itself: a reader that stands still must not keep the process.
inline constexpr int direct_patience = 500;

}  // namespace strata::log
