#include "strata/testing/http_client.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <stdexcept>
#include <utility>

namespace strata::testing {
namespace {

auto lower(std::string text) -> std::string {
    std::ranges::transform(text, text.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return text;
}

auto trimmed(std::string_view text) -> std::string {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

void add_header(HttpAnswer& answer, const std::string& line) {
    const auto colon = line.find(':');
    if (colon == std::string::npos) return;
    auto& value = answer.headers[lower(line.substr(0, colon))];
    if (!value.empty()) value += ", ";
    value += trimmed(std::string_view(line).substr(colon + 1));
}

}  // namespace

auto HttpAnswer::header(const std::string& name) const -> std::string {
    const auto found = headers.find(name);
    return found == headers.end() ? std::string() : found->second;
}

auto HttpAnswer::json() const -> json::Json {
    auto value = json::Json::parse(body);
    if (!value) throw std::runtime_error("no JSON: " + std::to_string(status) + " " + body);
    return *std::move(value);
}

auto HttpAnswer::code() const -> std::string {
    const auto value = json::Json::parse(body);
    const json::Json* code = value ? value->find("code") : nullptr;
    return code != nullptr && code->is_string() ? code->as_string() : "";
}

HttpClient::HttpClient(int port, std::chrono::milliseconds limit) : port_(port), limit_(limit) {
    connect();
}

HttpClient::~HttpClient() { close(); }

auto HttpClient::connect() -> bool {
    close();
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int on = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    const timeval limit{limit_.count() / 1000, (limit_.count() % 1000) * 1000};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof limit);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port_));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return true;
    close();
    return false;
}

void HttpClient::close() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
    buffer_.clear();
}

void HttpClient::shutdown_write() { ::shutdown(socket_, SHUT_WR); }

void HttpClient::reset() {
    const linger now{1, 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &now, sizeof now);
    close();
}

auto HttpClient::request(std::string_view verb, std::string_view target, std::string_view body,
                         const Headers& headers) -> HttpAnswer {
    std::string bytes;
    bytes.append(verb).append(" ").append(target).append(" HTTP/1.1\r\nHost: localhost\r\n");
    if (!token_.empty()) bytes += "Authorization: Bearer " + token_ + "\r\n";
    for (const auto& [name, value] : headers) bytes += name + ": " + value + "\r\n";
    if (!body.empty() || verb == "POST" || verb == "PUT" || verb == "PATCH") {
        bytes += "Content-Length: " + std::to_string(body.size()) + "\r\n";
    }
    bytes.append("\r\n").append(body);
    if (socket_ < 0 && !connect()) return {};
    if (!send(bytes)) return {};
    auto answer = receive(verb == "HEAD");
    if (answer.header("connection") == "close") close();
    return answer;
}

auto HttpClient::send(std::string_view bytes) -> bool {
    while (!bytes.empty()) {
        const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

auto HttpClient::receive(bool head_only) -> HttpAnswer {
    HttpAnswer answer;
    std::string line;
    if (!read_line(line) || line.size() < 12) return {};
    answer.status = std::stoi(line.substr(9, 3));
    while (read_line(line) && !line.empty()) add_header(answer, line);
    if (answer.status == 100) return receive(head_only);
    if (!head_only && !read_body(answer)) return {};
    return answer;
}

auto HttpClient::read_body(HttpAnswer& answer) -> bool {
    if (answer.status == 204 || answer.status == 304) return true;
    if (answer.header("transfer-encoding") == "chunked") return read_chunked(answer.body);
    const auto length = answer.header("content-length");
    if (!length.empty()) return take(std::stoul(length), answer.body);
    while (read_more()) {
    }
    answer.body = std::exchange(buffer_, {});
    return true;
}

auto HttpClient::read_chunked(std::string& body) -> bool {
    std::string line;
    while (read_line(line)) {
        const auto size = std::stoul(line, nullptr, 16);
        std::string chunk;
        if (size > 0 && !take(size, chunk)) return false;
        body += chunk;
        if (!read_line(line)) return false;
        if (size == 0) return true;
    }
    return false;
}

auto HttpClient::closed_cleanly() -> bool {
    if (!buffer_.empty()) return false;
    char byte = 0;
    return ::recv(socket_, &byte, 1, 0) == 0;
}

auto HttpClient::drop(std::uint64_t size) -> std::uint64_t {
    std::uint64_t dropped = 0;
    while (dropped < size && (!buffer_.empty() || read_more())) {
        const auto part = std::min<std::uint64_t>(buffer_.size(), size - dropped);
        buffer_.erase(0, part);
        dropped += part;
    }
    return dropped;
}

auto HttpClient::read_more() -> bool {
    char bytes[16384];
    const auto size = ::recv(socket_, bytes, sizeof bytes, 0);
    if (size <= 0) return false;
    buffer_.append(bytes, static_cast<std::size_t>(size));
    return true;
}

auto HttpClient::read_line(std::string& line) -> bool {
    std::size_t end = 0;
    while ((end = buffer_.find("\r\n")) == std::string::npos) {
        if (!read_more()) return false;
    }
    line = buffer_.substr(0, end);
    buffer_.erase(0, end + 2);
    return true;
}

auto HttpClient::take(std::size_t size, std::string& into) -> bool {
    while (buffer_.size() < size) {
        if (!read_more()) return false;
    }
    into = buffer_.substr(0, size);
    buffer_.erase(0, size);
    return true;
}

}  // namespace strata::testing
