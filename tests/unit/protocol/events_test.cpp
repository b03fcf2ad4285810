// Sessions, topics and events of live connections.
#include "live.hpp"

using namespace live;
using namespace strata;

TEST_CASE("a sign-in over a connection is the connection's from then on") {
    Live live;
    Trace trace;
    live.connect(trace);
    const std::string call = R"({"type":"call","id":1,"method":"shop/restricted"})";
    CHECK(live.ask(trace, call).find("403") != std::string::npos);
    const auto token = live.sign_in(trace, world::ann);
    shop::behaviour = [](Context& context, shop::Item) -> shop::Acting {
        co_return shop::Item(context.caller().login, 1);
    };
    CHECK(live.ask(trace, call).find("\"name\":\"ann\"") != std::string::npos);

    Trace other;
    SUBCASE("and of another that brings its token") { live.connect(other, token); }
    SUBCASE("and of another that restores it") {
        live.connect(other);
        CHECK(
            live.ask(other, R"({"type":"call","id":1,"method":"system/restore","args":{"token":")" +
                                token + "\"}}") == R"({"type":"callback","id":1,"result":{}})");
    }
    CHECK(live.ask(other, call).find("\"name\":\"ann\"") != std::string::npos);
    live.act(trace, [](Context& context, shop::Item item) -> shop::Acting {
        auto end = [&](Db& db) { return context.sessions().end(db); };
        co_await context.transaction(Transaction::write, end);
        co_return item;
    });
    // The one that signed out stays; the other is told by the close.
    CHECK(trace.closed == 0);
    CHECK(other.closed == 1008);
    CHECK(live.ask(trace, call).find("403") != std::string::npos);
    CHECK(live.ask(other, call).find("403") != std::string::npos);
}

TEST_CASE("a token that nobody has is nobody's") {
    Live live;
    Trace trace;
    live.connect(trace, std::string(43, 'a'));
    CHECK(trace.paused == 0);
    CHECK(live.ask(trace, R"({"type":"call","id":1,"method":"shop/restricted"})").find("403") !=
          std::string::npos);
    CHECK(
        live.ask(trace, R"({"type":"call","id":1,"method":"system/restore","args":{"token":"x"}})")
            .find("There is no such session") != std::string::npos);
}

TEST_CASE("events go to those who subscribed, after the commit, framed once") {
    Live live;
    Trace first;
    Trace second;
    Trace third;
    for (Trace* trace : {&first, &second, &third}) {
        live.connect(*trace);
        live.sign_in(*trace, world::ann);
    }
    live.subscribe(first, "room/1");
    live.subscribe(second, "room/1");
    live.subscribe(third, "room/2");
    live.emit(third, "room/1", 5);
    CHECK(last_event(first).find(R"("name":"shop/sold","data":{"name":"x","count":5})") !=
          std::string::npos);
    CHECK(last_event(first) == last_event(second));
    CHECK(first.frames + second.frames == 1);
    CHECK(last_event(third).empty());

    live.act(third, [](Context& context, shop::Item) -> shop::Acting {
        context.emit(Topic("room/1"), shop::Sold(shop::Item("x", 6)));
        context.client().subscribe(Topic("room/1"));
        co_return shop::no_such_item{};
    });
    live.emit(second, "room/1", 7);
    CHECK(heard(first) == 2);
    CHECK(heard(third) == 0);

    live.act(second, [](Context& context, shop::Item item) -> shop::Acting {
        CHECK(context.client().is_subscribed(Topic("room/1")));
        context.client().unsubscribe(Topic("room/1"));
        co_return item;
    });
    live.close(first);
    live.emit(third, "room/1", 8);
    CHECK(heard(second) == 2);
}

TEST_CASE("who subscribes in a call hears what that call emits") {
    Live live;
    Trace trace;
    live.connect(trace);
    live.sign_in(trace, world::ann);
    live.act(trace, [](Context& context, shop::Item item) -> shop::Acting {
        context.emit(Topic("room/1"), shop::Sold(shop::Item("x", 6)));
        context.client().subscribe(Topic("room/1"));
        co_return item;
    });
    CHECK(heard(trace) == 1);
}

TEST_CASE("an event's access says who may hear it") {
    Live live;
    static constexpr std::string_view staff[] = {"staff"};
    static contract::EventInfo info{
        .module = "shop", .name = "sold", .access = {contract::AccessKind::group, staff}};
    live.world.registry.events = std::span(&info, 1);
    Trace ann;
    Trace bob;
    Trace nobody;
    live.connect(ann);
    live.connect(bob);
    live.connect(nobody);
    live.sign_in(ann, world::ann);
    live.sign_in(bob, world::bob);
    for (Trace* trace : {&ann, &bob, &nobody}) live.subscribe(*trace, "room/1");
    live.emit(bob, "room/1", 1);
    CHECK(heard(ann) == 1);
    CHECK(heard(bob) == 0);
    info.access = {};
    live.emit(bob, "room/1", 1);
    CHECK(heard(bob) == 1);
    CHECK(heard(nobody) == 0);
    info.access = {contract::AccessKind::anyone};
    live.emit(bob, "room/1", 1);
    CHECK(heard(nobody) == 1);
    // A change of groups holds at once.
    info.access = {contract::AccessKind::group, staff};
    live.act(bob, [](Context& context, shop::Item item) -> shop::Acting {
        auto set = [&](Db& db) {
            return context.sessions().set_groups(db, world::bob.id, {"staff"});
        };
        co_await context.transaction(Transaction::write, set);
        co_return item;
    });
    live.emit(bob, "room/1", 1);
    CHECK(heard(bob) == 3);
}

TEST_CASE("events to an account and to a session") {
    Live live;
    Trace one;
    Trace same;
    Trace other;
    live.connect(one);
    const auto token = live.sign_in(one, world::ann);
    live.connect(same, token);
    live.connect(other);
    live.sign_in(other, world::ann);
    live.act(other, [](Context& context, shop::Item item) -> shop::Acting {
        context.emit_to_account(world::ann.id, shop::Sold(shop::Item("x", 1)));
        co_return item;
    });
    CHECK(heard(one) == 1);
    CHECK(heard(same) == 1);
    CHECK(heard(other) == 1);
    live.act(one, [](Context& context, shop::Item item) -> shop::Acting {
        context.emit_to_session(shop::Sold(shop::Item("x", 1)));
        co_return item;
    });
    CHECK(heard(one) == 2);
    CHECK(heard(same) == 2);
    CHECK(heard(other) == 1);
    CHECK(live.act(one,
                   [](Context& context, shop::Item item) -> shop::Acting {
                       context.client().subscribe(Topic("@account/someone"));
                       co_return item;
                   })
              .find("500") != std::string::npos);
}

TEST_CASE("a session that ends takes what it heard with it") {
    Live live;
    Trace ann;
    Trace again;
    live.connect(ann);
    live.sign_in(ann, world::ann);
    live.subscribe(ann, "room/1");
    live.connect(again);
    live.sign_in(again, world::ann);
    live.act(again, [](Context& context, shop::Item item) -> shop::Acting {
        auto end = [&](Db& db) { return context.sessions().end_all(db, world::ann.id); };
        co_await context.transaction(Transaction::write, end);
        co_return item;
    });
    CHECK(ann.closed == 1008);
    CHECK(again.closed == 0);
    live.emit(again, "room/1", 1);
    CHECK(heard(ann) == 0);
}

TEST_CASE("a session that is over by time is found by the check") {
    Live live;
    Trace trace;
    live.connect(trace);
    live.sign_in(trace, world::ann);
    run_task(live.world.loop, live.world.dispatcher->check_clients());
    CHECK(trace.closed == 0);
    live.world.clock.advance(std::chrono::hours(24 * 365 * 9));
    run_task(live.world.loop, live.world.dispatcher->check_clients());
    CHECK(trace.closed == 1008);
}

TEST_CASE("the last connection of an account that leaves a topic says farewell") {
    Live live;
    Trace watcher;
    Trace one;
    Trace two;
    live.connect(watcher);
    live.sign_in(watcher, world::ann);
    live.subscribe(watcher, "room/1");
    for (Trace* trace : {&one, &two}) {
        live.connect(*trace);
        live.sign_in(*trace, world::bob);
        live.act(*trace, [](Context& context, shop::Item item) -> shop::Acting {
            context.client().subscribe(Topic("room/1"), shop::Sold(shop::Item("bye", 0)));
            co_return item;
        });
    }
    live.close(one);
    CHECK(heard(watcher) == 0);
    live.close(two);
    CHECK(heard(watcher) == 1);
    CHECK(last_event(watcher).find("bye") != std::string::npos);
}

TEST_CASE("a client that comes back gets what it missed") {
    Live live;
    Trace before;
    Trace sender;
    live.connect(before);
    live.connect(sender);
    live.sign_in(before, world::ann);
    live.sign_in(sender, world::bob);
    live.subscribe(before, "room/1");
    live.emit(sender, "room/1", 1);
    const auto seen = id_of(last_event(before));
    live.close(before);
    live.emit(sender, "room/1", 2);
    live.emit(sender, "room/2", 9);
    live.emit(sender, "room/1", 3);

    Trace after;
    live.connect(after);
    live.sign_in(after, world::ann);
    const auto resume = [&](const std::string& id) {
        return live.ask(after, R"({"type":"call","id":1,"method":"system/resume",)"
                               R"("args":{"lastEventId":")" +
                                   id + "\"}}");
    };
    SUBCASE("of what it subscribes to then") {
        CHECK(resume(seen).find("\"complete\":true") != std::string::npos);
        CHECK(heard(after) == 0);
        live.subscribe(after, "room/1");
        CHECK(heard(after) == 2);
        CHECK(last_event(after).find("\"count\":3") != std::string::npos);
        live.emit(sender, "room/1", 4);
        CHECK(heard(after) == 3);
    }
    SUBCASE("of what it had subscribed to before") {
        live.subscribe(after, "room/1");
        const auto said = live.say(after, R"({"type":"call","id":1,"method":"system/resume",)"
                                          R"("args":{"lastEventId":")" +
                                              seen + "\"}}");
        REQUIRE(said.size() == 3);
        CHECK(said[0].find("\"count\":2") != std::string::npos);
        CHECK(said[1].find("\"count\":3") != std::string::npos);
        CHECK(said[2].find("\"complete\":true") != std::string::npos);
    }
    SUBCASE("and is told where that is not all") {
        CHECK(resume("00000000-0000-4000-8000-000000000000").find("\"complete\":false") !=
              std::string::npos);
        CHECK(resume("no").find("422") != std::string::npos);
    }
}

TEST_CASE("a connection that speaks JSON-RPC hears events as notifications") {
    Live live;
    Trace trace;
    live.connect(trace);
    live.sign_in(trace, world::ann);
    live.subscribe(trace, "room/1");
    Trace sender;
    live.connect(sender);
    static_cast<void>(live.say(trace, R"({"jsonrpc":"2.0","method":"shop/act"})"));
    live.emit(sender, "room/1", 5);
    CHECK(
        trace.texts.back().starts_with(R"({"jsonrpc":"2.0","method":"shop/sold","params":{"id":)"));
}
