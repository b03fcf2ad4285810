#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <thread>
#include <vector>

#include "service.hpp"
#include "strata/testing/service.hpp"

using strata::testing::Client;
using strata::testing::Service;

namespace {

auto text(const strata::json::Json& json, std::string_view key) -> std::string {
    return json.at(key).as_string();
}

auto add_product(Client& clerk, int available) -> std::string {
    const auto made =
        clerk.post("/products", R"({"title": "a teapot", "price": 1500, "available": )" +
                                    std::to_string(available) + "}");
    REQUIRE(made.status == 200);
    return text(made.json(), "id");
}

auto order_of(const std::string& product, int quantity) -> std::string {
    return R"({"productId": ")" + product + R"(", "quantity": )" + std::to_string(quantity) + "}";
}

}  // namespace

TEST_CASE("an order is placed, paid and refunded") {
    Service service(service::registry());
    auto clerk = service.as("cleo", {"clerks"});
    auto ada = service.as("ada");
    const auto product = add_product(clerk, 3);
    const auto order = ada.post("/orders", order_of(product, 2));
    REQUIRE(order.status == 200);
    const auto id = text(order.json(), "id");
    CHECK(ada.get("/orders/" + id).body == order.body);
    CHECK(ada.post("/orders", order_of(product, 2)).code() == "out_of_stock");
    CHECK(ada.post("/orders/" + id + "/payment", R"({"amount": 1})").code() == "wrong_amount");
    const auto payment = ada.post("/orders/" + id + "/payment", R"({"amount": 3000})");
    REQUIRE(payment.status == 200);
    CHECK(ada.post("/orders/" + id + "/cancel").code() == "not_open");
    const auto refund = "/payments/" + text(payment.json(), "id") + "/refund";
    CHECK(ada.post(refund).status == 403);
    CHECK(clerk.post(refund).status == 200);
    CHECK(clerk.post(refund).code() == "refunded_already");
    CHECK(ada.get("/orders?status=cancelled").json().at("orders").size() == 1);
    CHECK(clerk.get("/payments").json().at("payments").size() == 1);
}

TEST_CASE("a cancelled order's goods go back, and a stranger sees nothing of it") {
    Service service(service::registry());
    auto clerk = service.as("cleo", {"clerks"});
    auto ada = service.as("ada");
    const auto product = add_product(clerk, 2);
    const auto id = text(ada.post("/orders", order_of(product, 2)).json(), "id");
    CHECK(service.as("bob").get("/orders/" + id).status == 404);
    CHECK(service.as("bob").post("/orders/" + id + "/cancel").code() == "order_not_found");
    CHECK(ada.post("/orders/" + id + "/cancel").status == 200);
    CHECK(clerk.post("/products/" + product + "/restock", R"({"quantity": 5})")
              .json()
              .at("available")
              .as_int64() == 7);
    CHECK(service.anyone().get("/products").json().at("products").size() == 1);
}

TEST_CASE("twenty customers at once get what there is and no more") {
    Service service(service::registry());
    auto clerk = service.as("cleo", {"clerks"});
    const auto product = add_product(clerk, 5);
    std::vector<int> status(20);
    {
        std::vector<Client> customers;
        for (int i = 0; i < 20; ++i) customers.push_back(service.as("c" + std::to_string(i)));
        std::vector<std::jthread> threads;
        for (std::size_t i = 0; i < status.size(); ++i)
            threads.emplace_back(
                [&, i] { status[i] = customers[i].post("/orders", order_of(product, 1)).status; });
    }
    CHECK(std::ranges::count(status, 200) == 5);
    CHECK(std::ranges::count(status, 409) == 15);
}

TEST_CASE("an order sent twice under one key is placed once") {
    Service service(service::registry());
    auto clerk = service.as("cleo", {"clerks"});
    const auto product = add_product(clerk, 5);
    auto ada = service.as("ada").with_key("0001");
    const auto first = ada.post("/orders", order_of(product, 1));
    REQUIRE(first.status == 200);
    CHECK(ada.post("/orders", order_of(product, 1)).body == first.body);
    CHECK(ada.post("/orders", order_of(product, 2)).status == 422);
}
