#include "log/output.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <iostream>
#include <stdexcept>
#include <string>

#include "strata/log/log.hpp"
#include "strata/log/settings.hpp"

namespace strata::log {

using namespace std::chrono_literals;

namespace {

class Pipe final {
  public:
    Pipe() { REQUIRE(::pipe(ends_) == 0); }
    Pipe(const Pipe&) = delete;
    auto operator=(const Pipe&) -> Pipe& = delete;
    ~Pipe() {
        close_write();
        ::close(ends_[0]);
    }
    [[nodiscard]] auto write_end() const -> int { return ends_[1]; }
    void close_write() {
        if (ends_[1] >= 0) ::close(ends_[1]);
        ends_[1] = -1;
    }
    // Until the other end is closed.
    [[nodiscard]] auto read_all() -> std::string {
        close_write();
        std::string text;
        char buffer[4096];
        for (ssize_t n = 0; (n = ::read(ends_[0], buffer, sizeof buffer)) > 0;) {
            text.append(buffer, static_cast<std::size_t>(n));
        }
        return text;
    }
    void read_until(std::string_view what) const {
        std::string text;
        char byte = 0;
        while (!text.ends_with(what) && ::read(ends_[0], &byte, 1) == 1) text += byte;
        CHECK(text.ends_with(what));
    }
    // Leaves no room in the pipe.
    void fill() const {
        ::fcntl(ends_[1], F_SETFL, O_NONBLOCK);
        const std::string block(4096, '.');
        while (::write(ends_[1], block.data(), block.size()) > 0) {
        }
    }

  private:
    int ends_[2]{-1, -1};
};

// Runs `body` in a child one of whose descriptors is a pipe: what it wrote there, and how it ended.
struct Child {
    std::string output{};
    int status = 0;
};
auto run_child(void (*body)(), int descriptor = STDERR_FILENO) -> Child {
    Pipe pipe;
    std::cout.flush();  // or the child writes it again
    const pid_t pid = ::fork();
    if (pid == 0) {
        for (const int signal : {SIGSEGV, SIGABRT}) (void)std::signal(signal, SIG_DFL);
        ::dup2(pipe.write_end(), descriptor);
        pipe.close_write();
        body();
        ::_exit(0);
    }
    Child child;
    child.output = pipe.read_all();
    ::waitpid(pid, &child.status, 0);
    return child;
}

auto count(const std::string& text, std::string_view what) -> std::size_t {
    std::size_t n = 0;
    for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += what.size())
        ++n;
    return n;
}

}  // namespace

TEST_CASE("every line arrives, in order, once flush() says so") {
    Pipe pipe;
    {
        Output output(pipe.write_end(), 4096);
        for (int i = 0; i < 1000; ++i) output.post("line " + std::to_string(i) + "\n");
        CHECK(output.flush(5s));
        CHECK(output.dropped() == 0);
    }
    const std::string text = pipe.read_all();
    CHECK(count(text, "\n") == 1000);
    CHECK(text.find("line 0\nline 1\nline 2\n") == 0);
    CHECK(text.ends_with("line 999\n"));
}

TEST_CASE("an output that takes nothing drops lines and counts them, and nobody waits") {
    Pipe pipe;
    pipe.fill();
    constexpr std::uint64_t posted = 10'000;
    Output output(pipe.write_end(), 16);
    output.post("first\n");
    CHECK_FALSE(output.flush(50ms));
    for (std::uint64_t i = 0; i < posted; ++i) output.post("line\n");
    CHECK(output.dropped() > posted / 2);
    CHECK(output.dropped() < posted);
    CHECK(output.posted() == posted + 1);
    pipe.read_until("first\n");
    pipe.read_until("line\n");
    CHECK(output.flush(5s));
}

TEST_CASE("lines that the output refuses are counted") {
    const int full = ::open("/dev/full", O_WRONLY | O_CLOEXEC);
    REQUIRE(full >= 0);
    {
        Output output(full, 64);
        output.post("line\n");
        CHECK(output.flush(5s));
        CHECK(output.dropped() == 1);
    }
    ::close(full);
}

TEST_CASE("start and stop write all that was logged between") {
    const Child child = run_child([] {
        Settings settings;
        settings.format = Format::json;
        start(settings);
        for (int i = 0; i < 100; ++i) info("between", {{"i", i}});
        if (!stop(5s)) ::_exit(1);
        info("after");
    });
    CHECK(child.status == 0);
    CHECK(count(child.output, "\"message\":\"between\"") == 100);
    CHECK(count(child.output, "\"message\":\"after\"") == 1);
}

TEST_CASE("log.format: lines of JSON, or for people; auto is JSON on a pipe") {
    const auto written = [](void (*body)()) { return run_child(body).output; };
    const std::string pretty = written([] {
        Settings settings;
        settings.format = Format::pretty;
        start(settings);
        info("hello", {{"n", 1}});
        (void)stop(5s);
    });
    CHECK(pretty.find("info    hello  n=1") != std::string::npos);
    const std::string automatic = written([] {
        start(Settings{});
        info("hello", {{"n", 1}});
        (void)stop(5s);
    });
    CHECK(automatic.find("\"message\":\"hello\",\"n\":1") != std::string::npos);
}

TEST_CASE("log.output: the lines of a running service go to standard output where it says so") {
    const auto body = [] {
        Settings settings;
        settings.output = Destination::standard_output;
        start(settings);
        info("between");
        (void)stop(5s);
        info("after");
    };
    const std::string output = run_child(body, STDOUT_FILENO).output;
    CHECK(count(output, "\"message\":\"between\"") == 1);
    CHECK(count(output, "after") == 0);
    const std::string error = run_child(body).output;
    CHECK(count(error, "between") == 0);
    CHECK(count(error, "\"message\":\"after\"") == 1);
}

TEST_CASE("a crash writes what waited, says of what it died, and dies of it") {
    const Child child = run_child([] {
        start(Settings{});
        catch_crashes();
        for (int i = 0; i < 500; ++i) info("before the crash");
        std::abort();
    });
    CHECK(WIFSIGNALED(child.status));
    CHECK(WTERMSIG(child.status) == SIGABRT);
    CHECK(count(child.output, "before the crash") == 500);
    CHECK(child.output.find("fatal: the process died of SIGABRT") != std::string::npos);
}

TEST_CASE("an exception that nobody catches is named in the log") {
    const Child child = run_child([] {
        start(Settings{});
        catch_crashes();
        const auto thrower = [] { throw std::runtime_error("nobody's"); };
        const auto nobody = [&]() noexcept { thrower(); };
        nobody();
    });
    CHECK(WTERMSIG(child.status) == SIGABRT);
    CHECK(child.output.find("uncaught exception") != std::string::npos);
    CHECK(child.output.find("nobody's") != std::string::npos);
}

}  // namespace strata::log
