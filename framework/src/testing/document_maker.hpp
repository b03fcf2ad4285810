#pragma once
// DocumentMaker: documents that a schema nearly allows: values made from its keywords, most of them
// at its bounds, and now and then one that breaks a rule.
#include <string_view>

#include "strata/json/json.hpp"
#include "testing/random.hpp"

namespace strata::testing {

class DocumentMaker final {
  public:
    using Json = json::Json;

    // `root` must outlive it.
    DocumentMaker(const Json& root, Random& random) : root_(root), random_(random) {}
    auto make() -> Json;

  private:
    auto value(const Json& schema, unsigned depth) -> Json;
    auto of_type(const Json& schema, std::string_view type, unsigned depth) -> Json;
    auto object(const Json& schema, unsigned depth) -> Json;
    void add_others(const Json& schema, Json& object, unsigned depth);
    auto array(const Json& schema, unsigned depth) -> Json;
    auto text(const Json& schema) -> Json;
    auto integer(const Json& schema) -> Json;
    auto number(const Json& schema) -> Json;
    auto anything() -> Json;
    auto size(const Json& schema, std::string_view low, std::string_view high) -> std::size_t;
    // One of its values is changed, removed or doubled.
    auto mutated(const Json& value) -> Json;
    void mutate_object(const Json& value, Json& out);
    // Parts of one value as one: their members together.
    static void merge(Json& into, Json part);

    const Json& root_;
    Random& random_;
};

}  // namespace strata::testing
