// The files that a service is deployed with, against its configuration in production: what
// `strata new` wrote there follows from the defaults, and nobody changes both.
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "tools/commands/service_names.hpp"
#include "tools/doctor/configured.hpp"
#include "tools/doctor/doctor.hpp"

namespace strata::tools::doctor {

namespace {

namespace fs = std::filesystem;

// A number of a file, after these words.
struct Fact {
    std::string file{};
    std::string words{};
    std::uint64_t needed = 0;
    std::string because{};
    bool exactly = false;  // or at least
};

auto text_of(const fs::path& file) -> std::string {
    std::ifstream stream(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

auto facts(const fs::path& service, const Configured& configured) -> std::vector<Fact> {
    const std::uint64_t rest = 5;  // seconds beside the clients' own
    const std::uint64_t drain = configured.seconds("drain.timeout");
    const std::uint64_t grace = configured.seconds("drain.delay") + drain + rest;
    const std::uint64_t start = configured.seconds("start.timeout");
    const std::uint64_t port = configured.number("server.port");
    const std::string of_grace = "drain.delay + drain.timeout + 5 s";
    std::vector<Fact> all{
        {"Dockerfile", "\nEXPOSE ", port, "server.port", true},
        {"Dockerfile", "--start-period=", start, "start.timeout"},
        {"deploy/compose.yaml", "stop_grace_period: ", grace, of_grace},
        {"deploy/kubernetes.yaml", "terminationGracePeriodSeconds: ", grace, of_grace},
        {"deploy/kubernetes.yaml", "{ name: http, containerPort: ", port, "server.port", true}};
    for (const std::string& name : service_names(service)) {
        const std::string unit = "deploy/" + name + ".service";
        const bool no_delay = text_of(service / unit).find("\nEnvironment=STRATA_DRAIN_DELAY=0s") !=
                              std::string::npos;
        all.push_back({unit, "\nTimeoutStopSec=", no_delay ? drain + rest : grace,
                       no_delay ? "drain.timeout + 5 s" : of_grace});
        all.push_back({unit, "\nTimeoutStartSec=", start + rest, "start.timeout + 5 s"});
    }
    return all;
}

// What a person took out is not asked for.
auto differs(const fs::path& service, const Fact& fact) -> std::vector<Finding> {
    const std::string text = text_of(service / fact.file);
    const auto at = text.find(fact.words);
    if (at == std::string::npos) return {};
    const char* begin = text.c_str() + at + fact.words.size();
    std::uint64_t said = 0;
    const auto end = std::from_chars(begin, text.c_str() + text.size(), said).ptr;
    if (end == begin || said == fact.needed || (said > fact.needed && !fact.exactly)) return {};
    std::string words = fact.words;
    std::erase(words, '\n');
    const std::string needed = std::to_string(fact.needed);
    return {{"deploy", false,
             fact.file + ": " + words + std::to_string(said) + ", and " + fact.because + " is " +
                 needed,
             "sed -i 's/" + words + std::to_string(said) + "/" + words + needed + "/' " +
                 (service / fact.file).lexically_normal().string()}};
}

}  // namespace

auto examine_deploy(const Place& place) -> std::vector<Finding> {
    if (!fs::is_directory(place.service / "deploy")) return {};
    const auto configured = Configured::of_production(place.service);
    std::vector<Finding> findings;
    for (const Fact& fact : facts(place.service, configured)) {
        for (Finding& each : differs(place.service, fact)) findings.push_back(std::move(each));
    }
    if (findings.empty())
        findings.push_back({"deploy", true, "agrees with the configuration of production"});
    return findings;
}

}  // namespace strata::tools::doctor
