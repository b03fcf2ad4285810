// bare_http PORT|SOCKET URL: the least that a server can do to answer GET /one of
// bench/data/numbers, on one loop with two connections: epoll and libpq's pipeline mode, a Sync for
// what one turn of the loop asks. It parses no request, checks nothing and trusts its client. What
// it reaches of bare_postgres is what HTTP alone leaves.
#include <libpq-fe.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <random>
#include <string>

#include "support/epoll_server.hpp"

namespace {

constexpr std::size_t links = 2;
constexpr unsigned int8 = 20;

[[noreturn]] void fail(PGconn* connection, const char* what) {
    std::fprintf(stderr, "%s: %s\n", what, PQerrorMessage(connection));
    std::exit(1);
}

auto load(const char* bytes) -> std::int64_t {
    std::int64_t value = 0;
    for (int i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(bytes[i]);
    return value;
}

void answer(int client, const PGresult* row) {
    std::array<char, 64> body{};
    const int size = std::snprintf(body.data(), body.size(), R"({"id":%lld,"value":%lld})",
                                   static_cast<long long>(load(PQgetvalue(row, 0, 0))),
                                   static_cast<long long>(load(PQgetvalue(row, 0, 1))));
    std::array<char, 256> out{};
    const int whole = std::snprintf(out.data(), out.size(),
                                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                                    "Content-Length: %d\r\n\r\n%s",
                                    size, body.data());
    if (::send(client, out.data(), static_cast<std::size_t>(whole), MSG_NOSIGNAL) != whole)
        ::shutdown(client, SHUT_RDWR);
}

class Link final {
  public:
    explicit Link(const char* url) : connection_(PQconnectdb(url)) {
        if (PQstatus(connection_) != CONNECTION_OK) fail(connection_, "connect");
        PGresult* result =
            PQprepare(connection_, "find", "SELECT id, value FROM number WHERE id = $1", 1, &int8);
        if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(connection_, "prepare");
        PQclear(result);
        PQsetnonblocking(connection_, 1);
        if (PQenterPipelineMode(connection_) != 1) fail(connection_, "pipeline");
    }
    Link(const Link&) = delete;
    auto operator=(const Link&) -> Link& = delete;
    ~Link() { PQfinish(connection_); }

    [[nodiscard]] auto socket() const -> int { return PQsocket(connection_); }
    [[nodiscard]] auto queued() const -> std::size_t { return clients_.size(); }

    void ask(int client) {
        std::array<char, 8> id{};
        for (auto value = random_() % 10'000 + 1; char& byte : id) {
            byte = static_cast<char>(value >> (8 * (&id.back() - &byte)) & 0xff);
        }
        const char* const value = id.data();
        constexpr int length = 8;
        constexpr int binary = 1;
        if (PQsendQueryPrepared(connection_, "find", 1, &value, &length, &binary, binary) != 1)
            fail(connection_, "find");
        clients_.push_back(client);
        is_group_open_ = true;
    }
    void flush() {
        if (is_group_open_ && PQpipelineSync(connection_) != 1) fail(connection_, "sync");
        is_group_open_ = false;
        if (PQflush(connection_) < 0) fail(connection_, "flush");
    }
    void read() {
        if (PQconsumeInput(connection_) != 1) fail(connection_, "read");
        // Two results of nothing: libpq has no more.
        for (int nothing = 0; nothing < 2 && PQisBusy(connection_) == 0;) {
            PGresult* result = PQgetResult(connection_);
            nothing = result == nullptr ? nothing + 1 : 0;
            const ExecStatusType status = PQresultStatus(result);
            if (status == PGRES_TUPLES_OK) {
                answer(clients_.front(), result);
                clients_.pop_front();
            } else if (result != nullptr && status != PGRES_PIPELINE_SYNC) {
                fail(connection_, "read");
            }
            PQclear(result);
        }
    }

  private:
    PGconn* connection_;
    std::minstd_rand random_{1};
    std::deque<int> clients_;
    bool is_group_open_ = false;
};

void serve(int listener, std::array<Link, links>& all) {
    const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
    bench::watch(epoll, listener);
    for (const Link& link : all) bench::watch(epoll, link.socket());
    std::array<epoll_event, 256> events{};
    std::array<char, 65536> request{};
    for (;;) {
        const int count = ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), -1);
        for (int i = 0; i < count; ++i) {
            const int descriptor = events[static_cast<std::size_t>(i)].data.fd;
            const auto link = std::ranges::find(all, descriptor, &Link::socket);
            if (descriptor == listener) {
                bench::accept_one(epoll, listener);
            } else if (link != all.end()) {
                link->read();
            } else if (::recv(descriptor, request.data(), request.size(), 0) > 0) {
                std::ranges::min_element(all, {}, &Link::queued)->ask(descriptor);
            } else {
                ::close(descriptor);
            }
        }
        for (Link& link : all) link.flush();
    }
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 3) {
        std::fputs("usage: bare_http PORT|SOCKET URL\n", stderr);
        return 2;
    }
    const std::string where = argv[1];
    std::array<Link, links> all{Link{argv[2]}, Link{argv[2]}};
    serve(where.find('/') == std::string::npos ? bench::listen_on(std::atoi(argv[1]))
                                               : bench::listen_on_path(where),
          all);
}
