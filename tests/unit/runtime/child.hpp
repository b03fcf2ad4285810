#pragma once
// Child: runs a function in a process of its own, whose standard error a test reads while it runs,
// and which it signals. Standard input is /dev/null: no terminal.
#include <doctest/doctest.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

namespace strata::runtime {

class Child final {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::seconds patience{20};

    explicit Child(const std::function<int()>& body) {
        int ends[2];
        REQUIRE(::pipe2(ends, O_CLOEXEC) == 0);
        std::cout.flush();  // or the child writes it again
        pid_ = ::fork();
        if (pid_ == 0) {
            const int null = ::open("/dev/null", O_RDONLY);
            ::dup2(null, STDIN_FILENO);
            ::dup2(ends[1], STDOUT_FILENO);
            ::dup2(ends[1], STDERR_FILENO);
            forget_settings();
            ::_exit(body());
        }
        ::close(ends[1]);
        output_ = ends[0];
    }
    Child(const Child&) = delete;
    auto operator=(const Child&) -> Child& = delete;
    ~Child() {
        if (pid_ > 0) {
            ::kill(pid_, SIGKILL);
            ::waitpid(pid_, nullptr, 0);
        }
        ::close(output_);
    }

    void send(int signal) const { ::kill(pid_, signal); }

    // Reads until the text was written; false when the child ends, or patience does, before.
    auto wait_for(std::string_view text) -> bool {
        const auto until = Clock::now() + patience;
        while (text_.find(text) == std::string::npos) {
            if (!read_some(until)) return false;
        }
        return true;
    }

    // The same, until the text was written more often than that.
    auto wait_for_more(std::string_view text, std::size_t times) -> bool {
        const auto until = Clock::now() + patience;
        while (count(text) <= times) {
            if (!read_some(until)) return false;
        }
        return true;
    }

    // The exit code; -1 when it died of a signal or does not end.
    auto exit_code() -> int {
        const auto until = Clock::now() + patience;
        while (read_some(until)) {
        }
        if (Clock::now() >= until) return -1;
        int status = 0;
        ::waitpid(pid_, &status, 0);
        pid_ = -1;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    // All that it wrote so far.
    [[nodiscard]] auto text() const -> const std::string& { return text_; }
    [[nodiscard]] auto wrote(std::string_view what) const -> bool {
        return text_.find(what) != std::string::npos;
    }
    [[nodiscard]] auto count(std::string_view what) const -> std::size_t {
        std::size_t n = 0;
        for (std::size_t at = 0; (at = text_.find(what, at)) != std::string::npos; ++at) ++n;
        return n;
    }
    // Whether these texts were written in this order.
    [[nodiscard]] auto wrote_in_order(std::initializer_list<std::string_view> texts) const -> bool {
        std::size_t at = 0;
        for (const std::string_view one : texts) {
            at = text_.find(one, at);
            if (at == std::string::npos) return false;
        }
        return true;
    }

  private:
    // What the tests' own environment would configure.
    static void forget_settings() {
        std::vector<std::string> names;
        for (char** entry = environ; *entry != nullptr; ++entry) {
            const std::string_view text(*entry);
            if (text.starts_with("STRATA_")) names.emplace_back(text.substr(0, text.find('=')));
        }
        for (const std::string& name : names) ::unsetenv(name.c_str());
    }

    auto read_some(Clock::time_point until) -> bool {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now());
        pollfd ready{.fd = output_, .events = POLLIN, .revents = 0};
        if (left.count() <= 0 || ::poll(&ready, 1, static_cast<int>(left.count())) <= 0)
            return false;
        char buffer[4096];
        const ssize_t n = ::read(output_, buffer, sizeof buffer);
        if (n <= 0) return false;
        text_.append(buffer, static_cast<std::size_t>(n));
        return true;
    }

    pid_t pid_ = -1;
    int output_ = -1;
    std::string text_{};
};

}  // namespace strata::runtime
