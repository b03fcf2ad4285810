#pragma once
// The examples of a service's contracts that name a fixture with "given": each on a service and a
// database of its own, whose state its fixture makes. The call must give what the example says: its
// "returns", or its "error", or else any result. In what it returns, identifiers and times match
// any other, for every run makes new ones.
//
//     const auto report = check_examples(service::registry(), {{"a room", [](Service& service) {
//         auto ada = sign_up(service, "ada");
//         const auto room = ada.call<&api::rooms::open>(Open(title));
//         return Given{ada, {{"roomId", room->id.to_string()}}};
//     }}});
//     CHECK(report.failures.empty());
#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "strata/json/json.hpp"
#include "strata/testing/service.hpp"

namespace strata::testing {

// Who calls, and the parameters that the example can't know, such as identifiers: they take the
// place of those that it shows.
struct Given final {
    Client caller;
    std::map<std::string, json::Json> parameters{};
};

using Fixture = std::function<Given(Service&)>;

struct ExampleReport final {
    std::size_t examples = 0;  // that ran
    // One line each: the method, the fixture, and what came instead; also fixtures that are missing
    // and those that no example names.
    std::vector<std::string> failures{};
};

// Throws std::runtime_error if the contracts can't be read or a service can't start; what a fixture
// throws is a failure of its example.
[[nodiscard]] auto check_examples(const contract::Registry& registry,
                                  const std::map<std::string, Fixture>& fixtures,
                                  const Options& options = {}) -> ExampleReport;

}  // namespace strata::testing
