// load_client [-c connections] [-p pipeline] [-n requests] [-d seconds] [-m METHOD] [-b body] [-H
// header]... PORT|SOCKET PATH
//
// A light HTTP/1.1 load: one thread, epoll, keep-alive; it counts answers by status and measures
// their latency. It ends after -n requests or -d seconds (10 by default), and fails when a
// connection does or an answer is no 2xx.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    int connections = 64;
    int pipeline = 1;
    long requests = 0;
    double seconds = 10;
    std::string method = "GET";
    std::string body;
    std::string headers;
    std::string where;  // a port of 127.0.0.1, or the path of a Unix socket
    std::string path;
};

struct Connection {
    int descriptor = -1;
    int outstanding = 0;
    Clock::time_point sent;
    std::string in;
};

struct Totals {
    long sent = 0;
    long answered = 0;
    long not_ok = 0;
    std::vector<float> microseconds;
};

auto parse(int argc, char** argv) -> Options {
    Options options;
    for (int letter = 0; (letter = ::getopt(argc, argv, "c:p:n:d:m:b:H:")) != -1;) {
        switch (letter) {
            case 'c': options.connections = std::atoi(optarg); break;
            case 'p': options.pipeline = std::atoi(optarg); break;
            case 'n': options.requests = std::atol(optarg); break;
            case 'd': options.seconds = std::atof(optarg); break;
            case 'm': options.method = optarg; break;
            case 'b': options.body = optarg; break;
            case 'H': options.headers += std::string(optarg) + "\r\n"; break;
            default: std::exit(2);
        }
    }
    if (argc - optind != 2) std::exit(2);
    options.where = argv[optind];
    options.path = argv[optind + 1];
    return options;
}

auto batch_of(const Options& options) -> std::string {
    std::string request =
        options.method + " " + options.path + " HTTP/1.1\r\nHost: 127.0.0.1\r\n" + options.headers;
    if (!options.body.empty()) {
        request += "Content-Type: application/json\r\nContent-Length: " +
                   std::to_string(options.body.size()) + "\r\n";
    }
    request += "\r\n" + options.body;
    std::string batch;
    for (int i = 0; i < options.pipeline; ++i) batch += request;
    return batch;
}

auto connect_to_port(int port) -> int {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return descriptor;
}

auto connect_to_path(std::string_view path) -> int {
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::ranges::copy(path.substr(0, sizeof address.sun_path - 1), address.sun_path);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        std::perror("connect");
        std::exit(1);
    }
    return descriptor;
}

auto connect_to(const std::string& where) -> int {
    return where.find('/') == std::string::npos ? connect_to_port(std::atoi(where.c_str()))
                                                : connect_to_path(where);
}

// The size of the whole answer at the front of `in`; 0: not all of it is here.
auto answer_size(std::string_view in) -> std::size_t {
    const auto end = in.find("\r\n\r\n");
    if (end == std::string_view::npos) return 0;
    const auto head = in.substr(0, end);
    // Some servers write it in lower case.
    const auto length =
        std::min(head.find("\r\nContent-Length: "), head.find("\r\ncontent-length: "));
    const std::size_t body = length < end ? std::strtoul(in.data() + length + 18, nullptr, 10) : 0;
    return in.size() >= end + 4 + body ? end + 4 + body : 0;
}

class Load final {
  public:
    explicit Load(Options options) : options_(std::move(options)), batch_(batch_of(options_)) {}

    auto run() -> int {
        const int epoll = ::epoll_create1(EPOLL_CLOEXEC);
        connections_.resize(static_cast<std::size_t>(options_.connections));
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            connections_[i].descriptor = connect_to(options_.where);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll, EPOLL_CTL_ADD, connections_[i].descriptor, &event);
        }
        const auto start = Clock::now();
        const auto end = start + std::chrono::duration<double>(options_.seconds);
        for (Connection& each : connections_) fire(each);
        std::array<epoll_event, 256> events{};
        while (Clock::now() < end && !finished()) {
            const int count =
                ::epoll_wait(epoll, events.data(), static_cast<int>(events.size()), 100);
            for (int i = 0; i < count; ++i)
                receive(connections_[events[static_cast<std::size_t>(i)].data.u64]);
        }
        return report(std::chrono::duration<double>(Clock::now() - start).count());
    }

  private:
    [[nodiscard]] auto finished() const -> bool {
        return options_.requests > 0 && totals_.answered >= options_.requests;
    }

    void fire(Connection& connection) {
        if (options_.requests > 0 && totals_.sent >= options_.requests) return;
        for (std::string_view rest = batch_; !rest.empty();) {
            const auto size = ::send(connection.descriptor, rest.data(), rest.size(), MSG_NOSIGNAL);
            if (size <= 0) fail("send");
            rest.remove_prefix(static_cast<std::size_t>(size));
        }
        connection.outstanding = options_.pipeline;
        connection.sent = Clock::now();
        totals_.sent += options_.pipeline;
    }

    void receive(Connection& connection) {
        const auto size = ::recv(connection.descriptor, bytes_.data(), bytes_.size(), 0);
        if (size <= 0) fail("the connection was closed");
        connection.in.append(bytes_.data(), static_cast<std::size_t>(size));
        std::size_t used = 0;
        for (std::string_view rest = connection.in; const std::size_t whole = answer_size(rest);) {
            if (rest[9] != '2') ++totals_.not_ok;
            ++totals_.answered;
            --connection.outstanding;
            used += whole;
            rest.remove_prefix(whole);
        }
        connection.in.erase(0, used);
        if (connection.outstanding > 0) return;
        const std::chrono::duration<float, std::micro> latency = Clock::now() - connection.sent;
        totals_.microseconds.push_back(latency.count());
        fire(connection);
    }

    auto report(double seconds) -> int {
        auto& all = totals_.microseconds;
        std::ranges::sort(all);
        const auto at = [&](double part) {
            return all.empty()
                       ? 0.0F
                       : all[static_cast<std::size_t>(static_cast<double>(all.size() - 1) * part)];
        };
        std::printf("requests/s %.0f  answered %ld  not 2xx %ld  p50 %.0f us  p99 %.0f us\n",
                    static_cast<double>(totals_.answered) / seconds, totals_.answered,
                    totals_.not_ok, static_cast<double>(at(0.5)), static_cast<double>(at(0.99)));
        return totals_.answered > 0 && totals_.not_ok == 0 ? 0 : 1;
    }

    [[noreturn]] static void fail(const char* what) {
        std::fprintf(stderr, "%s\n", what);
        std::exit(1);
    }

    Options options_;
    std::string batch_;
    std::vector<Connection> connections_;
    std::array<char, 262144> bytes_{};
    Totals totals_;
};

}  // namespace

int main(int argc, char** argv) { return Load(parse(argc, argv)).run(); }
