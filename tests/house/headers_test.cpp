// What public headers may bring with them, and how headers and sources belong together.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "house/source_tree.hpp"
#include "tools/layers/include_scan.hpp"

using strata::tools::Include;
using strata::tools::scan_includes;
using namespace tests::house;

namespace {

constexpr auto heavy = std::to_array<std::string_view>(
    {"boost/", "nlohmann/", "spdlog/", "fmt/", "sqlite3.h", "pqxx/", "libpq-fe.h", "postgresql/",
     "openssl/", "sodium", "pcre2.h", "idn2.h", "brotli/", "zlib.h", "CLI/"});

// The seams to Asio itself.
constexpr auto asio_seams = std::to_array<std::string_view>(
    {"framework/include/strata/loop/asio.hpp", "framework/include/strata/loop/asio_operation.hpp",
     "framework/include/strata/loop/use_task.hpp"});

auto is_heavy(const Include& include) -> bool {
    return std::ranges::any_of(
        heavy, [&](std::string_view each) { return include.target.starts_with(each); });
}

auto find_public(std::string_view target) -> const Source* {
    const auto found = std::ranges::find_if(public_headers(), [&](const Source& header) {
        return header.path.ends_with("/include/" + std::string(target));
    });
    return found == public_headers().end() ? nullptr : &*found;
}

// What a header brings with it of other libraries, through all of Strata's headers.
void collect(const Source& header, std::set<std::string>& seen, std::vector<std::string>& brought) {
    if (!seen.insert(header.path).second) return;
    for (const Include& include : scan_includes(header.text)) {
        if (is_heavy(include)) brought.push_back(header.path + " includes " + include.target);
        if (const Source* inner = find_public(include.target)) collect(*inner, seen, brought);
    }
}

auto sources_including(std::string_view prefix) -> std::set<std::string> {
    std::set<std::string> users;
    for (const Source& source : cpp_sources()) {
        if (!source.path.starts_with("framework/") && !source.path.starts_with("transport/"))
            continue;
        for (const Include& include : scan_includes(source.text)) {
            if (include.target.starts_with(prefix)) users.insert(source.path);
        }
    }
    return users;
}

auto listed(const std::set<std::string>& names) -> std::string {
    std::string list;
    for (const std::string& name : names) list += " " + name;
    return list;
}

}  // namespace

TEST_CASE("no public header includes a heavy library") {
    CHECK(public_headers().size() > 50);
    for (const Source& header : public_headers()) {
        if (std::ranges::find(asio_seams, header.path) != asio_seams.end()) continue;
        for (const Include& include : scan_includes(header.text)) {
            CHECK_MESSAGE(!is_heavy(include),
                          header.path << ":" << include.line << ": includes " << include.target);
        }
    }
}

TEST_CASE("what a handler includes brings neither Asio nor json.hpp") {
    const Source* context = find_public("strata/context.hpp");
    REQUIRE(context != nullptr);
    std::set<std::string> seen;
    std::vector<std::string> brought;
    collect(*context, seen, brought);
    for (const std::string& each : brought) FAIL_CHECK(each);
}

TEST_CASE("heavy libraries stay behind few sources") {
    const std::map<std::string, std::size_t> most{{"boost/beast", 3}, {"spdlog/", 1}, {"pqxx/", 1}};
    for (const auto& [library, count] : most) {
        const auto users = sources_including(library);
        CHECK_MESSAGE(users.size() <= count, library << " is included by" << listed(users));
    }
}

TEST_CASE("a header begins with #pragma once, a public one says next what it is") {
    for (const Source& source : cpp_sources()) {
        if (!is_header(source)) continue;
        CHECK_MESSAGE(source.text.starts_with("#pragma once\n"), source.path);
    }
    for (const Source& header : public_headers()) {
        CHECK_MESSAGE(header.text.starts_with("#pragma once\n//"),
                      header.path << ":2: no comment says what this is");
    }
}

TEST_CASE("a source includes its own header first") {
    std::set<std::string> headers;
    for (const Source& source : cpp_sources()) {
        if (is_header(source)) headers.insert(source.path);
    }
    for (const Source& source : cpp_sources()) {
        if (is_header(source) || !source.path.starts_with("framework/src/")) continue;
        const auto stem = source.path.substr(14, source.path.size() - 14 - 4);
        const bool is_public = headers.contains("framework/include/strata/" + stem + ".hpp");
        if (!is_public && !headers.contains("framework/src/" + stem + ".hpp")) continue;
        const auto own = (is_public ? "strata/" : "") + stem + ".hpp";
        const auto includes = scan_includes(source.text);
        CHECK_MESSAGE((!includes.empty() && includes.front().target == own),
                      source.path << ": not first: " << own);
    }
}

TEST_CASE("the inline part of a header is included by that header only") {
    for (const Source& source : cpp_sources()) {
        for (const Include& include : scan_includes(source.text)) {
            const auto at = include.target.find("_inline.hpp");
            if (at == std::string::npos) continue;
            CHECK_MESSAGE(source.path.ends_with(include.target.substr(0, at) + ".hpp"),
                          source.path << ":" << include.line << ": includes " << include.target);
        }
    }
}
