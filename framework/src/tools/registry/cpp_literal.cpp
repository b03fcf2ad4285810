#include "tools/registry/cpp_literal.hpp"

namespace strata::tools {
namespace {

auto escaped(char c) -> std::string {
    switch (c) {
        case '"': return "\\\"";
        case '\\': return "\\\\";
        case '\n': return "\\n";
        case '\t': return "\\t";
        default: break;
    }
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x20 && byte != 0x7F) return {c};
    // Three octal digits: unlike a hexadecimal escape they end by themselves.
    return {'\\', static_cast<char>('0' + (byte >> 6)), static_cast<char>('0' + ((byte >> 3) & 7)),
            static_cast<char>('0' + (byte & 7))};
}

}  // namespace

auto cpp_literal(std::string_view text) -> std::string {
    std::string literal = "\"";
    for (const char c : text) literal += escaped(c);
    return literal + '"';
}

auto cpp_raw_literal(std::string_view text) -> std::string {
    std::string delimiter = "file";
    while (text.find(")" + delimiter + "\"") != std::string_view::npos) delimiter += '_';
    return "R\"" + delimiter + "(" + std::string(text) + ")" + delimiter + "\"";
}

}  // namespace strata::tools
