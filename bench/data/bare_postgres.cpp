// bare_postgres one|twenty|update SECONDS URL: the statements of bench/data/numbers through libpq's
// pipeline mode alone, without HTTP, schemas or an event loop: two connections, 64 units at a time,
// and as many statements on the way as the server takes. Prints units per second.
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <string_view>

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t links = 2;
constexpr int at_a_time = 64 / static_cast<int>(links);  // units on a connection
constexpr int rows = 20;
constexpr unsigned int8 = 20;

[[noreturn]] void fail(PGconn* connection, const char* what) {
    std::fprintf(stderr, "%s: %s\n", what, PQerrorMessage(connection));
    std::exit(1);
}

void store(char* out, std::int64_t value) {
    for (int i = 7; i >= 0; --i, value >>= 8) out[i] = static_cast<char>(value & 0xff);
}

class Link final {
  public:
    Link(const char* url, std::string_view kind)
        : connection_(PQconnectdb(url)),
          updates_(kind == "update"),
          statements_(kind == "one" ? 1 : rows) {
        if (PQstatus(connection_) != CONNECTION_OK) fail(connection_, "connect");
        prepare("find", "SELECT id, value FROM number WHERE id = $1", 1);
        prepare("set", "UPDATE number SET value = $1 WHERE id = $2", 2);
        prepare("begin", "BEGIN", 0);
        prepare("commit", "COMMIT", 0);
        PQsetnonblocking(connection_, 1);
        if (PQenterPipelineMode(connection_) != 1) fail(connection_, "pipeline");
    }
    Link(const Link&) = delete;
    auto operator=(const Link&) -> Link& = delete;
    ~Link() { PQfinish(connection_); }

    [[nodiscard]] auto socket() const -> int { return PQsocket(connection_); }
    [[nodiscard]] auto done() const -> std::int64_t { return done_; }

    void fill() {
        for (; in_flight_ < at_a_time; ++in_flight_) send_unit();
        if (PQflush(connection_) < 0) fail(connection_, "flush");
    }
    void read() {
        if (PQconsumeInput(connection_) != 1) fail(connection_, "read");
        while (in_flight_ > 0 && PQisBusy(connection_) == 0) take(PQgetResult(connection_));
    }

  private:
    void prepare(const char* name, const char* sql, int parameters) {
        const std::array<unsigned, 2> types{int8, int8};
        PGresult* result = PQprepare(connection_, name, sql, parameters, types.data());
        if (PQresultStatus(result) != PGRES_COMMAND_OK) fail(connection_, sql);
        PQclear(result);
    }
    auto random_id() -> std::int64_t { return static_cast<std::int64_t>(random_() % 10'000 + 1); }
    void send(const char* name, const char* const* values, int count) {
        const std::array<int, 2> lengths{8, 8};
        const std::array<int, 2> formats{1, 1};
        if (PQsendQueryPrepared(connection_, name, count, values, lengths.data(), formats.data(),
                                1) != 1) {
            fail(connection_, name);
        }
    }
    void send_unit() {
        std::array<std::int64_t, rows> ids{};
        std::ranges::generate(ids, [this] { return random_id(); });
        if (updates_) std::ranges::sort(ids);
        if (updates_) send("begin", nullptr, 0);
        for (int i = 0; i < statements_; ++i) {
            char id[8];
            char value[8];
            store(id, ids[static_cast<std::size_t>(i)]);
            store(value, random_id());
            const std::array<const char*, 2> both{value, id};
            const char* const one = id;
            updates_ ? send("set", both.data(), 2) : send("find", &one, 1);
        }
        if (updates_) send("commit", nullptr, 0);
        if (PQpipelineSync(connection_) != 1) fail(connection_, "sync");
    }
    void take(PGresult* result) {
        if (result == nullptr) return;
        const ExecStatusType status = PQresultStatus(result);
        if (status == PGRES_PIPELINE_SYNC) {
            --in_flight_;
            ++done_;
        } else if (status == PGRES_TUPLES_OK) {
            checksum_ += PQgetvalue(result, 0, 1)[7];
        } else if (status != PGRES_COMMAND_OK) {
            fail(connection_, "statement");
        }
        PQclear(result);
    }

    PGconn* connection_;
    const bool updates_;
    const int statements_;
    std::minstd_rand random_{1};
    int in_flight_ = 0;
    std::int64_t done_ = 0;
    int checksum_ = 0;  // so that values are looked at
};

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::fputs("usage: bare_postgres one|twenty|update SECONDS URL\n", stderr);
        return 2;
    }
    std::array<Link, links> all{{{argv[3], argv[1]}, {argv[3], argv[1]}}};
    const auto begin = Clock::now();
    const auto end = begin + std::chrono::duration_cast<Clock::duration>(
                                 std::chrono::duration<double>(std::atof(argv[2])));
    while (Clock::now() < end) {
        std::array<pollfd, links> waits{};
        for (std::size_t i = 0; i < links; ++i) {
            all[i].fill();
            waits[i] = {all[i].socket(), POLLIN, 0};
        }
        poll(waits.data(), links, 1'000);
        for (std::size_t i = 0; i < links; ++i) {
            if (waits[i].revents != 0) all[i].read();
        }
    }
    const std::chrono::duration<double> taken = Clock::now() - begin;
    std::int64_t done = 0;
    for (const Link& link : all) done += link.done();
    std::printf("%.0f\n", static_cast<double>(done) / taken.count());
}
