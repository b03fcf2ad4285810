#pragma once
// RequestHead: what the parser found in the head of a request, as offsets into the connection's
// buffer, so that it survives the buffer's moves without a copy. HeadView joins it with the bytes.
// Loop thread; a view lives as long as the bytes stay where they are.
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace strata::http {

// The methods that the server knows. Anything else gets 501.
enum class Verb : std::uint8_t { get, head, post, put, patch, del, options };
inline constexpr std::size_t verb_count = 7;
[[nodiscard]] auto verb_name(Verb verb) noexcept -> std::string_view;
[[nodiscard]] auto parse_verb(std::string_view text) noexcept -> std::optional<Verb>;

// Fields that somebody reads by name are remembered while the head is parsed; any other is found by
// walking over the (already checked) lines again.
enum class Known : std::uint8_t {
    host,
    content_length,
    transfer_encoding,
    connection,
    expect,
    upgrade,
    content_type,
    content_encoding,
    authorization,
    cookie,
    origin,
    sec_fetch_site,
    accept_encoding,
    if_match,
    if_none_match,
    if_modified_since,
    if_range,
    range,
    idempotency_key,
    x_request_id,
    request_timeout,
    traceparent,
    forwarded,
    x_forwarded_for,
    access_control_request_method,
    access_control_request_headers,
};
inline constexpr std::size_t known_count = 26;
[[nodiscard]] auto known_field(std::string_view name) noexcept -> std::optional<Known>;
[[nodiscard]] auto known_name(Known field) noexcept -> std::string_view;

struct Piece {
    std::uint32_t begin = 0;
    std::uint32_t size = 0;
    [[nodiscard]] explicit operator bool() const noexcept { return begin != 0 || size != 0; }
};

enum class Framing : std::uint8_t { none, length, chunked };

struct RequestHead {
    Verb verb = Verb::get;
    bool http_1_0 = false;
    bool keep_alive = true;
    bool expects_continue = false;
    bool asks_upgrade = false;  // Connection: upgrade, with an Upgrade field
    bool asterisk = false;      // OPTIONS *
    Framing framing = Framing::none;
    std::uint16_t field_count = 0;
    std::uint64_t content_length = 0;
    Piece target{};
    Piece path{};   // still percent-encoded; begins with "/", or is empty for an absolute-form
                    // target without one
    Piece query{};  // without "?"
    Piece host{};   // the authority of the target, else the Host field
    Piece fields{};
    std::uint32_t size = 0;  // of the whole head, with what precedes and the empty line
    [[nodiscard]] auto has(Known field) const noexcept -> bool {
        return (known_mask & 1U << static_cast<unsigned>(field)) != 0;
    }
    // As new; what stood in `known` stays there, unseen.
    void clear() noexcept;

    std::uint32_t known_mask = 0;            // a bit for each that is there
    std::array<Piece, known_count> known{};  // of those that are there
};

struct FieldView {
    std::string_view name;
    std::string_view value;
};

class HeadView final {
  public:
    HeadView(const char* base, const RequestHead& head) : base_(base), head_(&head) {}
    [[nodiscard]] auto head() const noexcept -> const RequestHead& { return *head_; }
    [[nodiscard]] auto text(Piece piece) const noexcept -> std::string_view {
        return {base_ + piece.begin, piece.size};
    }
    [[nodiscard]] auto target() const noexcept { return text(head_->target); }
    [[nodiscard]] auto path() const noexcept -> std::string_view {
        return head_->path.size == 0 ? std::string_view("/") : text(head_->path);
    }
    [[nodiscard]] auto query() const noexcept { return text(head_->query); }
    [[nodiscard]] auto host() const noexcept { return text(head_->host); }
    [[nodiscard]] auto has(Known field) const noexcept -> bool { return head_->has(field); }
    // The value; empty if there is none.
    [[nodiscard]] auto field(Known field) const noexcept -> std::string_view {
        return has(field) ? text(head_->known[static_cast<std::size_t>(field)])
                          : std::string_view();
    }
    // The first field of that name, known or not.
    [[nodiscard]] auto find(std::string_view name) const noexcept
        -> std::optional<std::string_view>;
    // Calls visit(FieldView) for each field line in order.
    template <class F>
    void each(F&& visit) const {
        std::string_view rest = text(head_->fields);
        while (!rest.empty()) visit(next_field(rest));
    }

  private:
    static auto next_field(std::string_view& rest) noexcept -> FieldView;
    const char* base_;
    const RequestHead* head_;
};

}  // namespace strata::http
