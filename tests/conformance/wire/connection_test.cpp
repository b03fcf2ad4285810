// What a connection goes through: unread bodies, handlers that are late or left alone, descriptors
// that run out.
#include <doctest/doctest.h>

#include <fcntl.h>
#include <sys/resource.h>
#include <unistd.h>

#include <chrono>
#include <thread>

#include "wire/wire_cases.hpp"

using namespace wire;
using namespace std::chrono_literals;
using Clock = std::chrono::steady_clock;

namespace {

// Every descriptor of this process up to a limit that is soon reached.
class NoDescriptors final {
  public:
    NoDescriptors() {
        ::getrlimit(RLIMIT_NOFILE, &before_);
        rlimit few = before_;
        few.rlim_cur = 200;
        ::setrlimit(RLIMIT_NOFILE, &few);
        for (int taken; (taken = ::open("/dev/null", O_RDONLY | O_CLOEXEC)) >= 0;) {
            taken_.push_back(taken);
        }
    }
    NoDescriptors(const NoDescriptors&) = delete;
    auto operator=(const NoDescriptors&) -> NoDescriptors& = delete;
    ~NoDescriptors() {
        for (int taken : taken_) ::close(taken);
        ::setrlimit(RLIMIT_NOFILE, &before_);
    }
    void give_one() {
        ::close(taken_.back());
        taken_.pop_back();
    }

  private:
    rlimit before_{};
    std::vector<int> taken_{};
};

}  // namespace

TEST_CASE("the rest of a body that nobody read is no request") {
    WireClient client(shared_server().port());
    client.send(request("POST /ignore", "Content-Length: 40\r\n", "12345"));
    Answer answer = client.receive();
    CHECK(answer.status == 200);
    CHECK_FALSE(answer.has("Connection"));
    client.send("6789 GET /items/2 HTTP/1.1\r\nHost: a\r\n" + request("GET /items/1"));
    CHECK(client.receive().body == "1|-");
}

TEST_CASE("the rest of a body that does not come ends the connection without a second answer") {
    WireClient client(shared_server().port());
    client.send(request("POST /ignore", "Content-Length: 40\r\n", "12345"));
    CHECK(client.receive().status == 200);
    CHECK(client.receive().status == 0);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a rest of unknown size, or one that may never come, ends the connection") {
    for (std::string fields :
         {"Transfer-Encoding: chunked\r\n", "Expect: 100-continue\r\nContent-Length: 5\r\n"}) {
        CAPTURE(fields);
        WireClient client(shared_server().port());
        client.send(request("POST /ignore", fields));
        Answer answer = client.receive();
        CHECK(answer.status == 200);
        CHECK(answer.field("Connection") == "close");
        CHECK(client.end() == End::fin);
    }
}

TEST_CASE("an empty line after a request is none") {
    WireClient client(shared_server().port());
    CHECK(client.exchange(request("GET /") + "\r\n").status == 200);
    CHECK(client.exchange(request("GET /items/1")).body == "1|-");
    client.send("\r\n");
    client.finish_sending();
    CHECK(client.receive().status == 0);
    CHECK(client.end() == End::fin);
}

TEST_CASE("a handler past its time is answered while its job still runs") {
    WireServer server;
    WireClient client(server.port());
    auto begin = Clock::now();
    CHECK(client.exchange(request("GET /job")).status == 504);
    CHECK(Clock::now() - begin >= 190ms);
    CHECK(client.end() == End::fin);
    check_alive(server);
    // The handler's connection is kept for it until the job has returned.
    CHECK(server.statistics().open > 0);
    WireServer::let_jobs_end();
    CHECK(comes_true([&server] { return server.statistics().open == 0; }));
}

TEST_CASE("onDisconnect: a reset cancels what does not say finish") {
    for (bool finishes : {false, true}) {
        for (std::string bytes :
             {request("GET " + std::string(finishes ? "/finish" : "/slow") + "?ms=300"),
              post_json(finishes ? "/api/rooms/keep" : "/api/rooms/drop", "{}")}) {
            CAPTURE(bytes);
            WireServer server;
            int cancelled = server.cancelled();
            int finished = server.finished();
            {
                WireClient client(server.port());
                client.send(bytes);
                CHECK(comes_true([&server] { return server.statistics().requests == 1; }));
                client.reset();
            }
            CHECK(comes_true(
                [&] { return server.cancelled() + server.finished() > cancelled + finished; }));
            CHECK(server.cancelled() == cancelled + (finishes ? 0 : 1));
            CHECK(server.finished() == finished + (finishes ? 1 : 0));
        }
    }
}

TEST_CASE("out of descriptors, a peer gets 503, and others are served again after it") {
    WireServer server;
    {
        NoDescriptors none;
        none.give_one();
        WireClient client(server.port());
        Answer answer = client.receive();
        CHECK(answer.status == 503);
        CHECK(answer.field("Connection") == "close");
        CHECK(answer.has("Retry-After"));
        CHECK(client.end() == End::fin);
    }
    check_alive(server);
    CHECK(server.statistics().accept_failures >= 1);
}
