#include "strata/values/result.hpp"

#include <doctest/doctest.h>

#include <memory>
#include <string>

#include "strata/values/named.hpp"

namespace {

using strata::Errors;
using strata::fail;
using strata::Invalid;
using strata::Result;

struct NotFound {
    std::string what;
};
struct Denied {};
struct Other {};

auto find(bool there) -> Result<std::string, NotFound> {
    if (!there) return NotFound{"room"};
    return std::string("kitchen");
}

auto enter(bool there) -> Result<int, NotFound, Denied> {
    auto room = find(there);
    if (!room) return fail(room.error());
    return static_cast<int>(room->size());
}

class Title final : public strata::Named<Title, std::string> {
  public:
    static auto check(const std::string& value) -> const Invalid* {
        static constexpr Invalid empty{"minLength", "must not be empty"};
        return value.empty() ? &empty : nullptr;
    }

  private:
    friend class strata::Named<Title, std::string>;
    friend struct strata::NamedAccess;
    using Named::Named;
};
class RoomId final : public strata::NamedId<RoomId> {
    using NamedId::NamedId;
};
class MessageId final : public strata::NamedId<MessageId> {
    using NamedId::NamedId;
};

}  // namespace

TEST_CASE("result: a value or one of the named errors") {
    CHECK(enter(true).value() == 7);
    auto failed = enter(false);
    REQUIRE_FALSE(failed);
    CHECK(failed.failed_with<NotFound>());
    CHECK_FALSE(failed.failed_with<Denied>());
    CHECK(failed.error().get<NotFound>().what == "room");
}

TEST_CASE("result: an error that is not named does not convert") {
    static_assert(std::is_convertible_v<NotFound, Result<int, NotFound>>);
    static_assert(!std::is_convertible_v<Other, Result<int, NotFound>>);
    static_assert(std::is_constructible_v<Errors<NotFound, Denied>, Errors<NotFound>>);
    static_assert(!std::is_constructible_v<Errors<NotFound>, Errors<NotFound, Denied>>);
    static_assert(
        !std::is_convertible_v<strata::Failure<Errors<NotFound, Other>>, Result<int, NotFound>>);
}

TEST_CASE("result: moves values that can't be copied, and errors equal to values by fail()") {
    Result<std::unique_ptr<int>, Denied> owner(std::make_unique<int>(3));
    auto taken = *std::move(owner);
    CHECK(*taken == 3);
    Result<std::string, std::string> same(fail(std::string("broken")));
    CHECK_FALSE(same.has_value());
    CHECK(same.error().get<std::string>() == "broken");
}

TEST_CASE("named: a value outside its schema can't exist, and ids do not mix") {
    CHECK(Title::parse("Kitchen").value().value() == "Kitchen");
    auto broken = Title::parse("");
    REQUIRE_FALSE(broken);
    CHECK(broken.error().get<Invalid>().keyword == "minLength");
    static_assert(!std::is_constructible_v<Title, std::string>);
    static_assert(!std::is_convertible_v<strata::Uuid, RoomId>);
    static_assert(!std::is_constructible_v<RoomId, MessageId>);
    CHECK(strata::NamedAccess::make<Title>("Hall").value() == "Hall");
}
