#include "http/compression.hpp"
#include "http/connection.hpp"

namespace strata::http {

void Connection::compress_content(std::string_view content_type) {
    const ServerSettings& settings = core_.settings;
    std::string_view content = std::string_view(output()).substr(mark_);
    if (!settings.compression || content.size() < settings.compression_min) return;
    if (phase_ != Phase::serving || content.size() > compression_max) return;
    if (!is_compressible(content_type) || fields_.has_content_encoding()) return;
    fields_.add("Vary", "Accept-Encoding");
    Coding coding = choose_coding(head());
    std::optional<std::string> smaller = compress(coding, content);
    if (!smaller) return;
    output().resize(mark_);
    output().append(*smaller);
    fields_.add("Content-Encoding", coding_name(coding));
}

}  // namespace strata::http
