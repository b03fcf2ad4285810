// Runs the official JSON-Schema-Test-Suite for drafts 2020-12 and 7: required, optional and format.
//
//     json_schema_suite [--suite FOLDER]     default: $STRATA_JSON_SCHEMA_SUITE, else the folder
//     beside the source tree
//
// Exit 0: every case passed, or the suite is not there (and the output says so). 1: some case
// failed. 2: it can't be read.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "strata/schema/schema.hpp"

namespace {

namespace fs = std::filesystem;
using strata::json::Json;
using strata::schema::Draft;
using strata::schema::Options;
using strata::schema::Registry;
using strata::schema::Schema;

// Optional cases that are left out, by file, group and test, each with its reason.
struct LeftOut {
    std::string_view file;
    std::string_view group;
    std::string_view test;
    std::string_view reason;
};
const std::vector<LeftOut> left_out{};

struct Totals {
    std::size_t passed = 0;
    std::size_t failed = 0;
    std::size_t skipped = 0;
};

auto read_json(const fs::path& path) -> Json {
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    auto json = Json::parse(text.str());
    if (json) return *std::move(json);
    const auto& error = json.error();
    throw std::runtime_error(path.string() + ':' + std::to_string(error.line) + ':' +
                             std::to_string(error.column) + ": " + error.message);
}

auto files_in(const fs::path& folder) -> std::vector<fs::path> {
    std::vector<fs::path> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".json") files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    return files;
}

auto read_remotes(const fs::path& suite) -> Registry {
    Registry registry;
    const fs::path folder = suite / "remotes";
    for (const fs::path& path : files_in(folder)) {
        registry.add("http://localhost:1234/" + fs::relative(path, folder).generic_string(),
                     read_json(path));
    }
    return registry;
}

auto is_left_out(const std::string& file, const std::string& group, const std::string& test)
    -> bool {
    for (const LeftOut& one : left_out) {
        if (one.file != file || one.group != group || one.test != test) continue;
        std::cout << "left out: " << file << ": " << group << ": " << test << ": " << one.reason
                  << '\n';
        return true;
    }
    return false;
}

void run_group(const std::string& file, const Json& group, const Options& options, Totals& totals) {
    const std::string& name = group.at("description").as_string();
    const auto schema = Schema::compile(group.at("schema"), options);
    for (const Json& test : group.at("tests").items()) {
        const std::string& description = test.at("description").as_string();
        if (is_left_out(file, name, description)) {
            ++totals.skipped;
            continue;
        }
        const Json& data = test.at("data");
        const bool expected = test.at("valid").as_bool();
        // Both modes must agree, and an invalid document has at least one error.
        const bool quick = schema && schema->is_valid(data);
        const auto full = schema ? schema->validate(data) : strata::schema::Verdict{};
        if (schema && quick == expected && full.valid == expected &&
            full.errors.empty() == expected) {
            ++totals.passed;
            continue;
        }
        ++totals.failed;
        std::cout << "FAILED: " << file << ": " << name << ": " << description << ": expected "
                  << (expected ? "valid" : "invalid");
        if (!schema)
            std::cout << ", but: " << schema.error().location << ": " << schema.error().message;
        if (!full.errors.empty()) std::cout << ", but: " << full.errors.front().message;
        std::cout << '\n';
    }
}

void run_draft(const fs::path& suite, const std::string& name, const Registry& registry,
               Totals& totals) {
    const fs::path folder = suite / "tests" / name;
    for (const fs::path& path : files_in(folder)) {
        const std::string file = name + '/' + fs::relative(path, folder).generic_string();
        Options options;
        options.draft = *strata::schema::find_draft(name);
        options.registry = &registry;
        // Formats are annotations but where the suite tests them.
        options.assert_format = file.find("optional/format/") != std::string::npos;
        const Json groups = read_json(path);
        for (const Json& group : groups.items()) run_group(file, group, options, totals);
    }
}

auto suite_folder(int argc, char** argv) -> fs::path {
    if (argc == 3 && std::string_view(argv[1]) == "--suite") return argv[2];
    const char* named = std::getenv("STRATA_JSON_SCHEMA_SUITE");
    return named != nullptr ? named : STRATA_DEFAULT_SUITE;
}

}  // namespace

auto main(int argc, char** argv) -> int {
    const fs::path suite = suite_folder(argc, argv);
    if (!fs::exists(suite / "tests")) {
        std::cout << "The JSON-Schema-Test-Suite is not in " << suite.string()
                  << ": only the project's own cases run (unit.schema).\n";
        return 0;
    }
    try {
        const Registry registry = read_remotes(suite);
        std::size_t failed = 0;
        for (const std::string name : {"draft2020-12", "draft7"}) {
            Totals totals;
            run_draft(suite, name, registry, totals);
            std::cout << name << ": " << totals.passed << " passed, " << totals.failed
                      << " failed, " << totals.skipped << " left out\n";
            failed += totals.failed;
            if (totals.passed == 0) throw std::runtime_error("no case found for " + name);
        }
        return failed == 0 ? 0 : 1;
    } catch (const std::exception& error) {
        std::cerr << error.what() << '\n';
        return 2;
    }
}
