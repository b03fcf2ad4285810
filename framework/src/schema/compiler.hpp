#pragma once
// Compiler: from a schema document to a Program. Used once.
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "schema/documents.hpp"
#include "schema/program.hpp"
#include "strata/schema/schema.hpp"

namespace strata::schema {

class Compiler final {
  public:
    explicit Compiler(const Options& options) : options_(options), documents_(options) {}
    // Throws Refused.
    [[nodiscard]] auto run(const json::Json& document) -> Program;

  private:
    // The schema being compiled.
    [[nodiscard]] auto find(std::string_view keyword) const -> const json::Json* {
        return schema_->find(keyword);
    }
    [[nodiscard]] auto dialect() const -> const Dialect& { return place_->resource->dialect; }
    auto emit(Op op, std::string_view keyword) -> Instruction&;
    [[noreturn]] void refuse(std::string_view keyword, std::string_view message) const;
    auto location(std::string_view keyword) -> LocationId;

    auto id_of(const json::Json& schema) -> SchemaId;
    auto anchor_id(std::string_view anchor) -> std::uint32_t;
    void enter(const Resource& resource);
    void compile(const json::Json& schema, SchemaId id);
    void keywords();

    void references();
    void plain_reference(std::string_view keyword);
    void dynamic_reference(std::string_view keyword);
    void assertions();
    void type();
    void integer_range(std::string_view keyword, IntegerRange range);
    void values();
    void counts();
    void numbers();
    void format();
    void pattern();
    void content();
    void dependent_required();
    void applicators();
    void in_place();
    void list(Op op, std::string_view keyword);
    void condition();
    void dependent_schemas();
    void members();
    void items();
    void contains();
    void unevaluated();

    auto count(std::string_view keyword) const -> std::optional<std::uint64_t>;
    auto text(std::string_view keyword) const -> const std::string*;
    auto object(std::string_view keyword) const -> const json::Json*;
    auto texts(std::string_view keyword, const json::Json& value) const -> std::vector<std::string>;
    auto schemas(std::string_view keyword, const json::Json& value) -> std::vector<SchemaId>;
    auto subschema(std::string_view keyword) -> SchemaId;
    auto pattern_of(std::string_view keyword, std::string_view source) const -> Pattern;
    template <class T>
    static auto put(std::vector<T>& table, T value) -> std::uint32_t {
        table.push_back(std::move(value));
        return static_cast<std::uint32_t>(table.size() - 1);
    }
    void refuse_endless() const;
    void shorten();

    const Options& options_;
    Documents documents_;
    Program program_;
    std::unordered_map<const json::Json*, SchemaId> ids_;
    std::vector<const json::Json*> queue_;
    std::vector<bool> entered_;
    std::map<std::string, std::uint32_t, std::less<>> anchors_;

    const json::Json* schema_ = nullptr;
    const Place* place_ = nullptr;
    std::vector<Instruction> code_;
    bool collects_ = false;
};

}  // namespace strata::schema
