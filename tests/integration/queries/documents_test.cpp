// Columns that hold a document of a contract's type.
#include <doctest/doctest.h>

#include "stock.hpp"

using namespace stock;

namespace {

auto box(std::int64_t width) -> Box {
    std::vector<Name> labels{name_of("x")};
    return Box(width, std::move(labels), std::nullopt);
}

auto parcel(std::uint8_t number) -> Parcel {
    std::vector<Name> names{name_of("one"), name_of("\"two\"")};
    return Parcel(id_of(number), box(number + 1), std::move(names), box(7));
}

}  // namespace

TEST_CASE("a document comes back as it was stored, alone, in a row, in a batch, and NULL as none") {
    Stock stock;
    const auto scenario = [](Database& database) -> Task<> {
        Db db(database, Transaction::write);
        co_await queries::insert_parcel(db, parcel(1));
        std::vector<Parcel> parcels;
        parcels.push_back(parcel(2));
        parcels.push_back(parcel(3));
        parcels[1].inner.reset();
        CHECK(co_await queries::insert_parcels(db, parcels) == 2);
        const auto first = co_await queries::find_parcel(db, id_of(1));
        REQUIRE(first.has_value());
        CHECK(*first == parcel(1));
        const auto third = co_await queries::find_parcel(db, id_of(3));
        REQUIRE(third.has_value());
        CHECK_FALSE(third->inner.has_value());
        const Box second = co_await queries::box_of(db, id_of(2));
        CHECK(second == box(3));
        const auto inner = co_await queries::inner_boxes(db);
        REQUIRE(inner.size() == 3);
        CHECK(inner[0].inner == box(7));
        CHECK_FALSE(inner[2].inner.has_value());
    };
    run_task(stock.loop, scenario(stock.database));
}

TEST_CASE("a stored document that breaks its schema is an error that names query, column, place") {
    Stock stock;
    const auto scenario = [](Database& database, std::string_view document) -> Task<> {
        Db db(database, Transaction::write);
        co_await queries::insert_parcel(db, parcel(1));
        auto spoiled = json::Json::parse(document);
        REQUIRE(spoiled.has_value());
        co_await queries::spoil_box(db, id_of(1), *std::move(spoiled));
        co_await queries::find_parcel(db, id_of(1));
    };
    const auto what = [&](std::string_view document) {
        const DatabaseError error = error_of(stock.loop, scenario(stock.database, document));
        CHECK(error.kind() == ErrorKind::corrupt);
        return std::string(error.what());
    };
    const std::string where = "stock.find_parcel: column box: the stored value ";
    CHECK(
        what(R"({"width": 0, "labels": []})").starts_with(where + "is not of its type: /width: "));
    CHECK(what(R"({"labels": []})").starts_with(where + "is not of its type: "));
    CHECK(what(R"({"width": 1, "labels": ["a", "b", "c", "d"]})")
              .starts_with(where + "is not of its type: /labels: "));
    CHECK(what(R"({"width": 1, "labels": [], "lid": {"kind": "square"}})")
              .starts_with(where + "is not of its type: /lid"));
    CHECK(what(R"([])").starts_with(where + "is not of its type: "));
}
