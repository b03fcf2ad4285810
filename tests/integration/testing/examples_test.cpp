#include "strata/testing/examples.hpp"

#include <doctest/doctest.h>

#include "api/messenger.hpp"
#include "service.hpp"

using namespace schemas::messenger;  // NOLINT
using strata::testing::check_examples;
using strata::testing::Client;
using strata::testing::Given;
using strata::testing::Service;

namespace {

// The messenger's registry, whose method `send` has these examples.
class WithExamples final {
  public:
    explicit WithExamples(const std::string& examples) : registry_(service::registry()) {
        files_.assign(registry_.files.begin(), registry_.files.end());
        for (auto& file : files_) {
            if (file.path != "schemas/messenger.schema") continue;
            text_ = file.text;
            const std::string_view before = "\"summary\": \"Post a message to a room\",";
            const auto at = text_.find(before);
            REQUIRE(at != std::string::npos);
            text_.insert(at, "\"examples\": " + examples + ",");
            file.text = text_;
        }
        registry_.files = files_;
    }
    [[nodiscard]] auto registry() const -> const strata::contract::Registry& { return registry_; }

  private:
    strata::contract::Registry registry_;
    std::vector<strata::contract::EmbeddedFile> files_;
    std::string text_;
};

auto sign_up(Service& service, const std::string& login) -> Client {
    const auto answer = service.anyone().call(
        "auth/signUp", R"({"login": ")" + login + R"(", "password": "correct horse"})");
    return service.with(answer.token);
}

auto room_of(Service& service) -> Given {
    auto ada = sign_up(service, "ada");
    const auto room = ada.call<&api::messenger::create_room>(CreateRoom(*Title::parse("Engines")));
    return {ada, {{"roomId", room->id.to_string()}}};
}

auto room_of_others(Service& service) -> Given {
    return {sign_up(service, "bob"), room_of(service).parameters};
}

constexpr auto parameters =
    R"("parameters": {"roomId": "6a2f41a3-c54c-fce8-32d2-0324e1c32e22", "text": "Hello"})";

auto returns(const std::string& text) -> std::string {
    return R"("returns": {"id": "00000000-0000-4000-8000-000000000000",
        "roomId": "00000000-0000-4000-8000-000000000000",
        "authorId": "00000000-0000-4000-8000-000000000000",
        "text": ")" +
           text + R"(", "sentAt": "2020-02-02T02:02:02Z"})";
}

}  // namespace

TEST_CASE("examples that say what is given are run, and ids and times match any other") {
    const WithExamples messenger(std::string("[{\"given\": \"a room\", ") + parameters + ", " +
                                 returns("Hello") + "}, {\"given\": \"a room of others\", " +
                                 parameters + ", \"error\": \"not_a_member\"}]");
    const auto report = check_examples(messenger.registry(),
                                       {{"a room", room_of}, {"a room of others", room_of_others}});
    for (const auto& failure : report.failures) MESSAGE(failure);
    CHECK(report.examples == 2);
    CHECK(report.failures.empty());
}

TEST_CASE("an example that the service does not keep is told") {
    const WithExamples messenger(std::string("[{\"given\": \"a room\", ") + parameters + ", " +
                                 returns("Goodbye") + "}, {\"given\": \"a room\", " + parameters +
                                 ", \"error\": \"not_a_member\"}, {\"given\": \"a house\"," +
                                 parameters + "}, {\"given\": \"trouble\", " + parameters + "}, {" +
                                 parameters + "}]");
    const auto trouble = [](Service&) -> Given { throw std::runtime_error("no such luck"); };
    const auto report = check_examples(
        messenger.registry(), {{"a room", room_of}, {"trouble", trouble}, {"a dream", room_of}});
    CHECK(report.examples == 4);
    REQUIRE(report.failures.size() == 5);
    CHECK(report.failures[0].starts_with("messenger/send, given a room: expected {"));
    CHECK(report.failures[0].find("\"text\":\"Goodbye\"") != std::string::npos);
    CHECK(report.failures[1].find("expected not_a_member, got {") != std::string::npos);
    CHECK(report.failures[2] == "messenger/send, given a house: there is no fixture of this name");
    CHECK(report.failures[3] == "messenger/send, given trouble: no such luck");
    CHECK(report.failures[4] == "no example is given a dream");
}
