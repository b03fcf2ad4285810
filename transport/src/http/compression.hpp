#pragma once
// Compression of whole answers: which coding a client accepts (RFC 9110, section 12.5.3), which
// media types are worth it, and the coding itself with bounded effort. Pure; any thread.
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "http/parse/request_head.hpp"

namespace strata::http {

enum class Coding : std::uint8_t { identity, gzip, brotli };
[[nodiscard]] auto coding_name(Coding coding) noexcept -> std::string_view;

// The best of brotli and gzip that is accepted, by weight, brotli where they are equal; identity
// where it is named with a greater weight.
[[nodiscard]] auto choose_coding(std::string_view accept_encoding) noexcept -> Coding;
// The same of all Accept-Encoding lines of a request.
[[nodiscard]] auto choose_coding(const HeadView& head) -> Coding;
// Text, JSON, XML, JavaScript, SVG, WebAssembly.
[[nodiscard]] auto is_compressible(std::string_view media_type) noexcept -> bool;
// Nothing if it would not be smaller.
[[nodiscard]] auto compress(Coding coding, std::string_view content) -> std::optional<std::string>;

}  // namespace strata::http
