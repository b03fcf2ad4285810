#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include "room.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <stdexcept>
#include <string_view>

#include "support/postgres.hpp"

namespace tests {

auto on_postgres() -> bool {
    const char* engine = std::getenv("STRATA_TEST_ENGINE");
    return engine != nullptr && std::string_view(engine) == "postgres";
}

Room::Room(Process::Environment settings)
    : settings_(std::move(settings)),
      url_(on_postgres() ? postgres().url_of_new_database()
                         : "sqlite:" + (folder_.path() / "room.db").string()) {
    const auto service = start();
    HttpClient client(service->port());
    token_ = client.call("auth/signUp", {{"login", "ada"}, {"password", "correct horse"}})
                 .json()
                 .at("token");
    client.bearer(token_);
    const Response created = client.call("messenger/createRoom", {{"title", "Engines"}});
    if (created.status != 200) throw std::runtime_error(created.body + service->process().output());
    id_ = created.json().at("id");
    if (service->stop().status != 0) throw std::runtime_error(service->process().output());
}

auto Room::start(Process::Environment more) const -> std::unique_ptr<Service> {
    more.insert(settings_.begin(), settings_.end());
    more["STRATA_DATABASE_URL"] = url_;
    return std::make_unique<Service>(MESSENGER_BINARY, std::move(more));
}

auto Room::enter(LiveClient& client, const std::string& last_event) const -> bool {
    bool complete = true;
    if (client.call("system/restore", {{"token", token_}}).is_null()) return false;
    if (!last_event.empty()) {
        const auto answer = client.call("system/resume", {{"lastEventId", last_event}});
        if (answer.is_null()) return false;
        complete = answer.at("result").at("complete");
    }
    const auto entered = client.call("messenger/enter", {{"roomId", id_}});
    return !entered.is_null() && entered.contains("result") && complete;
}

auto Room::send(HttpClient& client, const std::string& text) const -> bool {
    client.bearer(token_);
    return client.call("messenger/send", {{"roomId", id_}, {"text", text}}).status == 200;
}

auto Room::stored(const Service& service) const -> std::vector<std::string> {
    HttpClient client(service.port());
    client.bearer(token_);
    std::vector<std::string> texts;
    nlohmann::json asked{{"roomId", id_}, {"limit", 100}};
    while (true) {
        const auto page = client.call("messenger/history", asked).json();
        for (const auto& message : page.at("messages")) {
            texts.push_back(message.at("text"));
            asked["before"] = message.at("id");
        }
        if (!page.at("more").get<bool>()) return texts;
    }
}

}  // namespace tests
