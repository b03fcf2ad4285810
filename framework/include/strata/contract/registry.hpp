#pragma once
// Registry: everything that is generated for one service, in static storage: generated/service.hpp
// declares `auto service() -> const strata::contract::Registry&;`.
#include <span>
#include <string_view>

#include "strata/contract/method.hpp"

namespace strata::data {
struct Statement;
}

namespace strata::contract {

struct EventInfo {
    std::string_view module{};
    std::string_view name{};
    std::string_view summary{};
    Access access{};
    // The members of its data; one without a name: the data itself, which is no object.
    std::span<const Parameter> data{};
    bool from_client = false;
    std::string_view source{};  // "schemas/mail.schema:41"
};

// A file of the service's folder, embedded: "db/create.sql", "config/default.json",
// "schemas/auth.schema".
struct EmbeddedFile {
    std::string_view path{};
    std::string_view text{};
};

struct Registry {
    std::string_view name{};  // "mail"
    std::span<const Method> methods{};
    std::span<const EventInfo> events{};
    std::span<const EmbeddedFile> files{};
    std::span<const data::Statement* const> statements{};

    [[nodiscard]] auto file(std::string_view path) const noexcept -> const EmbeddedFile* {
        for (const EmbeddedFile& candidate : files) {
            if (candidate.path == path) return &candidate;
        }
        return nullptr;
    }
};

}  // namespace strata::contract
