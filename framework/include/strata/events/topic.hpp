#pragma once
// Topic: what an event is about: "order/0190c8a4-...". Subscribers name the same topic. A plain
// value.
#include <string>
#include <string_view>

#include "strata/values/named.hpp"
#include "strata/values/uuid.hpp"

namespace strata {

class Topic final {
  public:
    explicit Topic(std::string name) : name_(std::move(name)) {}
    Topic(std::string_view kind, const Uuid& id) { join(kind, id.to_string()); }
    Topic(std::string_view kind, std::string_view id) { join(kind, id); }
    template <named_scalar Id>
    requires std::is_same_v<typename Id::plain_type, Uuid> Topic(std::string_view kind,
                                                                 const Id& id)
        : Topic(kind, id.value()) {}

    [[nodiscard]] auto name() const& noexcept -> const std::string& { return name_; }
    [[nodiscard]] auto name() && noexcept -> std::string { return std::move(name_); }
    friend auto operator==(const Topic&, const Topic&) -> bool = default;

  private:
    void join(std::string_view kind, std::string_view id) {
        name_.reserve(kind.size() + 1 + id.size());
        name_.append(kind).append(1, '/').append(id);
    }

    std::string name_;
};

}  // namespace strata
