#include "strata/loop/use_task.hpp"

#include <doctest/doctest.h>

#include <boost/asio/connect_pipe.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/readable_pipe.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/writable_pipe.hpp>
#include <boost/asio/write.hpp>
#include <memory>
#include <string>

#include "strata/loop/asio.hpp"
#include "strata/loop/run_task.hpp"
#include "strata/loop/task_group.hpp"
#include "strata/loop/within.hpp"

using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

using strata::asio_context;
using strata::Cancelled;
using strata::EventLoop;
using strata::run_task;
using strata::Task;
using strata::use_task;
using strata::use_task_nothrow;

struct Pipe {
    explicit Pipe(EventLoop& loop) : in(asio_context(loop)), out(asio_context(loop)) {
        asio::connect_pipe(in, out);
    }
    asio::readable_pipe in;
    asio::writable_pipe out;
};

auto send(Pipe& pipe, std::string text) -> Task<> {
    auto sent = co_await asio::async_write(pipe.out, asio::buffer(text), use_task);
    CHECK(sent == text.size());
    pipe.out.close();
}

auto receive(Pipe& pipe) -> Task<std::string> {
    std::string text;
    for (;;) {
        char chunk[8];
        auto [error, size] =
            co_await pipe.in.async_read_some(asio::buffer(chunk, sizeof chunk), use_task_nothrow);
        text.append(chunk, size);
        if (error == asio::error::eof) co_return text;
        CHECK_FALSE(error);
    }
}

auto read_all(Pipe& pipe, std::size_t count) -> Task<std::string> {
    std::string text(count, '\0');
    co_await asio::async_read(pipe.in, asio::buffer(text), use_task);
    co_return text;
}

auto timed_read(Pipe& pipe) -> Task<std::string> {
    co_return co_await strata::within(1ms, read_all(pipe, 4));
}

auto wait_and_post(EventLoop& loop) -> Task<int> {
    asio::steady_timer timer(asio_context(loop), 1ms);
    co_await timer.async_wait(use_task);
    co_await asio::post(asio_context(loop), use_task);
    co_return 3;
}

auto refused(EventLoop& loop) -> Task<> {
    asio::ip::tcp::acceptor closed(asio_context(loop));
    asio::ip::tcp::socket socket(asio_context(loop));
    co_await closed.async_accept(socket, use_task);
}

auto ping(EventLoop& loop) -> Task<bool> {
    asio::ip::tcp::acceptor acceptor(asio_context(loop), {asio::ip::address_v4::loopback(), 0});
    asio::ip::tcp::socket client(asio_context(loop));
    co_await client.async_connect(acceptor.local_endpoint(), use_task);
    asio::ip::tcp::socket server = co_await acceptor.async_accept(use_task);
    co_return server.is_open() && client.is_open();
}

}  // namespace

TEST_CASE("use_task: reads and writes, errors as values") {
    EventLoop loop;
    Pipe pipe(loop);
    strata::TaskGroup group(loop);
    std::string text(100'000, 'x');
    group.spawn(send(pipe, text));
    CHECK(run_task(loop, receive(pipe)) == text);
}

TEST_CASE("use_task: errors are std::system_error") {
    EventLoop loop;
    CHECK_THROWS_AS(run_task(loop, refused(loop)), std::system_error);
    Pipe pipe(loop);
    pipe.out.close();
    CHECK_THROWS_AS(run_task(loop, read_all(pipe, 4)), std::system_error);
}

TEST_CASE("use_task: operations without a value, and with one that moves") {
    EventLoop loop;
    CHECK(run_task(loop, wait_and_post(loop)) == 3);
    CHECK(run_task(loop, ping(loop)));
}

TEST_CASE("use_task: a cancelled scope cancels the operation") {
    EventLoop loop;
    Pipe pipe(loop);
    CHECK_THROWS_AS(run_task(loop, timed_read(pipe)), Cancelled);
    CHECK(pipe.in.is_open());
    strata::TaskGroup group(loop);
    group.spawn(send(pipe, "late"));
    CHECK(run_task(loop, read_all(pipe, 4)) == "late");
}

TEST_CASE("use_task: a frame destroyed while the operation is under way leaves it safely") {
    EventLoop loop;
    Pipe pipe(loop);
    strata::CancelScope scope(loop);
    {
        auto reading = read_all(pipe, 4);
        CHECK_FALSE(reading.start(scope, nullptr, nullptr));
    }
    strata::TaskGroup group(loop);
    group.spawn(send(pipe, "next"));
    CHECK(run_task(loop, read_all(pipe, 4)) == "next");
}

TEST_CASE("use_task: a loop destroyed with operations under way") {
    auto loop = std::make_unique<EventLoop>();
    Pipe pipe(*loop);
    strata::CancelScope scope(*loop);
    auto reading = read_all(pipe, 4);
    CHECK_FALSE(reading.start(scope, nullptr, nullptr));
    reading = Task<std::string>();
    loop->run();
}
