#include <doctest/doctest.h>

#include <string>

#include "tools/layers/code_text.hpp"
#include "tools/layers/include_scan.hpp"
#include "tools/layers/layer_rules.hpp"
#include "tools/layers/symbol_rules.hpp"
#include "tools/layers/symbol_table.hpp"

using namespace strata::tools;

TEST_CASE("code text: comments and literals are blank, lines and columns stay") {
    CHECK(code_text("int a; // b\n\"c\" /* d\n e */ f") == "int a;     \n        \n      f");
    CHECK(code_text("g('\"', \"\\\"\", h)") == "g(   ,     , h)");
    CHECK(code_text("R\"x(\" // )\" )x\" + i") == "R" + std::string(14, ' ') + " + i");
    CHECK(code_text("1'000'000 + u8'j'").find("1'000'000 + ") == 0);
    CHECK(code_text("k(\"l\") // m", Literals::keep) == "k(\"l\")     ");
}

TEST_CASE("code text: what is not closed ends with the text") {
    CHECK(code_text("a /* b") == "a     ");
    CHECK(code_text("a \"b") == "a   ");
    CHECK(code_text("R\"(b") == "R   ");
}

TEST_CASE("words are found whole") {
    CHECK(find_word("counter count", "count") == 8);
    CHECK(find_word("a_count count_b", "count") == std::string_view::npos);
    CHECK(line_at("a\nb\nc", 4) == 3);
}

TEST_CASE("includes are found as written, and not in comments") {
    const auto includes = scan_includes(
        "// #include <a>\n#include <vector>\n  #  include \"b/c.hpp\" // d\n#include E\n");
    REQUIRE(includes.size() == 3);
    CHECK(includes[0].target == "vector");
    CHECK(includes[0].angled);
    CHECK(includes[0].line == 2);
    CHECK(includes[1].target == "b/c.hpp");
    CHECK_FALSE(includes[1].angled);
    CHECK(includes[2].target == "E");
}

TEST_CASE("a layer includes what it may know") {
    CHECK_FALSE(refusal(Layer::domain, {"vector", true, 1}));
    CHECK_FALSE(refusal(Layer::domain, {"strata/values.hpp", false, 1}));
    CHECK(refusal(Layer::domain, {"strata/values_of_others.hpp", false, 1}));
    CHECK(refusal(Layer::domain, {"vector", false, 1}));
    CHECK(refusal(Layer::domain, {"fstream", true, 1})->find("reaches files") != std::string::npos);
    CHECK_FALSE(refusal(Layer::db, {"strata/data/row.hpp", false, 1}));
    CHECK(refusal(Layer::db, {"domain/mail.hpp", false, 1}));
    CHECK_FALSE(refusal(Layer::api, {"fstream", true, 1}));  // for what is offloaded
    CHECK(refusal(Layer::api, {"thread", true, 1}));
    CHECK(refusal(Layer::api, {"strata/data/database.hpp", false, 1}));
}

TEST_CASE("symbols are read with their member, section and place") {
    const auto symbols = parse_symbols(
        "\n\nSymbols from libx.a[mail.cpp.o]:\n\n"
        "Name                  Value           Class        Type         Size             Line  "
        "Section\n\n"
        "_ZNSt6chrono3_V212system_clock3nowEv|                |   U  |            NOTYPE|          "
        "      |     "
        "|*UND*\t/a/mail.cpp:14\n"
        "counter             |0000000000000000|   B  |            OBJECT|0000000000000004|     "
        "|.bss\tx.cpp:0\n");
    REQUIRE(symbols.size() == 2);
    CHECK(symbols[0].name == "std::chrono::_V2::system_clock::now()");
    CHECK(symbols[0].member == "mail.cpp.o");
    CHECK(symbols[0].section == "*UND*");
    CHECK(symbols[0].file == "/a/mail.cpp");
    CHECK(symbols[0].line == 14);
    CHECK(symbols[1].section == ".bss");
    CHECK(symbols[1].line == 0);
}

TEST_CASE("a symbol is judged by its whole name") {
    CHECK(symbol_reach("time") == "a clock");
    CHECK_FALSE(symbol_reach("timed"));
    CHECK_FALSE(symbol_reach("domain::time(int)"));
    CHECK(symbol_reach("std::filesystem::__cxx11::path::~path()") == "files");
    CHECK(symbol_reach("std::basic_ofstream<char, std::char_traits<char> >::~basic_ofstream()") ==
          "files");
    CHECK_FALSE(symbol_reach("snprintf"));
    CHECK_FALSE(symbol_reach("memcpy"));
    CHECK_FALSE(symbol_reach("__asan_memcpy"));
}

TEST_CASE("tables that the loader or a sanitizer writes are no variables") {
    auto in = [](std::string name, std::string section) {
        return is_writable_global({std::move(name), "", std::move(section), "", 0});
    };
    CHECK(in("counter", ".bss"));
    CHECK(in("counter", ".data.counter"));
    CHECK(in("counter", ".tdata"));
    CHECK_FALSE(in("table", ".rodata"));
    CHECK_FALSE(in("vtable for A", ".data.rel.ro._ZTV1A"));
    CHECK_FALSE(in("DW.ref.__gxx_personality_v0", ".data.rel.local.DW.ref.__gxx_personality_v0"));
    CHECK_FALSE(in("__odr_asan_gen_counter", ".bss"));
    CHECK_FALSE(in("guard variable for f()::x", ".bss"));
}
