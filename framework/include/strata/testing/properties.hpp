#pragma once
// Properties that every method of a service keeps, whatever it is sent: parameters are made from
// the contracts' schemas, valid ones and nearly valid ones, and
//   - no call ends in 500;
//   - every result fits the schema that its method returns, and the data of every declared error
//     its own;
//   - parameters are refused exactly if they break their schema (of calls that get as far).
// Ids in results are used in later parameters. The same seed makes the same calls. The caller is
// one without a socket (service.as("ada")), or over one (service.as("ada").over_http()).
#include <cstdint>
#include <string>
#include <vector>

#include "strata/testing/service.hpp"

namespace strata::testing {

struct PropertyOptions {
    std::uint64_t seed = 1;
    unsigned calls = 100;                // of each method
    std::vector<std::string> without{};  // methods that are left out: "orders/purge"
};

struct PropertyReport {
    std::uint64_t calls = 0;
    std::uint64_t succeeded = 0;  // calls that gave a result
    // One line each: the method, the parameters, made as small as they still fail, and what came.
    std::vector<std::string> failures{};
};

// Throws std::runtime_error if the contracts can't be read.
[[nodiscard]] auto check_properties(Service& service, Client caller,
                                    const PropertyOptions& options = {}) -> PropertyReport;

}  // namespace strata::testing
