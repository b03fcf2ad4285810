// socket_load [-c connections] [-n messages] [-d seconds] [-s size] echo|broadcast|idle PORT PATH
//
// A light WebSocket load of text messages: one thread, epoll. echo: each connection sends its next
// message when the last one has come back. broadcast: the first connection says something when all
// of them have heard what it said before. idle: it only opens the connections, says so, and holds
// them until its standard input ends. It prints messages received a second, and their latency.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

struct Options {
    int connections = 64;
    long messages = 0;
    double seconds = 10;
    std::size_t size = 64;
    std::string mode;
    int port = 0;
    std::string path;
};

struct Connection {
    int descriptor = -1;
    Clock::time_point sent;
    std::string in;
};

[[noreturn]] void fail(const char* what) {
    std::perror(what);
    std::exit(1);
}

auto parse(int argc, char** argv) -> Options {
    Options options;
    for (int letter = 0; (letter = ::getopt(argc, argv, "c:n:d:s:")) != -1;) {
        switch (letter) {
            case 'c': options.connections = std::atoi(optarg); break;
            case 'n': options.messages = std::atol(optarg); break;
            case 'd': options.seconds = std::atof(optarg); break;
            case 's': options.size = std::strtoul(optarg, nullptr, 10); break;
            default: std::exit(2);
        }
    }
    if (argc - optind != 3) std::exit(2);
    options.mode = argv[optind];
    options.port = std::atoi(argv[optind + 1]);
    options.path = argv[optind + 2];
    return options;
}

auto masked_frame(std::size_t size) -> std::string {
    constexpr std::array<char, 4> mask = {1, 2, 3, 4};
    std::string frame = "\x81";
    if (size < 126) {
        frame += static_cast<char>(0x80U | size);
    } else {
        frame += '\xfe';
        frame += static_cast<char>(size >> 8U);
        frame += static_cast<char>(size);
    }
    frame.append(mask.data(), mask.size());
    for (std::size_t i = 0; i < size; ++i) frame += static_cast<char>('x' ^ mask[i % 4]);
    return frame;
}

auto open_one(const Options& options) -> int {
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(options.port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
        fail("connect");
    }
    const int on = 1;
    ::setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const std::string handshake = "GET " + options.path +
                                  " HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\n"
                                  "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                                  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    if (::send(descriptor, handshake.data(), handshake.size(), MSG_NOSIGNAL) < 0) fail("send");
    std::string answer;
    std::array<char, 4096> bytes;
    while (answer.find("\r\n\r\n") == std::string::npos) {
        const auto size = ::recv(descriptor, bytes.data(), bytes.size(), 0);
        if (size <= 0) fail("handshake");
        answer.append(bytes.data(), static_cast<std::size_t>(size));
    }
    if (answer.find(" 101 ") == std::string::npos) {
        std::fprintf(stderr, "no upgrade: %s\n", answer.c_str());
        std::exit(1);
    }
    return descriptor;
}

class Load final {
  public:
    explicit Load(const Options& options)
        : options_(options),
          frame_(masked_frame(options.size)),
          epoll_(::epoll_create1(EPOLL_CLOEXEC)),
          connections_(static_cast<std::size_t>(options.connections)) {
        for (std::size_t i = 0; i < connections_.size(); ++i) {
            connections_[i].descriptor = open_one(options);
            epoll_event event{};
            event.events = EPOLLIN;
            event.data.u64 = i;
            ::epoll_ctl(epoll_, EPOLL_CTL_ADD, connections_[i].descriptor, &event);
        }
    }

    void run() {
        const auto begin = Clock::now();
        const auto end = begin + std::chrono::duration<double>(options_.seconds);
        const bool echo = options_.mode == "echo";
        for (std::size_t i = 0; i < (echo ? connections_.size() : 1); ++i) say(connections_[i]);
        std::array<epoll_event, 1024> events{};
        while (Clock::now() < end && (options_.messages == 0 || received_ < options_.messages)) {
            const int count = ::epoll_wait(epoll_, events.data(), events.size(), 100);
            for (int i = 0; i < count; ++i) {
                Connection& connection = connections_[events[static_cast<std::size_t>(i)].data.u64];
                const long heard = receive(connection);
                for (long k = 0; k < heard && echo; ++k) answer(connection);
            }
            if (!echo && received_ >= said_ * options_.connections) answer(connections_[0]);
        }
        report(std::chrono::duration<double>(Clock::now() - begin).count());
    }

  private:
    void say(Connection& connection) {
        connection.sent = Clock::now();
        ++said_;
        if (::send(connection.descriptor, frame_.data(), frame_.size(), MSG_NOSIGNAL) < 0) {
            fail("send");
        }
    }
    void answer(Connection& connection) {
        const std::chrono::duration<float, std::micro> waited = Clock::now() - connection.sent;
        latencies_.push_back(waited.count());
        say(connection);
    }

    // How many whole messages came.
    auto receive(Connection& connection) -> long {
        const auto size = ::recv(connection.descriptor, bytes_.data(), bytes_.size(), 0);
        if (size <= 0) fail("the server ended a connection");
        std::string_view in(bytes_.data(), static_cast<std::size_t>(size));
        if (!connection.in.empty()) in = connection.in.append(in);
        long messages = 0;
        while (in.size() >= 2) {
            std::size_t length = static_cast<unsigned char>(in[1]);
            std::size_t header = 2;
            if (length == 126 && in.size() >= 4) {
                length = static_cast<std::size_t>(static_cast<unsigned char>(in[2]) << 8 |
                                                  static_cast<unsigned char>(in[3]));
                header = 4;
            }
            if (in.size() < header + length) break;
            if ((in[0] & 15) == 1) ++messages;
            in.remove_prefix(header + length);
        }
        connection.in = std::string(in);
        received_ += messages;
        return messages;
    }

    void report(double seconds) {
        std::sort(latencies_.begin(), latencies_.end());
        const auto at = [this](double part) {
            if (latencies_.empty()) return 0.0;
            const auto last = static_cast<double>(latencies_.size() - 1);
            return static_cast<double>(latencies_[static_cast<std::size_t>(part * last)]);
        };
        std::printf("rate %.0f messages %ld p50 %.0f us p99 %.0f us\n",
                    static_cast<double>(received_) / seconds, received_, at(0.5), at(0.99));
    }

    const Options& options_;
    std::string frame_;
    int epoll_;
    std::vector<Connection> connections_;
    std::array<char, 65536> bytes_{};
    std::vector<float> latencies_;
    long said_ = 0;
    long received_ = 0;
};

}  // namespace

int main(int argc, char** argv) {
    const Options options = parse(argc, argv);
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    Load load(options);
    if (options.mode == "idle") {
        std::puts("open");
        std::fflush(stdout);
        while (std::getchar() != EOF) {
        }
        return 0;
    }
    load.run();
}
