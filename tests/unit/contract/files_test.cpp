// A handler reads and writes files by its Context.
#include "strata/files.hpp"

#include <doctest/doctest.h>
#include <unistd.h>

#include "shop.hpp"
#include "world.hpp"

using namespace strata;
using namespace world;
using shop::Acting;
using shop::Item;

TEST_CASE("a handler's files are read and written on the blocking lane") {
    World world({shop::method()});
    static const std::string path = "/tmp/strata-handler-" + std::to_string(::getpid());
    shop::behaviour = [](Context& context, Item item) -> Acting {
        co_await write_file(context, path, "one two");
        item.name = co_await read_file(context, path, 100);
        auto pieces = stream_file(context, path, 4);
        while (auto piece = co_await pieces.next()) ++item.count;
        co_return item;
    };
    Exchange exchange(world.method());
    world.run(exchange);
    ::unlink(path.c_str());
    CHECK(exchange.code() == "ok");
    CHECK(exchange.out.find("one two") != std::string::npos);
    CHECK(world.workers.statistics(Lane::blocking).done == 5);
}
