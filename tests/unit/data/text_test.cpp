// The plain parts: checksums, constraint errors, the texts of libpq.
#include <doctest/doctest.h>

#include "data/postgres/failure.hpp"
#include "data/sha256.hpp"
#include "strata/data/error.hpp"

using namespace strata::data;

TEST_CASE("SHA-256 gives the digests of FIPS 180-4") {
    CHECK(sha256_hex("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    CHECK(sha256_hex("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    CHECK(sha256_hex("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
          "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    CHECK(sha256_hex(std::string(1'000'000, 'a')) ==
          "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("an error without a constraint violates none") {
    const DatabaseError error(ErrorKind::busy, "x");
    CHECK(error.constraint().empty());
    CHECK_FALSE(error.violates(""));
    CHECK(to_string(ErrorKind::busy) == "busy");
}

TEST_CASE("libpq's messages become one line") {
    CHECK(postgres::one_line("failed: refused\n\tIs the server running?\n") ==
          "failed: refused Is the server running?");
    CHECK(postgres::one_line(" \n\ta  b\r\n") == "a b");
    CHECK(postgres::one_line("").empty());
}

TEST_CASE("what time does not cure is told from what it may") {
    CHECK(postgres::is_final_refusal("x failed: FATAL: password authentication failed for user"));
    CHECK(postgres::is_final_refusal("x failed: FATAL: database \"y\" does not exist"));
    CHECK(postgres::is_final_refusal("x failed: fe_sendauth: no password supplied"));
    CHECK(postgres::is_final_refusal("server does not support SSL, but SSL was required"));
    CHECK(postgres::is_final_refusal(
        "invalid integer value \"x\" for connection option \"connect_timeout\""));
    CHECK_FALSE(postgres::is_final_refusal("authentication at h: connection refused"));
    CHECK_FALSE(postgres::is_final_refusal("FATAL: the database system is starting up"));
}
