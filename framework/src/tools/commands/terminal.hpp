#pragma once
// Colours for people: nothing where the output is no terminal, or NO_COLOR is set (no-color.org).
#include <unistd.h>

#include <cstdlib>
#include <string>
#include <string_view>

namespace strata::tools {

enum class Colour : std::uint8_t { red, yellow, green, bold };

[[nodiscard]] inline auto coloured(Colour colour, std::string_view text, int descriptor = 1)
    -> std::string {
    const char* off = std::getenv("NO_COLOR");
    if (::isatty(descriptor) != 1 || (off != nullptr && *off != '\0')) return std::string(text);
    constexpr std::string_view codes[] = {"31", "33", "32", "1"};
    return "\033[" + std::string(codes[static_cast<std::size_t>(colour)]) + "m" +
           std::string(text) + "\033[0m";
}

}  // namespace strata::tools
