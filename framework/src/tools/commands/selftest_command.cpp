#include "tools/commands/selftest_command.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <iomanip>
#include <iostream>
#include <memory>
#include <string>

#include "tools/commands/terminal.hpp"
#include "tools/selftest/attacks.hpp"
#include "tools/selftest/raw_connection.hpp"
#include "tools/selftest/raw_request.hpp"

namespace strata::tools {
namespace {

using selftest::Attack;
using selftest::Ending;
using selftest::Exchange;
using std::chrono::milliseconds;

struct Options {
    std::string url;
    std::string target = "/live";
    unsigned limit = 3'000;
    bool all = false;
};

// The first line of an attack, as a person can read it.
auto shown(const std::string& bytes) -> std::string {
    constexpr std::size_t width = 56;
    std::string text;
    for (const char c : bytes) {
        if (text.size() > width) return text + "...";
        constexpr std::string_view digits = "0123456789abcdef";
        const auto byte = static_cast<unsigned char>(c);
        if (c == '\r') {
            text += "\\r";
        } else if (c == '\n') {
            text += "\\n";
        } else if (std::isprint(byte) != 0) {
            text += c;
        } else {
            text += std::string("\\x") + digits[byte >> 4U] + digits[byte & 15U];
        }
    }
    return text;
}

// What is wrong with the answer; empty: the service held. A request with a body may be refused for
// its target before its body is looked at: any refusal will do.
auto verdict(const Attack& attack, const Exchange& answer) -> std::string {
    if (answer.answers == 0 && answer.ending == Ending::reset) return "RESET without an answer";
    if (answer.answers == 0 && answer.ending == Ending::fin) return "closed WITHOUT AN ANSWER";
    if (answer.answers == 0) return "NO ANSWER in time";
    if (answer.accepted > 0) return "ACCEPTED: " + std::to_string(answer.status);
    const bool has_body =
        attack.category == "length" || attack.category == "chunk" || attack.category == "smuggling";
    if (answer.status != attack.status && !has_body)
        return "answered " + std::to_string(answer.status);
    if (answer.answers > 1) return "answered MORE THAN ONCE";
    if (answer.ending == Ending::open) return "the connection STAYED OPEN";
    return "";
}

void print(const Attack& attack, const std::string& wrong, int status) {
    const auto word =
        wrong.empty() ? coloured(Colour::green, "held  ") : coloured(Colour::red, "BROKEN");
    std::cout << word << "  " << std::left << std::setw(13) << attack.category << std::setw(62)
              << shown(attack.bytes) << (wrong.empty() ? std::to_string(status) : wrong) << '\n';
}

void run(const Options& options) {
    const milliseconds limit(options.limit);
    std::size_t broken = 0;
    std::size_t sent = 0;
    try {
        const selftest::Address address(options.url);
        const selftest::Attacks attacks(options.target);
        for (const Attack& attack : attacks.all()) {
            const Exchange answer = selftest::exchange(address, attack.bytes, limit);
            const std::string wrong = verdict(attack, answer);
            if (options.all || !wrong.empty()) print(attack, wrong, answer.status);
            broken += wrong.empty() ? 0 : 1;
            ++sent;
        }
        const auto alive = selftest::exchange(
            address, selftest::request("GET /live", "Connection: close\r\n"), limit);
        if (alive.status == 0) {
            std::cout << "the service no longer answers\n";
            ++broken;
        }
    } catch (const std::exception& error) {
        std::cerr << "strata: " << error.what()
                  << (sent > 0 ? ", after " + std::to_string(sent) + " attacks" : "") << '\n';
        throw CLI::RuntimeError(sent > 0 ? 1 : 2);
    }
    std::cout << sent << " attacks, " << broken << " not held\n";
    if (broken > 0) throw CLI::RuntimeError(1);
}

}  // namespace

void add_selftest_command(CLI::App& app) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("selftest", "Attack a running service with malformed HTTP");
    command->add_option("--wire", options->url, "The service: http://HOST:PORT")->required();
    command->add_option("--target", options->target, "The path of the requests with a body")
        ->check([](const std::string& path) {
            const bool is_path =
                path.starts_with('/') &&
                std::ranges::all_of(path, [](unsigned char c) { return std::isgraph(c) != 0; });
            return is_path ? std::string() : "must be a path: /orders";
        })
        ->capture_default_str();
    command->add_option("--limit", options->limit, "Milliseconds to wait for an answer")
        ->capture_default_str()
        ->check(CLI::Range(10U, 600'000U));
    command->add_flag("--all", options->all, "Print every attack, not only those not held");
    command->footer(
        "Request lines, targets, hosts, fields, lengths, chunks and smuggling, each on a "
        "connection of its own. Held means:\nrefused with the right status, answered once, and the "
        "connection closed. Point it at services of your own only.\n"
        "Exit codes: 0 all held, 1 some not, 2 no service there.");
    command->callback([options] { run(*options); });
}

}  // namespace strata::tools
