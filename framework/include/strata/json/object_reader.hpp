#pragma once
// ObjectReader: reads an object whose members are known when compiling. Unknown members are
// reported and skipped, a second one of a name is an error, and missing ones are reported at the
// end.
//
//     constexpr std::array<std::string_view, 3> order_members{"id", "title", "note"};
//     ObjectReader<order_members, 2> object(reader);      // the first two are required
//     while (object.next()) {
//         switch (object.member()) {
//             case 0: decode(reader, id); break;
//             ...
//     if (object.complete()) out.emplace(...);
//
// One object, one thread; the Reader must outlive it.
#include <array>
#include <bit>
#include <cstdint>
#include <limits>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "strata/json/checks.hpp"
#include "strata/json/reader.hpp"

namespace strata::json {

enum class OtherMembers : std::uint8_t { refused, given };

template <const auto& Names, std::size_t Required, OtherMembers Others = OtherMembers::refused>
class ObjectReader final {
  public:
    static constexpr std::size_t count = Names.size();
    static_assert(count <= 64 && Required <= count);

    explicit ObjectReader(Reader& reader)
        : reader_(reader), start_(reader.mark()), open_(reader.begin_object()), whole_(open_) {}

    // False at the end of the object, or if there is none. After true: exactly one value must be
    // read.
    [[nodiscard]] auto next() -> bool {
        while (open_ && reader_.next_member(key_)) {
            ++size_;
            member_ = find(std::make_index_sequence<count>());
            if (member_ == count) {
                if constexpr (Others == OtherMembers::given) return true;
                reader_.unknown(key_, Names);
                reader_.ignore(key_);
            } else if (const auto bit = std::uint64_t{1} << member_; (seen_ & bit) != 0) {
                reader_.duplicate(key_);
            } else {
                seen_ |= bit;
                return true;
            }
        }
        return false;
    }

    // The index in Names of the member to read; Names.size(): another one, called key().
    [[nodiscard]] auto member() const noexcept -> std::size_t { return member_; }
    [[nodiscard]] auto key() const noexcept -> std::string_view { return key_; }

    void check_size(std::size_t min, std::size_t max) {
        if (whole_) check_properties(reader_, size_, min, max);
    }

    // Reports what is missing. True if nothing was wrong since the beginning: every required member
    // was read.
    [[nodiscard]] auto complete() -> bool {
        constexpr std::uint64_t required =
            Required == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << Required) - 1;
        if (!whole_) return false;
        if (auto missing = required & ~seen_; missing != 0 && reader_.ok()) {
            for (; missing != 0; missing &= missing - 1) {
                reader_.missing(Names[static_cast<std::size_t>(std::countr_zero(missing))]);
            }
        }
        return !reader_.problems_since(start_);
    }

  private:
    template <std::size_t... I>
    [[nodiscard]] auto find(std::index_sequence<I...> /*all*/) const noexcept -> std::size_t {
        std::size_t found = count;
        (void)((key_ == Names[I] ? (found = I, true) : false) || ...);
        return found;
    }

    Reader& reader_;
    Reader::Mark start_;
    std::string_view key_{};
    std::uint64_t seen_ = 0;
    std::size_t member_ = 0;
    std::size_t size_ = 0;
    bool open_;
    bool whole_;
};

}  // namespace strata::json
