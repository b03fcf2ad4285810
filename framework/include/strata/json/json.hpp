#pragma once
// Json: a dynamic JSON value, for what static types can't hold. Made by the strict Reader: no
// duplicate keys, valid UTF-8, bounded depth.
//
// Numbers: integers of 64 bits are exact, however written (1.0 and 1e2 are integers); any other is
// the nearest double; past double's range is a syntax error. Equality is JSON Schema's: 1 == 1.0,
// members in any order. Members iterate in the order of their keys' bytes.
//
// Threads: like a std container. Nothing here recurses: documents of any depth are copied,
// compared, written and destroyed on a small stack. Reading the wrong kind (as_string() of a
// number) throws std::logic_error.
#include <cstddef>
#include <cstdint>
#include <expected>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "strata/json/reader.hpp"

namespace strata::json {

class Json final {
  public:
    // Deeper texts are refused by parse().
    static constexpr unsigned default_depth = 256;

    Json() noexcept : Json(nullptr) {}
    Json(std::nullptr_t) noexcept;       // NOLINT(*-explicit-*)
    Json(bool value) noexcept;           // NOLINT(*-explicit-*)
    Json(int value) noexcept;            // NOLINT(*-explicit-*)
    Json(std::int64_t value) noexcept;   // NOLINT(*-explicit-*)
    Json(std::uint64_t value) noexcept;  // NOLINT(*-explicit-*)
    Json(double value) noexcept;         // NOLINT(*-explicit-*)
    Json(std::string value);             // NOLINT(*-explicit-*)
    Json(std::string_view value);        // NOLINT(*-explicit-*)
    Json(const char* value);             // NOLINT(*-explicit-*)
    [[nodiscard]] static auto object() -> Json;
    [[nodiscard]] static auto array() -> Json;

    Json(const Json& other);
    Json(Json&& other) noexcept;
    auto operator=(const Json& other) -> Json&;
    auto operator=(Json&& other) noexcept -> Json&;
    ~Json();

    [[nodiscard]] static auto parse(std::string_view text, unsigned max_depth = default_depth)
        -> std::expected<Json, SyntaxError>;

    [[nodiscard]] auto kind() const noexcept -> Kind;
    [[nodiscard]] auto is_null() const noexcept -> bool { return kind() == Kind::null; }
    [[nodiscard]] auto is_boolean() const noexcept -> bool { return kind() == Kind::boolean; }
    [[nodiscard]] auto is_number() const noexcept -> bool { return kind() == Kind::number; }
    [[nodiscard]] auto is_integer() const noexcept -> bool;  // without a fraction, of any size
    [[nodiscard]] auto is_string() const noexcept -> bool { return kind() == Kind::string; }
    [[nodiscard]] auto is_array() const noexcept -> bool { return kind() == Kind::array; }
    [[nodiscard]] auto is_object() const noexcept -> bool { return kind() == Kind::object; }

    // REQUIRES: the kind.
    [[nodiscard]] auto as_bool() const -> bool;
    [[nodiscard]] auto as_double() const -> double;
    [[nodiscard]] auto as_string() const -> const std::string&;
    // Exactly, if it is a number without fraction and in range.
    [[nodiscard]] auto as_int64() const noexcept -> std::optional<std::int64_t>;
    [[nodiscard]] auto as_uint64() const noexcept -> std::optional<std::uint64_t>;

    // Elements of an array, members of an object; 0 of anything else.
    [[nodiscard]] auto size() const noexcept -> std::size_t;
    [[nodiscard]] auto empty() const noexcept -> bool { return size() == 0; }

    // Arrays. REQUIRES: is_array(), but for push_back() on null, which becomes one. at() throws
    // std::out_of_range.
    [[nodiscard]] auto items() const& -> std::span<const Json>;
    [[nodiscard]] auto items() & -> std::span<Json>;
    auto items() const&& = delete;  // the items would not outlive the expression
    [[nodiscard]] auto at(std::size_t index) const -> const Json&;
    auto push_back(Json value) -> Json&;

    // Objects. find() is null where there is no such member, or no object. operator[] makes the
    // member (and null an object).
    class Members;
    [[nodiscard]] auto members() const& -> Members;
    auto members() const&& = delete;
    [[nodiscard]] auto find(std::string_view key) const noexcept -> const Json*;
    [[nodiscard]] auto find(std::string_view key) noexcept -> Json*;
    [[nodiscard]] auto contains(std::string_view key) const noexcept -> bool { return find(key); }
    [[nodiscard]] auto at(std::string_view key) const -> const Json&;
    auto operator[](std::string_view key) -> Json&;
    auto erase(std::string_view key) -> bool;

    // By JSON pointer; null where it leads nowhere.
    [[nodiscard]] auto resolve(std::string_view pointer) const -> const Json*;

    // Compact, or with `indent` spaces a level.
    [[nodiscard]] auto to_string(unsigned indent = 0) const -> std::string;

    [[nodiscard]] friend auto operator==(const Json& a, const Json& b) -> bool {
        return equal(a, b);
    }

  private:
    friend struct JsonAccess;
    static auto equal(const Json& a, const Json& b) -> bool;

    // A nlohmann::json lives here; see src/json/json_access.hpp.
    alignas(8) std::byte storage_[16];
};

// The members of an object: for (auto [key, value] : json.members()).
class Json::Members final {
  public:
    struct Member final {
        const std::string& key;
        const Json& value;
    };
    class Iterator final {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = Member;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = Member;
        Iterator() noexcept = default;
        explicit Iterator(const void* node) noexcept : node_(node) {}
        [[nodiscard]] auto operator*() const noexcept -> Member;
        auto operator++() noexcept -> Iterator&;
        auto operator++(int) noexcept -> Iterator {
            const Iterator before = *this;
            ++*this;
            return before;
        }
        friend auto operator==(Iterator, Iterator) noexcept -> bool = default;

      private:
        const void* node_ = nullptr;
    };
    Members(Iterator first, Iterator last) noexcept : first_(first), last_(last) {}
    [[nodiscard]] auto begin() const noexcept -> Iterator { return first_; }
    [[nodiscard]] auto end() const noexcept -> Iterator { return last_; }

  private:
    Iterator first_;
    Iterator last_;
};

}  // namespace strata::json
