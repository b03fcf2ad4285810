// Models in metaschema notation (schemas/) as the C++ that they become: a chat, a shop, a
// geography.
#include <doctest/doctest.h>

#include <concepts>

#include "schemas/chat.hpp"
#include "schemas/geography.hpp"
#include "schemas/shop.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"

using namespace schemas;

namespace {

// The value, if the text is one; else the pointer of the first fault in `fault`.
template <class T>
auto read(std::string_view text, std::string& fault) -> std::optional<T> {
    strata::json::Reader reader(text);
    std::optional<T> value;
    decode(reader, value);
    CHECK((reader.finish() || reader.ok()));
    const auto& problems = reader.problems();
    fault = problems.empty() ? "" : problems.front().pointer;
    return problems.empty() ? value : std::nullopt;
}

template <class T>
auto read(std::string_view text) -> std::optional<T> {
    std::string fault;
    auto value = read<T>(text, fault);
    CAPTURE(fault);
    CHECK(value);
    return value;
}

template <class T>
auto fault(std::string_view text) -> std::string {
    std::string fault;
    CHECK_FALSE(read<T>(text, fault));
    return fault;
}

template <class T>
auto written(const T& value) -> std::string {
    std::string text;
    strata::json::Writer writer(text);
    encode(writer, value);
    writer.finish();
    return text;
}

}  // namespace

TEST_CASE("an account of the chat comes in and goes out") {
    const auto account = read<chat::Account>(
        R"({"login": "ada", "password": "12345678", "fullName": {"given": "Ada"}, "role": "admin"})");
    REQUIRE(account);
    CHECK(account->full_name.given == "Ada");
    CHECK(account->role == chat::AccountRole::admin);
    CHECK(account->active == true);  // the default of an optional field
    CHECK_FALSE(account->account_id);
    CHECK_FALSE(account->phones);
    CHECK(read<chat::Account>(written(*account)) == account);
    const auto absent = read<chat::Account>(
        R"({"login": "ada", "password": "12345678", "fullName": {}, "role": "guest",
            "active": null, "phones": null, "accountId": "7"})");
    REQUIRE(absent);
    CHECK_FALSE(absent->active);
    CHECK(absent->account_id->value() == "7");
}

TEST_CASE("the rules of the chat are kept, each at its place") {
    CHECK(fault<chat::SignUp>(R"({"login": "ad", "password": "12345678"})") == "/login");
    CHECK(fault<chat::SignUp>(R"({"login": "ada", "password": "123"})") == "/password");
    CHECK(fault<chat::SignUp>(R"({"login": "ada", "password": "12345678", "x": 1})") == "/x");
    CHECK(fault<chat::Room>(
              R"({"title": "t", "owner": "1", "topics": ["a", "a"], "members": []})") == "/topics");
    CHECK(fault<chat::Attachment>(R"({"name": "n", "size": 0, "meta": {}})") == "/size");
    CHECK(fault<chat::Attachment>(R"({"name": "n", "size": 1, "meta": 5})") == "/meta");
    CHECK(fault<chat::Attachment>(R"({"name": "n", "size": 1, "meta": {}, "preview": [1, "2"]})") ==
          "/preview/1");
    CHECK(read<chat::Attachment>(R"({"name": "n", "size": 1, "meta": [], "preview": [1, 2]})"));
}

TEST_CASE("identifiers of the chat do not mix, and a projection shares the types of its account") {
    static_assert(!std::convertible_to<chat::RoomId, chat::AccountId>);
    static_assert(std::same_as<decltype(chat::Profile::role), decltype(chat::Account::role)>);
    static_assert(std::same_as<decltype(chat::Message::author), chat::Profile>);
    static_assert(std::same_as<decltype(chat::Message::reply_to), std::optional<chat::MessageId>>);
    CHECK(
        fault<chat::Profile>(
            R"({"online": true, "login": "ada", "fullName": {}, "role": "admin", "password": "p"})") ==
        "/password");
}

TEST_CASE("an order of the shop") {
    const auto order = read<shop::Order>(
        R"({"customer": "c", "lines": [{"product": "p", "quantity": 2, "price": {"cents": 5, "currency": "UAH"}}],
            "status": "new", "placed": "2026-01-02T03:04:05Z"})");
    REQUIRE(order);
    CHECK(order->status == shop::OrderStatus::new_);
    CHECK(order->lines.front().price == shop::Money(5, shop::MoneyCurrency::uah));
    CHECK(order->gift == false);
    CHECK(
        fault<shop::Order>(
            R"({"customer": "c", "lines": [{"product": "p", "quantity": 100, "price": {"cents": 5, "currency": "UAH"}}],
            "status": "new", "placed": "2026-01-02T03:04:05Z"})") == "/lines/0/quantity");
}

TEST_CASE("a product of the shop, and its card") {
    const auto card = read<shop::ProductCard>(
        R"({"sku": "AB-12", "name": "Soap", "price": {"cents": 250, "currency": "EUR"}, "rating": 4.5})");
    REQUIRE(card);
    CHECK(card->sku.value() == "AB-12");
    CHECK(card->rating == 4.5);
    CHECK_FALSE(card->product_id);
    CHECK(fault<shop::ProductCard>(
              R"({"sku": "AB", "name": "Soap", "price": {"cents": 250, "currency": "EUR"}})") ==
          "/sku");
    CHECK(fault<shop::Checkout>(R"({"lines": []})") == "/lines");
    CHECK(read<shop::Checkout>(R"({"lines": [{"sku": "AB-12", "quantity": 1}], "notes": {}})"));
}

TEST_CASE("a city of the geography") {
    const std::string country =
        R"({"code": "UA", "name": "Ukraine", "continent": "Europe", "languages": ["uk"]})";
    const auto city = read<geography::City>(
        R"({"name": "Kyiv", "country": )" + country +
        R"(, "location": [50.45, 30.52], "districts": [{"name": "Podil", "population": 200000}],
            "names": {"uk": "Київ"}, "capital": true})");
    REQUIRE(city);
    CHECK(city->country.continent.value() == "Europe");
    CHECK(city->names.at("uk") == "Київ");
    const auto card = geography::CityCard(city->name, city->country, city->capital);
    CHECK(read<geography::CityCard>(written(card)) == card);
    CHECK(fault<geography::City>(
              R"({"name": "Kyiv", "country": )" + country +
              R"(, "location": [91, 30], "districts": [], "names": {"a": "b"}})") == "/location/0");
    CHECK(fault<geography::City>(R"({"name": "Kyiv", "country": )" + country +
                                 R"(, "location": [1, 2], "districts": [], "names": {}})") ==
          "/names");
    CHECK(fault<geography::CitySearch>(R"({"text": "Ky", "limit": 101})") == "/limit");
    CHECK(read<geography::CitySearch>(R"({"text": "Ky", "country": null, "limit": null})"));
}
