#pragma once
// Planted: a small service in a folder that goes away, to plant errors in for `strata check`.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tools/check/check_service.hpp"
#include "tools/check/throwaway_postgres.hpp"

namespace planted {

using namespace strata::tools;
using namespace strata::tools::check;
namespace fs = std::filesystem;

inline constexpr const char* contract = R"({
  "title": "Orders",
  "$defs": {
    "OrderId": { "type": "string", "format": "uuid" },
    "Order": {
      "type": "object",
      "properties": {
        "id": { "$ref": "#/$defs/OrderId" },
        "title": { "type": "string" },
        "paidAt": { "type": "string", "format": "date-time" }
      },
      "required": ["id", "title"]
    }
  },
  "methods": {}
})";

inline constexpr const char* create_sql =
    "CREATE TABLE orders (id uuid PRIMARY KEY, title text NOT NULL, note text,\n"
    "    paid_at timestamptz, count bigint NOT NULL);\n"
    "CREATE TABLE item (order_id uuid NOT NULL REFERENCES orders (id), sku text NOT NULL);\n";

class Planted final {
  public:
    Planted() {
        REQUIRE(mkdtemp(folder_.data()) != nullptr);
        write("schemas/orders.schema", contract);
        write("db/create.sql", create_sql);
    }
    Planted(const Planted&) = delete;
    auto operator=(const Planted&) -> Planted& = delete;
    ~Planted() { fs::remove_all(folder_); }

    void write(const std::string& path, const std::string& text) const {
        fs::create_directories(fs::path(folder_ + "/" + path).parent_path());
        std::ofstream(folder_ + "/" + path) << text;
    }
    // The queries, each of them called by a handler.
    void queries(const std::string& sql) const {
        write("db/orders.sql", sql);
        std::string code;
        constexpr std::string_view mark = "-- name: ";
        for (auto at = sql.find(mark); at != std::string::npos; at = sql.find(mark, at + 1)) {
            const auto name = at + mark.size();
            code += sql.substr(name, sql.find(' ', name) - name) + "();\n";
        }
        write("api/orders/all.cpp", code);
    }
    [[nodiscard]] auto errors(bool postgres = false) -> std::string {
        Diagnostics diagnostics;
        notes = check_service({.service = folder_,
                               .build = {},
                               .postgres = postgres ? postgres_binaries() : std::string()},
                              diagnostics);
        return diagnostics.to_string();
    }

    Notes notes{};

  private:
    std::string folder_ = "/tmp/strata-planted-XXXXXX";
};

// Of one statement at db/orders.sql:2, on SQLite.
inline auto error_of(const std::string& header, const std::string& sql) -> std::string {
    Planted service;
    service.queries("-- name: " + header + "\n" + sql + "\n");
    return service.errors();
}

}  // namespace planted
