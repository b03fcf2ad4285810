// What the machine or container allows, against what the configuration asks for.
#include <sys/resource.h>

#include <charconv>
#include <cmath>
#include <fstream>
#include <iterator>
#include <optional>
#include <sstream>
#include <thread>

#include "strata/config/units.hpp"
#include "tools/doctor/configured.hpp"
#include "tools/doctor/doctor.hpp"

namespace strata::tools::doctor {

namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t other_descriptors = 64;        // databases, logs, files
constexpr std::uint64_t other_threads = 8;             // loop, logs, watchdog, SQLite's writer
constexpr std::uint64_t bytes_a_connection = 8 << 10;  // an idle one
constexpr std::uint64_t bytes_of_a_process = 24 << 20;

auto text_of(const fs::path& file) -> std::string {
    std::ifstream stream(file);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// A number of a control group or of the kernel; nothing where it says "max", or nothing.
auto number_in(const fs::path& file) -> std::optional<std::uint64_t> {
    const std::string text = text_of(file);
    std::uint64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number).ptr;
    if (end == text.data()) return std::nullopt;
    return number;
}

// "max 100000" or "150000 100000": CPUs.
auto cpu_quota(const fs::path& file) -> std::optional<double> {
    std::istringstream text(text_of(file));
    double quota = 0;
    double period = 0;
    if (!(text >> quota >> period) || period <= 0) return std::nullopt;
    return quota / period;
}

auto cpu_threads(const Configured& configured) -> std::uint64_t {
    const std::uint64_t asked = configured.number("pool.cpuThreads");
    return asked != 0 ? asked : std::max(1U, std::thread::hardware_concurrency());
}

auto descriptors(const Configured& configured) -> Finding {
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    const std::uint64_t needed = configured.number("server.limits.connections") + other_descriptors;
    const std::string allowed = std::to_string(limit.rlim_max);
    if (limit.rlim_max >= needed) return {"descriptors", true, allowed + " may be open"};
    return {
        "descriptors", false,
        allowed + " may be open, and server.limits.connections asks for " + std::to_string(needed),
        "ulimit -n " + std::to_string(needed) + "   # LimitNOFILE=, --ulimit nofile="};
}

auto backlog(const Configured& configured, const fs::path& root) -> Finding {
    const auto most = number_in(root / "proc/sys/net/core/somaxconn");
    const std::uint64_t asked = configured.number("server.backlog");
    if (!most || *most >= asked) return {"backlog", true, std::to_string(asked)};
    return {"backlog", false,
            "net.core.somaxconn is " + std::to_string(*most) + ", and server.backlog asks for " +
                std::to_string(asked),
            "sysctl -w net.core.somaxconn=" + std::to_string(asked)};
}

auto of_workers(const Configured& configured) -> std::string {
    const std::uint64_t count = configured.number("workers.count");
    return count > 1 ? " in " + std::to_string(count) + " workers" : std::string();
}

auto memory(const Configured& configured, const fs::path& group) -> Finding {
    const auto most = number_in(group / "memory.max");
    if (!most) return {"memory", true, "no limit"};
    const std::uint64_t needed =
        configured.number("workers.count") *
        (bytes_of_a_process +
         configured.bytes("security.password.memory") *
             configured.number("security.password.concurrency") +
         configured.number("server.limits.connections") * bytes_a_connection);
    const std::string allowed = config::format_size(*most);
    if (*most >= needed) return {"memory", true, allowed};
    return {"memory", false,
            "the container has " + allowed + ", and password hashing (" +
                configured.value("security.password.memory") + " x " +
                configured.value("security.password.concurrency") + ") with " +
                configured.value("server.limits.connections") + " connections may take " +
                std::to_string(needed >> 20U) + "MiB" + of_workers(configured),
            "export STRATA_SERVER_LIMITS_CONNECTIONS=1000   # or --memory " +
                std::to_string((needed >> 20U) + 1) + "m"};
}

auto processes(const Configured& configured, const fs::path& group) -> Finding {
    const auto most = number_in(group / "pids.max");
    const std::uint64_t needed =
        configured.number("workers.count") *
        (other_threads + cpu_threads(configured) + configured.number("pool.blockingThreads") +
         configured.number("database.readers"));
    if (!most || *most >= needed) return {"threads", true, std::to_string(needed) + " are needed"};
    return {"threads", false,
            "the container allows " + std::to_string(*most) + ", and the configuration needs " +
                std::to_string(needed) + of_workers(configured),
            "export STRATA_POOL_BLOCKING_THREADS=1   # or --pids-limit " + std::to_string(needed)};
}

auto processors(const Configured& configured, const fs::path& group) -> Finding {
    const auto quota = cpu_quota(group / "cpu.max");
    const std::uint64_t threads = cpu_threads(configured);
    if (!quota || static_cast<double>(threads) <= std::ceil(*quota))
        return {"processors", true, std::to_string(threads) + " threads compute"};
    const auto fit = static_cast<std::uint64_t>(std::ceil(*quota));
    return {"processors", false,
            std::to_string(threads) + " threads compute, and the container has " +
                std::to_string(fit) + " processors",
            "export STRATA_POOL_CPU_THREADS=" + std::to_string(fit)};
}

}  // namespace

auto examine_limits(const Place& place) -> std::vector<Finding> {
    const Configured configured(place.service);
    const fs::path group = place.root / "sys/fs/cgroup";
    return {descriptors(configured), backlog(configured, place.root), memory(configured, group),
            processes(configured, group), processors(configured, group)};
}

auto examine(const Place& place) -> std::vector<Finding> {
    std::vector<Finding> all = examine_toolchain(place);
    for (auto part : {examine_service(place), examine_deploy(place), examine_limits(place)})
        all.insert(all.end(), part.begin(), part.end());
    return all;
}

}  // namespace strata::tools::doctor
