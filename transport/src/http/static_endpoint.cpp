#include "http/static_endpoint.hpp"

#include <algorithm>

#include "http/byte_range.hpp"
#include "http/compression.hpp"
#include "http/connection.hpp"
#include "http/http_date.hpp"
#include "http/parse/chars.hpp"
#include "http/parse/target.hpp"
#include "http/preconditions.hpp"

namespace strata::http {

namespace {

constexpr std::size_t piece = 64 * 1024;

void redirect_to_folder(Connection& connection) {
    const HeadView head = connection.head();
    std::string location = std::string(head.path()) + "/";
    if (!head.query().empty()) location.append("?").append(head.query());
    connection.fields().add("Location", location);
    connection.respond(308, {}, {});
}

auto range_of(const HeadView& head, const StaticFile& file, std::int64_t modified, ByteRange& range)
    -> RangeKind {
    if (!head.has(Known::range) || head.head().verb != Verb::get) return RangeKind::whole;
    std::string_view condition = head.field(Known::if_range);
    bool current = !head.has(Known::if_range) || condition == file.etag() ||
                   parse_http_date(condition) == std::optional<std::int64_t>(modified);
    return current ? parse_range(head.field(Known::range), file.size(), range) : RangeKind::whole;
}

// Whether the connection compresses such an answer for those who accept it.
auto is_coded_on_the_way(const ServerSettings& settings, const StaticFile& file,
                         std::string_view type) -> bool {
    return settings.compression && file.size() >= settings.compression_min &&
           file.size() <= piece && is_compressible(type);
}

auto content_range(const ByteRange& range, std::uint64_t size) -> std::string {
    return "bytes " + std::to_string(range.first) + "-" +
           std::to_string(range.first + range.size - 1) + "/" + std::to_string(size);
}

}  // namespace

StaticEndpoint::StaticEndpoint(std::string endpoint_name, const std::string& folder,
                               std::string policy)
    : Endpoint(std::move(endpoint_name)), root_(folder), policy_(std::move(policy)) {
    logged = true;
}

auto StaticEndpoint::wanted_path(Connection& connection) const -> std::string {
    std::string path;
    const RouteMatch& match = connection.match();
    // Decoded here, once; an encoded slash or backslash makes no path of its own.
    std::string_view raw = match.value(connection.head().path(), match.count - 1U);
    if (raw.find("%2F") != raw.npos || raw.find("%2f") != raw.npos) return ".";
    return percent_decode(raw, false, path) ? path : ".";
}

void StaticEndpoint::answer_missing(Connection& connection, const std::string& path) const {
    if (root_.is_folder(path)) return redirect_to_folder(connection);
    contract::Problem problem;
    problem.status = 404;
    problem.code = "not_found";
    problem.message = "There is nothing at this path";
    connection.respond_problem(problem);
}

void StaticEndpoint::describe(Connection& connection, const StaticFile& file, std::int64_t modified,
                              bool coded) const {
    ResponseFields& fields = connection.fields();
    // What is coded on the way is the same file, but not byte for byte.
    fields.add("ETag", (coded ? "W/" : "") + file.etag());
    fields.add("Last-Modified", format_http_date(modified));
    fields.add("Cache-Control", "no-cache");
    fields.add("Accept-Ranges", "bytes");
    if (!policy_.empty()) fields.add("Content-Security-Policy", policy_);
}

auto StaticEndpoint::serve(Connection& connection) -> Task<void> {
    if (connection.match().count == 0) {
        redirect_to_folder(connection);
        co_return;
    }
    std::string path = wanted_path(connection);
    std::optional<StaticFile> file = root_.open(path);
    if (!file) {
        answer_missing(connection, path);
        co_return;
    }
    std::string_view type =
        media_type_of(path.empty() || path.ends_with('/') ? "index.html" : std::string_view(path));
    // Last-Modified is never later than Date (RFC 9110, section 8.8.2.1).
    const std::int64_t modified = std::min(file->modified(), connection.core().second());
    ByteRange range{0, file->size()};
    const RangeKind kind = range_of(connection.head(), *file, modified, range);
    const bool may_be_coded = is_coded_on_the_way(connection.core().settings, *file, type);
    describe(connection, *file, modified,
             may_be_coded && kind == RangeKind::whole &&
                 choose_coding(connection.head()) != Coding::identity);
    ResponseFields& fields = connection.fields();
    const Precondition precondition =
        check_preconditions(connection.head(), file->etag(), modified);
    // As the whole answer has it.
    if (may_be_coded && (kind == RangeKind::part || precondition == Precondition::not_modified)) {
        fields.add("Vary", "Accept-Encoding");
    }
    switch (precondition) {
        case Precondition::holds: break;
        case Precondition::not_modified: connection.respond(304, {}, {}); co_return;
        case Precondition::failed: connection.respond(412, {}, {}); co_return;
    }
    if (kind == RangeKind::unsatisfiable) {
        fields.add("Content-Range", "bytes */" + std::to_string(file->size()));
        connection.respond(416, {}, {});
        co_return;
    }
    if (kind == RangeKind::part) fields.add("Content-Range", content_range(range, file->size()));
    if (kind == RangeKind::whole && range.size <= piece) {
        connection.respond(200, type, file->read(0, range.size));
        co_return;
    }
    connection.begin_stream(kind == RangeKind::part ? 206 : 200, type, range.size);
    while (range.size > 0 && connection.head().head().verb != Verb::head) {
        std::string bytes = file->read(range.first, std::min<std::uint64_t>(piece, range.size));
        // The file got shorter: what was announced can't be kept, so the connection ends.
        if (bytes.empty() || !connection.write(bytes)) co_return;
        range.first += bytes.size();
        range.size -= bytes.size();
        if (!co_await connection.drained()) co_return;
    }
    connection.end_stream();
}

}  // namespace strata::http
