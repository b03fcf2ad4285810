#pragma once
// Module: one contract file, schemas/NAME.schema, after the loader has checked and resolved it:
// types, errors, methods and events, each with the place that declares it.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tools/model/definition.hpp"
#include "tools/model/location.hpp"

namespace strata::tools {

// "authenticated", "public", "group", "login", "internal"; names of groups or logins.
struct Access {
    std::string kind = "authenticated";
    std::vector<std::string> names{};
};

struct Error {
    std::string code{};  // "order_not_found", also its struct's name
    int status = 400;
    std::string message{};
    std::optional<Type> data{};
    std::string constraint{};
    Location location{};
};

struct Queue {
    std::uint32_t concurrency = 0;
    std::uint32_t size = 0;
    std::chrono::milliseconds timeout{0};
};

struct RateLimit {
    std::string per = "account";
    std::uint32_t count = 0;
    std::chrono::seconds window{60};
};

struct Deprecation {
    std::string since{};
    std::string sunset{};
    std::string use{};
};

struct Route {
    std::string verb{};  // empty: only POST /api/MODULE/METHOD
    std::string path{};
};

struct Method {
    std::string name{};      // "placeOrder"
    std::string cpp_name{};  // "place_order", the handler's name
    std::string summary{};
    std::string description{};
    Access access{};
    Route http{};
    const Definition* parameters = nullptr;  // "PlaceOrder"; never null
    std::optional<Type> returns{};
    std::vector<const Error*> errors{};
    int status = 200;
    std::string transaction = "write";
    std::vector<std::string> locks{};  // "account/{from}"
    bool idempotency_key = false;
    std::chrono::milliseconds timeout{0};
    std::optional<Queue> queue{};
    std::optional<RateLimit> rate_limit{};
    std::size_t body_limit = 0;
    bool finish_on_disconnect = false;
    std::optional<Deprecation> deprecated{};
    Location location{};
};

struct Event {
    std::string name{};      // "orderPlaced"
    std::string cpp_name{};  // "OrderPlaced", in namespace events
    std::string summary{};
    std::string description{};
    std::optional<Type> data{};
    Access access{};
    bool from_client = false;
    Location location{};

    // Of one that clients send: "on_cursor_moved".
    [[nodiscard]] auto handler_name() const -> std::string;
};

struct Module {
    std::string name{};  // "orders"
    unsigned version = 1;
    std::string
        cpp_name{};      // "orders", "orders_2": the namespace, and the name of the generated files
    std::string file{};  // "schemas/orders.schema"
    std::string text{};  // its source
    std::string title{};
    std::string description{};
    std::vector<std::unique_ptr<Definition>> definitions{};  // one after all that it needs complete
    std::vector<std::unique_ptr<Error>> errors{};
    std::vector<Method> methods{};
    std::vector<Event> events{};

    [[nodiscard]] auto find(std::string_view definition) const -> const Definition*;
    // "orders", "orders.2"
    [[nodiscard]] auto versioned_name() const -> std::string {
        return version > 1 ? name + "." + std::to_string(version) : name;
    }
};

}  // namespace strata::tools
