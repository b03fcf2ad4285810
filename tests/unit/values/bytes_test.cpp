#include "strata/values/bytes.hpp"

#include <doctest/doctest.h>

#include <string>

namespace {

auto text_of(std::string_view base64) -> std::string {
    auto bytes = strata::base64_decode(base64);
    return bytes ? std::string(bytes->begin(), bytes->end()) : "refused";
}

}  // namespace

TEST_CASE("base64: the vectors of RFC 4648, section 10") {
    for (auto [plain, coded] : {std::pair("", ""), std::pair("f", "Zg=="), std::pair("fo", "Zm8="),
                                std::pair("foo", "Zm9v"), std::pair("foob", "Zm9vYg=="),
                                std::pair("fooba", "Zm9vYmE="), std::pair("foobar", "Zm9vYmFy")}) {
        CHECK(strata::base64_encode(plain) == coded);
        CHECK(text_of(coded) == plain);
    }
}

TEST_CASE("base64: all bytes survive") {
    std::string all;
    for (int i = 0; i < 256; ++i) all.push_back(static_cast<char>(i));
    for (std::size_t size = 0; size <= all.size(); ++size) {
        CHECK(text_of(strata::base64_encode(all.substr(0, size))) == all.substr(0, size));
    }
    CHECK(strata::base64_encode("\xfb\xff\xfe") == "+//+");
}

TEST_CASE("base64: anything but the one canonical form is refused") {
    for (std::string_view text :
         {"Z",     "Zg",       "Zg=",      "Zg===", "Zm9v=", "=",      "==",
          "====",  "Zg==Zg==", "Zm9vZ===", "Zh==",  "Zm9=",  "Z-_v",   "Zm9v\n",
          " Zm9v", "Zm 9v",    "Zm9v====", "Z=g=",  "=Zg=",  "Zm9\xc3"}) {
        CHECK_MESSAGE(text_of(text) == "refused", text);
    }
    CHECK(text_of(std::string_view("Zm9\0", 4)) == "refused");
}
