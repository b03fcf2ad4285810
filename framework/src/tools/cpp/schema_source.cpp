#include "tools/cpp/schema_writer.hpp"

#include <algorithm>

#include "tools/contract/scalars.hpp"
#include "tools/cpp/code.hpp"
#include "tools/cpp/decoders.hpp"
#include "tools/cpp/rules.hpp"
#include "tools/cpp/struct_members.hpp"
#include "tools/model/names.hpp"

namespace strata::tools {

namespace {

class SourceWriter final {
  public:
    explicit SourceWriter(const Module& module) : module_(module) {}

    auto write() -> std::string {
        DecoderWriter decoders(module_, compiled_, code_);
        for (const auto& definition : module_.definitions) write_definition(*definition, decoders);
        for (const Event& event : module_.events) write_event(event);

        Code names;
        compiled_.write(names);
        names.gap();
        for (const auto& definition : module_.definitions) {
            if (definition->form == Form::structure) DecoderWriter::write_names(*definition, names);
        }
        std::string text = "#include \"schemas/" + module_.cpp_name + ".hpp\"\n\n" +
                           include_lines(includes(decoders)) +
                           "\nnamespace schemas::" + module_.cpp_name +
                           " {\n\nnamespace json = strata::json;\n";
        if (compiled_.has_patterns() || compiled_.has_schemas() || uses_schema_) {
            text += "namespace schema = strata::schema;\n";
        }
        if (has_checks_) text += "using strata::Invalid;\n";
        if (!names.text().empty() && names.text() != "\n") {
            text += "\nnamespace {\n\n" + trimmed(names.text()) + "\n}  // namespace\n";
        }
        return text + '\n' + trimmed(code_.text()) +
               "\n}  // namespace schemas::" + module_.cpp_name + "\n";
    }

  private:
    // A parameter may not be called as the member is: that would hide it.
    static auto parameter_name(std::string name) -> std::string {
        if (name.ends_with('_')) name.pop_back();
        return name + "_in";
    }

    static auto trimmed(const std::string& text) -> std::string {
        const auto first = text.find_first_not_of('\n');
        return first == std::string::npos ? std::string() : text.substr(first);
    }

    auto includes(const DecoderWriter& decoders) const -> std::vector<std::string> {
        std::vector<std::string> list{"<utility>", "strata/json/decode.hpp",
                                      "strata/json/encode.hpp", "strata/json/checks.hpp"};
        if (decoders.uses_objects()) {
            list.insert(list.end(), {"<array>", "<string_view>", "strata/json/object_reader.hpp"});
        }
        if (uses_tuples_) list.emplace_back("strata/json/tuple.hpp");
        if (decoders.uses_tags()) list.emplace_back("strata/json/tag.hpp");
        if (decoders.uses_inner_rules() || uses_constants_ || uses_boxes_) {
            list.emplace_back("strata/json/decode_with.hpp");
        }
        if (compiled_.has_patterns() || uses_schema_) list.emplace_back("strata/schema/checks.hpp");
        if (compiled_.has_schemas()) list.emplace_back("strata/schema/check_json.hpp");
        return list;
    }

    void write_definition(const Definition& definition, DecoderWriter& decoders) {
        note_use(definition);
        switch (definition.form) {
            case Form::alias: return;
            case Form::scalar: return write_check(definition);
            case Form::enumeration: write_names(definition); break;
            case Form::structure: write_constructor(definition); break;
            case Form::variant: break;
        }
        decoders.write(definition);
        write_encoder(definition);
    }

    void note_use(const Definition& definition) {
        note_type(definition.type);
        for (const Member& member : definition.members) {
            note_type(member.type);
            uses_constants_ = uses_constants_ || !member.constant.empty();
        }
        if (definition.additional) note_type(*definition.additional);
        for (const Alternative& each : definition.alternatives) note_type(each.type);
    }

    void note_type(const Type& type) {
        uses_boxes_ = uses_boxes_ || type.boxed;
        uses_tuples_ = uses_tuples_ || type.kind == Kind::tuple;
        uses_schema_ = uses_schema_ || !type.rule.format.empty();
        for (const Type& each : type.inner()) note_type(each);
    }

    void write_check(const Definition& scalar) {
        const bool own = !scalar.value_type.empty();
        if (own ? scalar.type.rule.empty() : scalar.type.kind == Kind::uuid) return;
        has_checks_ = true;
        Code body;
        write_named_check(scalar, compiled_, body);
        const auto plain = plain_cpp_type(scalar.type.kind);
        const bool unused = body.text() == "return nullptr;\n";
        const auto name = own ? value_check_name(scalar) : scalar.name + "::check";
        code_.gap().function("auto " + name + "(const " + plain + "&" +
                                 (unused ? " /*value*/" : " value") + ") -> const Invalid*",
                             body);
    }

    void write_names(const Definition& enumeration) {
        code_.gap().open("auto to_string(" + enumeration.name +
                         " value) noexcept -> std::string_view {");
        code_.open("switch (value) {");
        for (const Enumerator& each : enumeration.enumerators) {
            code_.line("case " + enumeration.name + "::" + each.cpp_name + ": return " +
                       cpp_string(each.json_value) + ";");
        }
        code_.close().line("return {};").close();
        code_.gap().open("auto parse_" + snake_case(enumeration.name) +
                         "(std::string_view text) noexcept -> std::optional<" + enumeration.name +
                         "> {");
        for (const Enumerator& each : enumeration.enumerators) {
            code_.line("if (text == " + cpp_string(each.json_value) + ") return " +
                       enumeration.name + "::" + each.cpp_name + ";");
        }
        code_.line("return std::nullopt;").close();
    }

    void write_constructor(const Definition& structure) {
        const auto parameters = constructor_parameters(structure, false);
        if (parameters.empty()) return;
        std::vector<std::string> declarations;
        std::vector<std::string> initialisers;
        // In the order in which the members are declared.
        for (const Member& member : structure.members) {
            if (!member.constant.empty()) continue;
            const auto name = parameter_name(member.cpp_name);
            initialisers.push_back(member.cpp_name + (is_cheap(member.type)
                                                          ? "(" + name + ")"
                                                          : "(std::move(" + name + "))"));
        }
        if (structure.additional) initialisers.emplace_back("additional(std::move(additional_in))");
        for (const auto& each : parameters)
            declarations.push_back(each.type + " " + parameter_name(each.name));
        const std::string head = structure.name + "::" + structure.name + "(";
        const std::string short_form =
            head + joined(declarations) + ") : " + joined(initialisers) + " {}";
        if (short_form.size() <= Code::columns) {
            code_.gap().line(short_form);
            return;
        }
        code_.gap().list(head, declarations, ")");
        const auto last = "    : " + joined(initialisers) + " {}";
        if (last.size() <= Code::columns) {
            code_.line(last);
            return;
        }
        for (std::size_t i = 0; i < initialisers.size(); ++i) {
            const bool ends = i + 1 == initialisers.size();
            code_.line((i == 0 ? "    : " : "      ") + initialisers[i] + (ends ? " {}" : ","));
        }
    }

    static auto joined(const std::vector<std::string>& items) -> std::string {
        std::string text;
        for (const std::string& item : items) text += (text.empty() ? "" : ", ") + item;
        return text;
    }

    void write_encoder(const Definition& definition) {
        const bool by_value = definition.form == Form::enumeration;
        const bool unused = definition.form == Form::structure && !definition.additional &&
                            definition.constructor_order().empty();
        Code body;
        if (by_value) {
            body.line("writer.value(to_string(value));");
        } else if (definition.form == Form::variant) {
            body.line("std::visit([&](const auto& each) { encode(writer, each); }, value);");
        } else {
            write_members(definition, body);
        }
        code_.gap().function("void encode(json::Writer& writer, " +
                                 (by_value ? definition.name : "const " + definition.name + "&") +
                                 (unused ? " /*value*/)" : " value)"),
                             body);
    }

    static void write_members(const Definition& structure, Code& code) {
        code.line("writer.begin_object();");
        for (const Member& member : structure.members) {
            const std::string key = cpp_string(member.json_name) + ":";
            const std::string name = "value." + member.cpp_name;
            const bool optional = member.constant.empty() && member.is_optional();
            if (optional) code.open("if (" + name + ") {");
            code.line("writer.literal_key(" + cpp_string(key) + ");");
            if (!member.constant.empty()) {
                code.line("writer.value(" + structure.name + "::" + member.cpp_name + ");");
            } else {
                code.line("encode(writer, " + (optional ? "*" + name : name) + ");");
            }
            if (optional) code.close();
        }
        if (structure.additional) {
            code.open("for (const auto& [key, other] : value.additional) {");
            code.line("writer.key(key);").line("encode(writer, other);").close();
        }
        code.line("writer.end_object();");
    }

    void write_event(const Event& event) {
        code_.gap().open("void events::encode(json::Writer& writer, const " + event.cpp_name + "&" +
                         (event.data ? " event) {" : " /*event*/) {"));
        if (event.data) {
            code_.line("using json::encode;").line("encode(writer, event.data);");
        } else {
            code_.line("writer.begin_object();").line("writer.end_object();");
        }
        code_.close();
    }

    const Module& module_;
    Compiled compiled_;
    Code code_;
    bool has_checks_ = false;
    bool uses_schema_ = false;
    bool uses_constants_ = false;
    bool uses_boxes_ = false;
    bool uses_tuples_ = false;
};

}  // namespace

auto schema_source(const Module& module) -> std::string { return SourceWriter(module).write(); }

}  // namespace strata::tools
