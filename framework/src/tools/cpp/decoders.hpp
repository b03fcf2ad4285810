#pragma once
// Decoders: decode() of structs, enums and variants, from JSON text in one pass, with every check
// of the schema.
#include "tools/cpp/code.hpp"
#include "tools/cpp/rules.hpp"
#include "tools/model/module.hpp"

namespace strata::tools {

class DecoderWriter final {
  public:
    DecoderWriter(const Module& module, Compiled& compiled, Code& code)
        : module_(module), compiled_(compiled), code_(code) {}

    void write(const Definition& definition);
    // What the decoders written so far use.
    [[nodiscard]] auto uses_objects() const noexcept -> bool { return uses_objects_; }
    [[nodiscard]] auto uses_tags() const noexcept -> bool { return uses_tags_; }
    [[nodiscard]] auto uses_inner_rules() const noexcept -> bool { return uses_inner_rules_; }

    // "constexpr std::array<std::string_view, 2> order_members{...}" of every struct, for the
    // anonymous namespace.
    static void write_names(const Definition& structure, Code& code);

  private:
    using Alternatives = std::vector<const Alternative*>;

    void write_enumeration(const Definition& definition);
    void write_structure(const Definition& structure);
    void write_locals(const Definition& structure);
    void write_cases(const Definition& structure);
    void write_case(const Member& member, std::size_t index, const Definition& structure);
    void write_additional(const Definition& structure);
    void write_result(const Definition& structure);
    void write_variant(const Definition& variant);
    void write_alternatives(const Definition& variant, const Alternatives& alternatives);
    void write_tagged(const Definition& variant, const Alternatives& alternatives);
    void write_tried(const Definition& variant, const Alternatives& alternatives);
    void write_alternative(const Definition& variant, const Alternative& alternative,
                           std::string_view condition = "value");
    // Statements that decode into `variable`, a std::optional of the type.
    void write_value(const Type& type, const std::string& variable, const std::string& owner,
                     unsigned depth);
    void write_plain_value(const Type& type, const std::string& variable, const std::string& owner,
                           unsigned depth);
    void write_inner(const Type& type, const std::string& variable, const std::string& owner,
                     unsigned depth);
    void write_checks(const Type& type, const std::string& variable, const std::string& owner);

    const Module& module_;
    Compiled& compiled_;
    Code& code_;
    bool uses_objects_ = false;
    bool uses_tags_ = false;
    bool uses_inner_rules_ = false;
};

}  // namespace strata::tools
