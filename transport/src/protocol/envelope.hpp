#pragma once
// Envelope: the outermost object of a packet, Metacom's or JSON-RPC's: the JSON text of each of its
// members. Both are read in this one pass, so that one connection can speak both. Pure; any thread;
// the views are the packet's.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace strata::protocol {

enum class Part : std::uint8_t {
    type,
    id,
    method,
    args,
    name,
    data,
    size,
    status,
    jsonrpc,
    params,
};
inline constexpr std::size_t parts = 10;

struct Envelope {
    std::array<std::string_view, parts> texts{};  // empty: not there
    bool is_json = true;
    bool is_object = true;
    std::size_t members = 0;
    std::string problem{};  // what is wrong: malformed text, no object, an unknown member

    [[nodiscard]] auto has(Part part) const noexcept -> bool { return !text(part).empty(); }
    [[nodiscard]] auto text(Part part) const noexcept -> std::string_view {
        return texts[static_cast<std::size_t>(part)];
    }
    // The value of a member that is a text.
    [[nodiscard]] auto string(Part part) const -> std::optional<std::string>;
    // The first member that is not one of these; "" if there is none.
    template <class... Parts>
    [[nodiscard]] auto other_than(Parts... allowed) const -> std::string_view {
        const std::uint32_t mask = ((1U << static_cast<unsigned>(allowed)) | ...);
        return other(mask);
    }

  private:
    [[nodiscard]] auto other(std::uint32_t allowed) const -> std::string_view;
};

// `depth`: levels of nesting in what a packet carries.
[[nodiscard]] auto read_envelope(std::string_view packet, unsigned depth) -> Envelope;

// The id of a call: a whole number that every JSON reader keeps, or a text of at most 255 bytes.
[[nodiscard]] auto is_call_id(std::string_view json) -> bool;

}  // namespace strata::protocol
