#include "http/socket.hpp"

#include <doctest/doctest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "strata/loop/timer.hpp"
#include "strata/loop/work.hpp"

using namespace std::chrono_literals;

namespace {

using strata::EventLoop;
using strata::http::Descriptor;
using strata::http::Socket;
using strata::http::SocketOwner;

// Writes down what it is told, and reads on until FIN.
class Listener final : public SocketOwner {
  public:
    using Got = SocketOwner::Got;

    explicit Listener(EventLoop& loop, std::size_t room = 64) : socket(loop, *this), room_(room) {
        std::array<int, 2> ends{};
        REQUIRE(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends.data()) ==
                0);
        socket.open(Descriptor(ends[0]));
        peer = Descriptor(ends[1]);
    }

    void say(std::string_view text) const {
        CHECK(::send(peer.number(), text.data(), text.size(), MSG_NOSIGNAL) ==
              static_cast<ssize_t>(text.size()));
    }

    Socket socket;
    Descriptor peer{-1};
    std::vector<std::string> told{};
    std::function<void()> then{};

  private:
    void on_readable() override {
        std::string bytes(room_, '\0');
        auto received = socket.receive(bytes);
        bytes.resize(received.bytes);
        switch (received.what) {
            case Got::bytes: told.push_back(bytes); break;
            case Got::nothing: told.emplace_back("(nothing)"); break;
            case Got::fin: told.emplace_back("(fin)"); break;
            case Got::reset: told.emplace_back("(reset)"); break;
        }
        if (received.what == Got::bytes) socket.want_read();
        if (then) then();
    }
    void on_writable() override { told.emplace_back("(writable)"); }
    void on_reset() override { told.emplace_back("(reset, unasked)"); }

    std::size_t room_;
};

void run_for(EventLoop& loop, std::chrono::milliseconds time = 20ms) {
    strata::Timer timer(loop);
    timer.after(time, [] {});
    loop.run();
}

using Told = std::vector<std::string>;

}  // namespace

TEST_CASE("socket: what is there is read once, and no read is tried in vain") {
    EventLoop loop;
    Listener listener(loop);
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told.empty());
    listener.say("one");
    run_for(loop);
    listener.say("two");
    run_for(loop);
    CHECK(listener.told == Told{"one", "two"});
}

TEST_CASE("socket: a read that filled its room is followed by another") {
    EventLoop loop;
    Listener listener(loop, 3);
    listener.say("onetwothree");
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told == Told{"one", "two", "thr", "ee"});
    // The room was filled to its last byte: only the kernel knows that nothing is left.
    listener.say("six");
    run_for(loop);
    CHECK(listener.told == Told{"one", "two", "thr", "ee", "six", "(nothing)"});
    listener.say("ten");
    run_for(loop);
    CHECK(listener.told.at(6) == "ten");
}

TEST_CASE("socket: a FIN that came with the last bytes is met") {
    EventLoop loop;
    Listener listener(loop);
    listener.say("last");
    ::shutdown(listener.peer.number(), SHUT_WR);
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told == Told{"last", "(fin)"});
}

TEST_CASE("socket: bytes that came while no read was wanted are read later") {
    EventLoop loop;
    Listener listener(loop);
    listener.say("early");
    run_for(loop);
    CHECK(listener.told.empty());
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told == Told{"early"});
}

TEST_CASE("socket: a peer that is gone is noticed while no read is wanted, also later") {
    EventLoop loop;
    Listener listener(loop);
    listener.socket.want_no_read();
    listener.peer.close();
    run_for(loop);
    CHECK(listener.told == Told{"(reset, unasked)"});
    listener.socket.want_no_read();
    run_for(loop);
    CHECK(listener.told == Told{"(reset, unasked)", "(reset, unasked)"});
}

TEST_CASE("socket: room is told when the peer has made some, each time") {
    EventLoop loop;
    Listener listener(loop);
    const std::string much(1024, '.');
    const auto fill = [&] {
        while (::send(listener.socket.native_handle(), much.data(), much.size(), MSG_NOSIGNAL) >
               0) {
        }
    };
    const auto take = [&] {
        std::array<char, 65536> bytes;
        while (::recv(listener.peer.number(), bytes.data(), bytes.size(), 0) > 0) {
        }
    };
    for (std::size_t round = 1; round <= 3; ++round) {
        fill();
        listener.socket.want_write();
        run_for(loop);
        REQUIRE(listener.told.size() == round - 1);
        take();
        run_for(loop);
        REQUIRE(listener.told == Told(round, "(writable)"));
    }
}

TEST_CASE("socket: one that is closed by another's callback of the same turn is not told") {
    EventLoop loop;
    auto first = std::make_unique<Listener>(loop);
    auto second = std::make_unique<Listener>(loop);
    Told told;
    first->then = [&] {
        told.emplace_back("first");
        second.reset();
    };
    second->then = [&] {
        told.emplace_back("second");
        first.reset();
    };
    first->socket.want_read();
    second->socket.want_read();
    first->say("x");
    second->say("y");
    run_for(loop);
    CHECK(told.size() == 1);
    CHECK((first == nullptr) != (second == nullptr));
}

TEST_CASE("socket: one that was asked to read again can be closed before that") {
    EventLoop loop;
    Listener listener(loop, 3);
    listener.then = [&] { listener.socket.close(); };
    listener.say("onetwo");
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told == Told{"one"});
}

TEST_CASE("socket: handed over, the next owner finds what there is") {
    EventLoop loop;
    Listener first(loop);
    Listener second(loop);
    first.say("for the second");
    run_for(loop);
    Descriptor peer = std::move(first.peer);
    second.socket.close();
    second.socket.open(first.socket.release());
    second.socket.want_read();
    run_for(loop);
    CHECK(first.told.empty());
    CHECK(second.told == Told{"for the second"});
}

TEST_CASE("socket: of one that is opened again, nothing is known of the one before") {
    EventLoop loop;
    Listener listener(loop);
    listener.socket.want_read();
    listener.say("last");
    ::shutdown(listener.peer.number(), SHUT_WR);
    run_for(loop);
    REQUIRE(listener.told == Told{"last", "(fin)"});
    listener.socket.close();
    Listener other(loop);
    Descriptor peer = std::move(other.peer);
    listener.socket.open(other.socket.release());
    listener.socket.want_read();
    run_for(loop);
    CHECK(listener.told.size() == 2);
    const std::string much(1024, '.');
    while (::send(listener.socket.native_handle(), much.data(), much.size(), MSG_NOSIGNAL) > 0) {
    }
    listener.socket.want_write();
    std::array<char, 65536> bytes;
    while (::recv(peer.number(), bytes.data(), bytes.size(), 0) > 0) {
    }
    run_for(loop);
    CHECK(listener.told == Told{"last", "(fin)", "(writable)"});
}

TEST_CASE("socket: an exception of an owner ends nothing else") {
    EventLoop loop;
    int failures = 0;
    loop.on_failure([&](const std::exception_ptr&, std::string_view) { ++failures; });
    Listener bad(loop);
    Listener good(loop);
    bad.then = [] { throw std::runtime_error("no"); };
    for (Listener* each : {&bad, &good}) {
        each->socket.want_read();
        each->say("x");
    }
    run_for(loop);
    bad.say("y");
    run_for(loop);
    CHECK(failures == 2);
    CHECK(bad.told == Told{"x", "y"});
    CHECK(good.told == Told{"x"});
}
