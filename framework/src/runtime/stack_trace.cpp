#include "runtime/stack_trace.hpp"

#include <cxxabi.h>
#include <dlfcn.h>
#include <execinfo.h>

#include <array>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <thread>

#include <fmt/format.h>

namespace strata::runtime {

namespace {

constexpr int deepest = 34;
constexpr int of_the_handler = 2;  // the handler itself, and the kernel's frame that calls it
constexpr auto patience = std::chrono::milliseconds(100);
constexpr auto between_looks = std::chrono::milliseconds(1);

std::array<void*, deepest> frames;
std::atomic<int> frame_count{0};

auto signal_number() -> int { return SIGRTMIN + 1; }

void write_down(int /*signal*/) {
    frame_count.store(::backtrace(frames.data(), deepest), std::memory_order_release);
}

auto demangled(const char* symbol) -> std::string {
    int status = 0;
    const std::unique_ptr<char, decltype(&std::free)> name(
        abi::__cxa_demangle(symbol, nullptr, nullptr, &status), &std::free);
    return status == 0 ? name.get() : symbol;
}

auto describe(void* address) -> std::string {
    const auto at = reinterpret_cast<std::uintptr_t>(address);
    Dl_info info{};
    if (::dladdr(address, &info) == 0) return fmt::format("{:#x}", at);
    if (info.dli_sname != nullptr) {
        const auto begin = reinterpret_cast<std::uintptr_t>(info.dli_saddr);
        return fmt::format("{}+{:#x}", demangled(info.dli_sname), at - begin);
    }
    const auto begin = reinterpret_cast<std::uintptr_t>(info.dli_fbase);
    return fmt::format("{}+{:#x}", info.dli_fname, at - begin);
}

}  // namespace

StackTrace::StackTrace() : thread_(::pthread_self()) {
    // The first call loads a library, which is not for signal handlers.
    (void)::backtrace(frames.data(), deepest);
    struct sigaction action {};
    action.sa_handler = write_down;
    action.sa_flags = SA_RESTART;
    ::sigaction(signal_number(), &action, nullptr);
}

auto StackTrace::take() const -> std::string {
    frame_count.store(0, std::memory_order_release);
    if (::pthread_kill(thread_, signal_number()) != 0) return {};
    const auto end = std::chrono::steady_clock::now() + patience;
    int count = 0;
    while ((count = frame_count.load(std::memory_order_acquire)) == 0) {
        if (std::chrono::steady_clock::now() >= end) return {};
        std::this_thread::sleep_for(between_looks);
    }
    std::string text;
    for (int i = of_the_handler; i < count; ++i) {
        text += (text.empty() ? "" : " < ") + describe(frames[static_cast<std::size_t>(i)]);
    }
    return text;
}

}  // namespace strata::runtime
