// bare_history PORT DATABASE ROOM ACCOUNT: what messenger/history costs without a framework: the
// same statements on the same database, the same bytes of JSON, on one thread, with nothing
// checked.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>

#include "support/epoll_server.hpp"

namespace {

constexpr const char* find_room = "SELECT id, title, owner_id, created_at FROM room WHERE id = ?1";
constexpr const char* is_member =
    "SELECT EXISTS (SELECT 1 FROM member WHERE room_id = ?1 AND account_id = ?2)";
constexpr const char* recent_messages =
    "SELECT id, room_id, author_id, text, sent_at, edited_at FROM message "
    "WHERE room_id = ?1 ORDER BY sent_at DESC, id DESC LIMIT ?2";

auto prepare(sqlite3* database, const char* sql) -> sqlite3_stmt* {
    sqlite3_stmt* statement = nullptr;
    if (sqlite3_prepare_v3(database, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr) !=
        SQLITE_OK) {
        std::fprintf(stderr, "%s\n", sqlite3_errmsg(database));
        std::exit(1);
    }
    return statement;
}

void bind(sqlite3_stmt* statement, int index, const std::string& text) {
    sqlite3_bind_text(statement, index, text.data(), static_cast<int>(text.size()), SQLITE_STATIC);
}

auto column(sqlite3_stmt* statement, int index) -> std::string_view {
    const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, index));
    return {text, static_cast<std::size_t>(sqlite3_column_bytes(statement, index))};
}

// The texts of the benchmark need no escapes.
void write_message(sqlite3_stmt* row, std::string& out) {
    static constexpr const char* names[] = {"{\"id\":\"", "\",\"roomId\":\"", "\",\"authorId\":\"",
                                            "\",\"text\":\"", "\",\"sentAt\":\""};
    for (int i = 0; i < 5; ++i) out.append(names[i]).append(column(row, i));
    out += "\"}";
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) return 2;
    sqlite3* database = nullptr;
    if (sqlite3_open_v2(argv[2], &database, SQLITE_OPEN_READWRITE, nullptr) != SQLITE_OK) return 1;
    const std::string room = argv[3];
    const std::string account = argv[4];
    sqlite3_stmt* rooms = prepare(database, find_room);
    sqlite3_stmt* members = prepare(database, is_member);
    sqlite3_stmt* messages = prepare(database, recent_messages);
    bench::serve(std::atoi(argv[1]), [&](std::string_view, std::string& out) {
        bind(rooms, 1, room);
        bind(members, 1, room);
        bind(members, 2, account);
        if (sqlite3_step(rooms) != SQLITE_ROW || sqlite3_step(members) != SQLITE_ROW) std::exit(1);
        sqlite3_reset(rooms);
        sqlite3_reset(members);
        std::string body = "{\"messages\":[";
        bind(messages, 1, room);
        sqlite3_bind_int64(messages, 2, 51);
        int count = 0;
        while (sqlite3_step(messages) == SQLITE_ROW && ++count <= 50) {
            if (count > 1) body += ',';
            write_message(messages, body);
        }
        sqlite3_reset(messages);
        body += count > 50 ? "],\"more\":true}" : "],\"more\":false}";
        out += "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
               std::to_string(body.size()) + "\r\n\r\n" + body;
    });
}
