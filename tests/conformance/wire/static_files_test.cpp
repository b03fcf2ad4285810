#include <doctest/doctest.h>

#include <sys/stat.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "wire/tally.hpp"
#include "wire/wire_cases.hpp"

using namespace wire;

namespace {

// A folder with files, and beside it one that must not be reached.
class Site final {
  public:
    Site() {
        std::string name = "/tmp/strata-static-XXXXXX";
        base_ = ::mkdtemp(name.data());
        std::filesystem::create_directories(base_ / "root/docs");
        write("secret.txt", "secret");
        write("root/index.html", "<h1>home</h1>");
        write("root/docs/index.html", "<h1>docs</h1>");
        write("root/app.js", "let a = 1;");
        write("root/data.bin", std::string(200000, 'b'));
        write("root/.env", "hidden");
        write("root/a b%.txt", "odd");
        std::filesystem::create_symlink("../secret.txt", base_ / "root/link.txt");
        std::filesystem::create_symlink("/etc", base_ / "root/etc");
        std::filesystem::create_symlink("app.js", base_ / "root/inside.js");
        ::mkfifo((base_ / "root/pipe").c_str(), 0600);
    }
    Site(const Site&) = delete;
    auto operator=(const Site&) -> Site& = delete;
    ~Site() { std::filesystem::remove_all(base_); }
    [[nodiscard]] auto settings() const -> strata::http::ServerSettings {
        auto settings = WireServer::defaults();
        settings.static_root = (base_ / "root").string();
        settings.static_path = "/s/";
        return settings;
    }
    [[nodiscard]] auto path() const -> const std::filesystem::path& { return base_; }
    void write(const char* name, std::string_view text) const {
        std::ofstream(base_ / name) << text;
    }

  private:
    std::filesystem::path base_;
};

auto get(WireServer& server, std::string_view target, std::string_view fields = "") -> Answer {
    WireClient client(server.port());
    return client.exchange(request("GET " + std::string(target), fields));
}

}  // namespace

TEST_CASE("static files") {
    Site site;
    WireServer server(site.settings());
    CHECK(get(server, "/s/").body == "<h1>home</h1>");
    CHECK(get(server, "/s/docs/").body == "<h1>docs</h1>");
    CHECK(get(server, "/s/docs").status == 308);
    CHECK(get(server, "/s/docs").field("Location") == "/s/docs/");
    CHECK(get(server, "/s").status == 308);
    CHECK(get(server, "/s?a").field("Location") == "/s/?a");
    CHECK(get(server, "/s/docs?a=b%20c").field("Location") == "/s/docs/?a=b%20c");
    CHECK(get(server, "/s/a%20b%25.txt").body == "odd");
    CHECK(get(server, "/s/inside.js").body == "let a = 1;");
    Answer script = get(server, "/s/app.js");
    CHECK(script.field("Content-Type") == "text/javascript; charset=utf-8");
    CHECK(script.field("X-Content-Type-Options") == "nosniff");
    CHECK(script.field("Content-Security-Policy") == "default-src 'self'; frame-ancestors 'none'");
    CHECK(get(server, "/s/data.bin").body.size() == 200000);

    std::string etag = script.field("ETag");
    CHECK(get(server, "/s/app.js", "If-None-Match: \"x\", " + etag + "\r\n").status == 304);
    CHECK(get(server, "/s/app.js", "If-None-Match: *\r\n").status == 304);
    CHECK(get(server, "/s/app.js", "If-None-Match: \"x\"\r\n").status == 200);
    std::string since = script.field("Last-Modified");
    CHECK(get(server, "/s/app.js", "If-Modified-Since: " + since + "\r\n").status == 304);
    CHECK(get(server, "/s/app.js", "If-Modified-Since: Sun, 06 Nov 1994 08:49:37 GMT\r\n").status ==
          200);
    CHECK(get(server, "/s/app.js", "If-None-Match: \"x\"\r\nIf-Modified-Since: " + since + "\r\n")
              .status == 200);

    Answer part = get(server, "/s/data.bin", "Range: bytes=10-19\r\n");
    CHECK(part.status == 206);
    CHECK(part.field("Content-Range") == "bytes 10-19/200000");
    CHECK(part.body == "bbbbbbbbbb");
    Answer beyond = get(server, "/s/data.bin", "Range: bytes=200000-\r\n");
    CHECK(beyond.status == 416);
    CHECK(beyond.field("Content-Range") == "bytes */200000");
    CHECK(get(server, "/s/data.bin", "Range: bytes=0-1,5-6\r\n").status == 200);
    CHECK(get(server, "/s/data.bin", "Range: bytes=0-1\r\nIf-Range: \"x\"\r\n").status == 200);
    std::string binary_etag = get(server, "/s/data.bin").field("ETag");
    CHECK(get(server, "/s/data.bin", "Range: bytes=0-1\r\nIf-Range: " + binary_etag + "\r\n")
              .status == 206);

    check_cases(server, {
                            {request("HEAD /s/data.bin"), "200"},
                            {request("HEAD /s/app.js"), "200"},
                            {post("/s/app.js", "x"), "405"},
                            {request("DELETE /s/app.js"), "405"},
                            {request("OPTIONS /s/app.js"), "204"},
                        });
}

TEST_CASE("preconditions of a file, in their order") {
    Site site;
    WireServer server(site.settings());
    const Answer whole = get(server, "/s/app.js");
    const std::string etag = whole.field("ETag");
    const std::string since = whole.field("Last-Modified");
    const std::string before = "Sun, 06 Nov 1994 08:49:37 GMT";
    CHECK(etag.starts_with("\""));
    const std::vector<std::pair<std::string, int>> cases = {
        {"If-None-Match: " + etag, 304},
        {"If-None-Match: W/" + etag, 304},
        {"If-None-Match: *", 304},
        {"If-None-Match: \"a\", W/\"b\" ," + etag, 304},
        {"If-None-Match: \"a\"\r\nIf-None-Match: " + etag, 304},
        {"If-None-Match: \"a\",\"b\"", 200},
        {"If-None-Match:", 200},
        {"If-None-Match: garbage", 200},
        {"If-None-Match: \"x\"\r\nIf-Modified-Since: " + since, 200},
        {"If-None-Match: " + etag + "\r\nRange: bytes=0-1", 304},
        {"If-Modified-Since: " + since, 304},
        {"If-Modified-Since: " + before, 200},
        {"If-Modified-Since: Sunday, 06-Nov-94 08:49:37 GMT", 200},
        {"If-Modified-Since: Thu Jan  1 00:00:00 2099", 304},
        {"If-Modified-Since: Thu, 32 Jan 2099 00:00:00 GMT", 200},
        {"If-Modified-Since: 2099-01-01", 200},
        {"If-Modified-Since:", 200},
        {"If-Match: " + etag, 200},
        {"If-Match: *", 200},
        {"If-Match: \"a\", " + etag, 200},
        {"If-Match: \"a\"", 412},
        {"If-Match: W/" + etag, 412},
        {"If-Match: \"a\"\r\nIf-None-Match: *", 412},
        {"If-Match: *\r\nIf-Unmodified-Since: " + before, 200},
        {"If-Unmodified-Since: " + since, 200},
        {"If-Unmodified-Since: " + before, 412},
        {"If-Unmodified-Since: garbage", 200},
    };
    for (const auto& [fields, status] : cases) {
        CAPTURE(fields);
        count_case();
        CHECK(get(server, "/s/app.js", fields + "\r\n").status == status);
    }
}

TEST_CASE("ranges") {
    Site site;
    WireServer server(site.settings());
    const std::string etag = get(server, "/s/app.js").field("ETag");  // let a = 1;
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"bytes=0-2", "206let"},
        {"Bytes=0-2", "206let"},
        {"bytes=8-", "2061;"},
        {"bytes=-2", "2061;"},
        {"bytes=0-0", "206l"},
        {"bytes=9-100", "206;"},
        {"bytes=9-99999999999999999999", "206;"},
        {"bytes=-100", "206let a = 1;"},
        {"bytes=-99999999999999999999", "206let a = 1;"},
        {"bytes=10-", "416"},
        {"bytes=99999999999999999999-", "416"},
        {"bytes=-0", "416"},
        {"bytes=5-4", "200let a = 1;"},
        {"bytes=a-b", "200let a = 1;"},
        {"bytes=", "200let a = 1;"},
        {"bytes=-", "200let a = 1;"},
        {"bytes", "200let a = 1;"},
        {"bytes=+0-1", "200let a = 1;"},
        {"lines=0-1", "200let a = 1;"},
        {"bytes=0-1,3-4", "200let a = 1;"},
        {"bytes=0-2\r\nIf-Range: " + etag, "206let"},
        {"bytes=0-2\r\nIf-Range: W/" + etag, "200let a = 1;"},
        {"bytes=0-2\r\nIf-Range: garbage", "200let a = 1;"},
    };
    for (const auto& [range, expected] : cases) {
        CAPTURE(range);
        count_case();
        const Answer answer = get(server, "/s/app.js", "Range: " + range + "\r\n");
        CHECK(std::to_string(answer.status) + answer.body == expected);
    }
    WireClient client(server.port());
    client.send(request("HEAD /s/app.js", "Range: bytes=0-1\r\n"));
    CHECK(client.receive(true).status == 200);
}

TEST_CASE("what was compressed on the way has a weak tag, and what it is not, a strong one") {
    Site site;
    auto settings = site.settings();
    settings.compression_min = 4;
    site.write("root/long.txt", std::string(5000, 'a'));
    WireServer server(settings);
    const Answer plain = get(server, "/s/long.txt");
    const Answer coded = get(server, "/s/long.txt", "Accept-Encoding: gzip\r\n");
    CHECK(plain.field("Vary") == "Accept-Encoding");
    CHECK(coded.field("Content-Encoding") == "gzip");
    CHECK(coded.field("ETag") == "W/" + plain.field("ETag"));
    const Answer known =
        get(server, "/s/long.txt",
            "Accept-Encoding: gzip\r\nIf-None-Match: " + coded.field("ETag") + "\r\n");
    CHECK(known.status == 304);
    CHECK(known.field("ETag") == coded.field("ETag"));
    CHECK(known.field("Vary") == "Accept-Encoding");
    const Answer part = get(
        server, "/s/long.txt",
        "Accept-Encoding: gzip\r\nRange: bytes=0-9\r\nIf-Range: " + plain.field("ETag") + "\r\n");
    CHECK(part.status == 206);
    CHECK(part.body == "aaaaaaaaaa");
    CHECK_FALSE(part.has("Content-Encoding"));
    CHECK(part.field("Vary") == "Accept-Encoding");
}

TEST_CASE("a file from the future was modified now") {
    Site site;
    const auto tomorrow = std::filesystem::file_time_type::clock::now() + std::chrono::hours(24);
    std::filesystem::last_write_time(site.path() / "root/app.js", tomorrow);
    WireServer server(site.settings());
    const Answer answer = get(server, "/s/app.js");
    CHECK(answer.field("Last-Modified") == answer.field("Date"));
}

TEST_CASE("a date that is none is no condition") {
    Site site;
    const auto past = std::filesystem::file_time_type::clock::now() - std::chrono::hours(24 * 400);
    std::filesystem::last_write_time(site.path() / "root/app.js", past);
    WireServer server(site.settings());
    const std::vector<std::pair<std::string, int>> cases = {
        {"Sun, 29 Nov 2099 08:49:37 GMT", 304},  {"Mon, 29 Nov 2099 08:49:37 GMT", 304},
        {"Sunday, 29-Nov-65 08:49:37 GMT", 304}, {"Sun Nov 29 08:49:37 2099", 304},
        {"Sun, 31 Feb 2099 08:49:37 GMT", 200},  {"Sun, 9 Nov 2099 08:49:37 GMT", 200},
        {"sun, 29 nov 2099 08:49:37 gmt", 200},  {"Sun, 29 Nov 2099 08:49:37 UTC", 200},
    };
    for (const auto& [date, status] : cases) {
        CAPTURE(date);
        count_case();
        CHECK(get(server, "/s/app.js", "If-Modified-Since: " + date + "\r\n").status == status);
    }
}

TEST_CASE("nothing outside of the static folder is reached") {
    Site site;
    WireServer server(site.settings());
    for (const char* target :
         {"/s/link.txt", "/s/etc/passwd", "/s/%2e%2e%2fsecret.txt", "/s/..%2fsecret.txt",
          "/s/docs%2f..%2f..%2fsecret.txt", "/s/%2fetc%2fpasswd", "/s//etc/passwd", "/s/.env",
          "/s/docs/.hidden", "/s/..%5csecret.txt", "/s/pipe", "/s/%252e%252e/secret.txt",
          "/s/docs//index.html", "/s/none"}) {
        CAPTURE(target);
        count_case();
        Answer answer = get(server, target);
        CHECK(answer.status == 404);
        CHECK(answer.body.find("secret") == std::string::npos);
    }
    CHECK(get(server, "/s/../secret.txt").status == 400);
    CHECK(get(server, "/s/%2e%2e/secret.txt").status == 400);
    CHECK(get(server, "/s/app.js%00.txt").status == 400);
}

TEST_CASE("pages of listed origins may read answers") {
    auto settings = WireServer::defaults();
    settings.cors_origins = {"https://app.example"};
    settings.cors_credentials = true;
    WireServer server(settings);
    Answer allowed = get(server, "/plaintext", "Origin: https://app.example\r\n");
    CHECK(allowed.field("Access-Control-Allow-Origin") == "https://app.example");
    CHECK(allowed.field("Access-Control-Allow-Credentials") == "true");
    CHECK(allowed.field("Vary") == "Origin");
    Answer other = get(server, "/plaintext", "Origin: https://evil.example\r\n");
    CHECK_FALSE(other.has("Access-Control-Allow-Origin"));
    CHECK(other.field("Vary") == "Origin");
    WireClient client(server.port());
    Answer preflight = client.exchange(
        request("OPTIONS /api/rooms/send",
                "Origin: https://app.example\r\nAccess-Control-Request-Method: POST\r\n"
                "Access-Control-Request-Headers: content-type\r\n"));
    CHECK(preflight.status == 204);
    CHECK(preflight.field("Access-Control-Allow-Methods") == "POST, OPTIONS");
    CHECK(preflight.field("Access-Control-Allow-Headers") == "content-type");
    CHECK(preflight.field("Access-Control-Max-Age") == "600");
    CHECK(client
              .exchange(post_json("/api/rooms/send", "{}",
                                  "Cookie: session=t\r\nOrigin: https://app.example\r\n"))
              .status == 200);
    CHECK_FALSE(get(shared_server(), "/plaintext", "Origin: https://app.example\r\n")
                    .has("Access-Control-Allow-Origin"));
}

TEST_CASE("security headers can be turned off") {
    auto settings = WireServer::defaults();
    settings.security_headers = false;
    WireServer server(settings);
    CHECK_FALSE(get(server, "/plaintext").has("X-Content-Type-Options"));
    CHECK(get(shared_server(), "/plaintext").has("X-Content-Type-Options"));
}

TEST_CASE("a client behind a trusted proxy is known by its own address") {
    auto settings = WireServer::defaults();
    settings.trusted_proxies = {"127.0.0.1"};
    WireServer server(settings);
    CHECK(get(server, "/client", "X-Forwarded-For: 1.2.3.4\r\n").body == "1.2.3.4");
    CHECK(get(server, "/client", "X-Forwarded-For: 6.6.6.6\r\nX-Forwarded-For: 1.2.3.4\r\n").body ==
          "1.2.3.4");
    CHECK(get(server, "/client").body == "127.0.0.1");
    CHECK(get(shared_server(), "/client", "X-Forwarded-For: 1.2.3.4\r\n").body == "127.0.0.1");
}

TEST_CASE("a Unix socket serves as well, and its path is free again afterwards") {
    auto settings = WireServer::defaults();
    settings.unix_socket = "/tmp/strata-wire-" + std::to_string(::getpid()) + ".sock";
    {
        WireServer server(settings);
        WireClient client(settings.unix_socket);
        CHECK(client.exchange(request("GET /plaintext")).body == "Hello, World!");
        CHECK(client.exchange(request("GET /client")).body.empty());
    }
    CHECK_FALSE(std::filesystem::exists(settings.unix_socket));
}
