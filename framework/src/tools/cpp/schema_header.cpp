#include "tools/cpp/schema_writer.hpp"

#include <algorithm>
#include <set>

#include "tools/contract/scalars.hpp"
#include "tools/cpp/code.hpp"
#include "tools/cpp/struct_members.hpp"
#include "tools/model/model.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

class HeaderWriter final {
  public:
    explicit HeaderWriter(const Module& module) : module_(module) {}

    auto write() -> std::string {
        for (const auto& definition : module_.definitions) write_definition(*definition);
        write_late_comparisons();
        write_errors();
        write_events();
        write_coders();
        Code file;
        file.line("#pragma once");
        std::string text =
            file.text() + banner("Types of " + module_.file + ".") +
            include_lines({includes_.begin(), includes_.end()}) +
            "\nnamespace strata::json {\nclass Reader;\nclass Writer;\n}  // namespace "
            "strata::json\n\nnamespace schemas::" +
            module_.cpp_name + " {\n\n";
        for (const std::string& name : forward_) text += "struct " + name + ";\n";
        if (!forward_.empty()) text += '\n';
        text += code_.text() + "\n}  // namespace schemas::" + module_.cpp_name + "\n";
        return text + value_rules_.text();
    }

  private:
    void use(const Type& type) {
        for (auto& include : includes_of(type)) {
            if (include != "schemas/" + module_.cpp_name + ".hpp")
                includes_.insert(std::move(include));
        }
        declare(type);
    }

    // A type of this module that is defined further down.
    void declare(const Type& type) {
        const Definition* named = type.definition;
        if (named && is_further_down(*named)) forward_.insert(named->name);
        for (const Type& each : type.inner()) declare(each);
    }

    [[nodiscard]] auto is_further_down(const Definition& named) const -> bool {
        return named.module == &module_ && !written_.contains(&named) &&
               (named.form == Form::structure || named.form == Form::variant);
    }

    // Whether it holds another type of this module that is defined further down.
    [[nodiscard]] auto is_ahead_of_its_parts(const Type& type, const Definition& self) const
        -> bool {
        const Definition* named = type.definition;
        if (named && named != &self && is_further_down(*named)) return true;
        return std::ranges::any_of(
            type.inner(), [&](const Type& each) { return is_ahead_of_its_parts(each, self); });
    }

    void write_definition(const Definition& definition) {
        code_.gap();
        if (!definition.description.empty()) code_.comment(definition.description);
        switch (definition.form) {
            case Form::alias: write_alias(definition); break;
            case Form::scalar: write_scalar(definition); break;
            case Form::enumeration: write_enumeration(definition); break;
            case Form::structure: write_structure(definition); break;
            case Form::variant: write_variant(definition); break;
        }
        written_.insert(&definition);
    }

    void write_alias(const Definition& definition) {
        use(definition.type);
        code_.line("using " + definition.name + " = " + cpp_type(definition.type, &module_) + ";");
    }

    void write_scalar(const Definition& definition) {
        const std::string& name = definition.name;
        includes_.insert("strata/values/named.hpp");
        if (!definition.value_type.empty()) return write_value_type(definition);
        if (definition.type.kind == Kind::uuid) {
            code_.line("class " + name + " final : public strata::NamedId<" + name + "> {");
            code_.line("  public:").line("    using NamedId::NamedId;").line("};");
            return;
        }
        use(definition.type);
        const auto plain = plain_cpp_type(definition.type.kind);
        code_.line("class " + name + " final : public strata::Named<" + name + ", " + plain +
                   "> {");
        code_.line("  public:");
        code_.line("    using Named::Named;");
        code_.line("    [[nodiscard]] static auto check(const " + plain +
                   "& value) -> const strata::Invalid*;");
        code_.line("};");
    }

    // A class of the service's own: the contract says what it may hold.
    void write_value_type(const Definition& definition) {
        const auto plain = plain_cpp_type(definition.type.kind);
        includes_.insert(value_type_header(definition));
        use(definition.type);
        code_.line("using " + definition.name + " = " + definition.value_type + ";");
        if (definition.type.rule.empty()) return;
        const auto check = value_check_name(definition);
        const auto tail = "(const " + plain + "& value) -> const strata::Invalid*";
        code_.line("[[nodiscard]] auto " + check + tail + ";");
        value_rules_.line().line("template <>");
        value_rules_.open("struct strata::ContractRule<" + definition.value_type + "> {");
        Code body;
        body.line("return schemas::" + module_.cpp_name + "::" + check + "(value);");
        value_rules_.function("static auto check" + tail, body).close("};");
    }

    void write_enumeration(const Definition& definition) {
        includes_.insert({"<cstdint>", "<optional>", "<string_view>"});
        std::vector<std::string> names;
        for (const Enumerator& each : definition.enumerators) names.push_back(each.cpp_name);
        code_.list("enum class " + definition.name + " : std::uint8_t { ", names, " };");
        code_.line("[[nodiscard]] auto to_string(" + definition.name +
                   " value) noexcept -> std::string_view;");
        code_.line("[[nodiscard]] auto parse_" + snake_case(definition.name) +
                   "(std::string_view text) noexcept -> std::optional<" + definition.name + ">;");
    }

    void write_structure(const Definition& definition) {
        code_.open("struct " + definition.name + " {");
        for (const Member& member : definition.members) write_member(member);
        if (definition.additional) {
            use(*definition.additional);
            includes_.insert({"<map>", "<string>"});
            code_.line("std::map<std::string, " + cpp_type(*definition.additional, &module_) +
                       "> additional;");
        }
        const auto parameters = constructor_parameters(definition, true);
        if (!parameters.empty()) {
            code_.gap();
            const bool single =
                std::ranges::count(parameters, true, &ConstructorParameter::required) <= 1;
            std::vector<std::string> texts;
            for (const auto& each : parameters) texts.push_back(each.declaration());
            code_.list((single ? "explicit " : "") + definition.name + "(", texts, ");");
        }
        if (!definition.members.empty()) code_.gap();
        write_version(definition);
        write_comparison(definition);
        code_.close("};");
    }

    // A comparison is defaulted where all types that it compares are complete.
    void write_comparison(const Definition& definition) {
        const auto comparison = "auto operator==(const " + definition.name + "&, const " +
                                definition.name + "&) -> bool";
        const bool late = std::ranges::any_of(definition.members, [&](const Member& member) {
            return is_ahead_of_its_parts(member.type, definition);
        });
        const bool late_rest =
            definition.additional && is_ahead_of_its_parts(*definition.additional, definition);
        if (late || late_rest) late_comparisons_.push_back("inline " + comparison + " = default;");
        code_.line("friend " + comparison + (late || late_rest ? ";" : " = default;"));
    }

    void write_late_comparisons() {
        if (!late_comparisons_.empty()) code_.gap();
        for (const std::string& each : late_comparisons_) code_.line(each);
    }

    // What a result's ETag is made of.
    void write_version(const Definition& definition) {
        const Member* version = definition.version();
        if (version == nullptr || version->is_optional() || definition.parameters) return;
        const bool named = version->type.is_named_scalar();
        includes_.insert("<cstdint>");
        code_.line("[[nodiscard]] auto version_tag() const -> std::int64_t { return " +
                   version->cpp_name + (named ? ".value()" : "") + "; }");
    }

    void write_member(const Member& member) {
        if (!member.description.empty()) code_.comment(member.description);
        if (!member.constant.empty()) {
            const bool text = member.type.kind == Kind::text;
            includes_.insert(text ? "<string_view>" : "<cstdint>");
            code_.line("static constexpr " +
                       (text ? "std::string_view" : plain_cpp_type(member.type.kind)) + " " +
                       member.cpp_name + " = " + member.constant + ";");
            return;
        }
        use(member.type);
        if (member.is_optional()) includes_.insert("<optional>");
        code_.line(cpp_type(member, &module_) + " " + member.cpp_name + ";");
    }

    void write_variant(const Definition& definition) {
        includes_.insert("<variant>");
        for (const Alternative& each : definition.alternatives) use(each.type);
        if (!definition.discriminator.empty())
            code_.comment("Told apart by " + definition.discriminator + ".");
        code_.list("struct " + definition.name + " final : std::variant<",
                   definition.alternative_types(), "> {");
        code_.line("    using variant::variant;");
        code_.line("};");
    }

    void write_errors() {
        if (module_.errors.empty()) return;
        includes_.insert("<string_view>");
        code_.gap().line("namespace errors {");
        for (const auto& error : module_.errors) {
            code_.gap().open("struct " + error->code + " {");
            code_.line("static constexpr std::string_view code = " + cpp_string(error->code) + ";");
            code_.line("static constexpr int status = " + std::to_string(error->status) + ";");
            code_.line("static constexpr std::string_view message = " + cpp_string(error->message) +
                       ";");
            write_data(error->code, error->data, &module_);
            code_.close("};");
        }
        code_.gap().line("}  // namespace errors");
    }

    // The one member `data` of an error or an event.
    void write_data(const std::string& name, const std::optional<Type>& data, const Module* scope) {
        if (!data) return;
        use(*data);
        includes_.insert("<utility>");
        const auto type = cpp_type(*data, scope);
        code_.gap().line("explicit " + name + "(" + type + " value) : data(std::move(value)) {}");
        code_.line(type + " data;");
    }

    void write_events() {
        if (module_.events.empty()) return;
        includes_.insert("<string_view>");
        code_.gap().line("namespace events {");
        // An event may be called as a type is, and would hide it here.
        const bool hides = std::ranges::any_of(
            module_.events, [&](const Event& event) { return module_.find(event.cpp_name); });
        const Module* scope = hides ? nullptr : &module_;
        for (const Event& event : module_.events) {
            code_.gap();
            if (!event.summary.empty()) code_.comment(event.summary);
            if (!event.description.empty()) code_.comment(event.description);
            code_.open("struct " + event.cpp_name + " {");
            code_.line("static constexpr std::string_view module = " +
                       cpp_string(module_.versioned_name()) + ";");
            code_.line("static constexpr std::string_view name = " + cpp_string(event.name) + ";");
            write_data(event.cpp_name, event.data, scope);
            code_.close("};");
        }
        code_.gap();
        for (const Event& event : module_.events) {
            code_.line("void encode(strata::json::Writer& writer, const " + event.cpp_name +
                       "& event);");
        }
        code_.gap().line("}  // namespace events");
    }

    void write_coders() {
        code_.gap();
        for (const auto& definition : module_.definitions) {
            if (definition->form == Form::alias || definition->form == Form::scalar) continue;
            includes_.insert("<optional>");
            code_.line("void decode(strata::json::Reader& reader, std::optional<" +
                       definition->name + ">& out);");
            code_.line("void encode(strata::json::Writer& writer, " + by_reference(*definition) +
                       " value);");
        }
    }

    static auto by_reference(const Definition& definition) -> std::string {
        return definition.form == Form::enumeration ? definition.name
                                                    : "const " + definition.name + "&";
    }

    const Module& module_;
    Code code_;
    Code value_rules_;  // after the namespace
    std::set<std::string> includes_;
    std::set<const Definition*> written_;
    std::set<std::string> forward_;
    std::vector<std::string> late_comparisons_{};
};

}  // namespace

auto schema_header(const Module& module) -> std::string { return HeaderWriter(module).write(); }

}  // namespace strata::tools
