#include "domain/auth.hpp"

#include <doctest/doctest.h>

namespace {

using namespace domain::auth;

const auto now = Timestamp::parse("2026-03-01T12:00:00Z").value();
const auto id = AccountId(strata::Uuid::parse("00000000-0000-7000-8000-000000000001").value());
const auto login = Login::parse("ada_lovelace").value();

}  // namespace

TEST_CASE("an account without a display name is shown by its login") {
    auto account = open_account(false, id, login, std::nullopt, "hash", now);
    REQUIRE(account);
    CHECK(account->display_name.value() == "ada_lovelace");
    CHECK(public_account(*account).display_name.value() == "ada_lovelace");
}

TEST_CASE("a display name is kept") {
    auto account = open_account(false, id, login, DisplayName::parse("Ada").value(), "hash", now);
    REQUIRE(account);
    CHECK(account->display_name.value() == "Ada");
    CHECK(account->login == login);
    CHECK(account->created_at == now);
}

TEST_CASE("a login is taken once") {
    CHECK(open_account(true, id, login, std::nullopt, "hash", now)
              .failed_with<errors::login_taken>());
}

TEST_CASE("a login is 3 to 32 of a-z, 0-9, _ and -") {
    CHECK(Login::parse("a-1"));
    CHECK(Login::parse(std::string(32, 'z')));
    for (const char* bad : {"", "ab", "Ada", "a b c", "ada\n", "ада"})
        CHECK_FALSE(Login::parse(bad));
    CHECK_FALSE(Login::parse(std::string(33, 'z')));
}
