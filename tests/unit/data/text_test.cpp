// The plain parts: checksums, the choice of scripts, constraint errors.
#include <doctest/doctest.h>

#include "data/sha256.hpp"
#include "strata/data/error.hpp"
#include "strata/data/scripts.hpp"

using namespace strata::data;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE(
    "a service's scripts are create.sql and the migrations, each with its engines' variants") {
    const SqlFile files[] = {{"db/orders.sql", "q"},
                             {"db/migrations/0002_b.sql", "b"},
                             {"db/migrations/0002_b.postgres.sql", "bp"},
                             {"db/migrations/0001_a.sqlite.sql", "as"},
                             {"db/create.sql", "c"},
                             {"config/default.json", "{}"}};
    const auto scripts = service_scripts(files);
    REQUIRE(scripts.size() == 3);
    CHECK(scripts[0].name == "db/create.sql");
    CHECK(scripts[0].sqlite == "c");
    CHECK(scripts[0].postgres == "c");
    CHECK(scripts[1].name == "db/migrations/0001_a.sqlite.sql");
    CHECK(scripts[1].sqlite == "as");
    CHECK(scripts[1].postgres.empty());
    CHECK(scripts[2].name == "db/migrations/0002_b.sql");
    CHECK(scripts[2].sqlite == "b");
    CHECK(scripts[2].postgres == "bp");
}

TEST_CASE("an error without a constraint violates none") {
    const DatabaseError error(ErrorKind::busy, "x");
    CHECK(error.constraint().empty());
    CHECK_FALSE(error.violates(""));
    CHECK(to_string(ErrorKind::busy) == "busy");
}
