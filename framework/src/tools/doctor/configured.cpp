#include "tools/doctor/configured.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iterator>

#include "strata/config/units.hpp"
#include "tools/source/comments.hpp"

namespace strata::tools::doctor {

namespace {

namespace fs = std::filesystem;

// "server.idleTimeout" -> "STRATA_SERVER_IDLE_TIMEOUT"
auto variable_of(const std::string& key) -> std::string {
    std::string name = "STRATA_";
    for (const char c : key) {
        if (std::isupper(static_cast<unsigned char>(c)) != 0) name += '_';
        name += c == '.' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    return name;
}

auto first_line_of(const fs::path& file) -> std::string {
    std::ifstream stream(file);
    std::string line;
    std::getline(stream, line);
    return line;
}

auto environment_here() -> std::string {
    const char* named = std::getenv("STRATA_ENV");
    return named != nullptr && *named != '\0' ? named : "development";
}

auto pointer_of(const std::string& key) -> std::string {
    std::string pointer = "/" + key;
    std::ranges::replace(pointer, '.', '/');
    return pointer;
}

}  // namespace

auto Configured::defaults() -> const std::vector<std::pair<std::string, std::string>>& {
    static const std::vector<std::pair<std::string, std::string>> all{
        {"server.host", "127.0.0.1"},
        {"server.port", "8000"},
        {"workers.count", "1"},
        {"server.backlog", "4096"},
        {"server.limits.connections", "10240"},
        {"database.url", "sqlite:data/service.db"},
        {"database.readers", "2"},
        {"drain.delay", "5s"},
        {"drain.timeout", "25s"},
        {"start.timeout", "1m"},
        {"pool.cpuThreads", "0"},
        {"pool.blockingThreads", "8"},
        {"security.password.memory", "19MiB"},
        {"security.password.concurrency", "2"}};
    return all;
}

Configured::Configured(const fs::path& service) : Configured(service, environment_here(), true) {}

Configured::Configured(const fs::path& service, std::string environment, bool variables)
    : environment_(std::move(environment)), variables_(variables) {
    read(service, "config/default.json");
    read(service, "config/" + environment_ + ".json");
}

auto Configured::of_production(const fs::path& service) -> Configured {
    return {service, "production", false};
}

void Configured::read(const fs::path& service, const std::string& file) {
    std::ifstream stream(service / file, std::ios::binary);
    if (!stream) return;
    const std::string text{std::istreambuf_iterator<char>(stream), {}};
    auto parsed = json::Json::parse(without_comments(text));
    if (parsed) {
        files_.push_back(*std::move(parsed));
        return;
    }
    const auto& error = parsed.error();
    faults_.push_back(file + ":" + std::to_string(error.line) + ":" + std::to_string(error.column) +
                      ": " + error.message);
}

auto Configured::value(const std::string& key) const -> std::string {
    const std::string name = variable_of(key);
    const char* variable = variables_ ? std::getenv(name.c_str()) : nullptr;
    if (variable != nullptr) return variable;
    const char* named = variables_ ? std::getenv((name + "_FILE").c_str()) : nullptr;
    if (named != nullptr) return first_line_of(named);
    for (auto file = files_.rbegin(); file != files_.rend(); ++file) {
        const json::Json* found = file->resolve(pointer_of(key));
        if (found == nullptr) continue;
        return found->is_string() ? found->as_string() : found->to_string();
    }
    const auto known =
        std::ranges::find(defaults(), key, &std::pair<std::string, std::string>::first);
    return known == defaults().end() ? std::string() : known->second;
}

auto Configured::number(const std::string& key) const -> std::uint64_t {
    const std::string text = value(key);
    std::uint64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

auto Configured::bytes(const std::string& key) const -> std::uint64_t {
    return config::parse_size(value(key)).value_or(0);
}

auto Configured::seconds(const std::string& key) const -> std::uint64_t {
    const auto duration = config::parse_duration(value(key));
    if (!duration) return 0;
    return static_cast<std::uint64_t>(std::chrono::ceil<std::chrono::seconds>(*duration).count());
}

}  // namespace strata::tools::doctor
