#include "schema/ecma_property.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace strata::schema {
namespace {

using Names = std::pair<std::string_view, std::string_view>;

// General categories: long name (or alias), short name.
constexpr std::array<Names, 42> categories{{
    {"Other", "C"},
    {"Control", "Cc"},
    {"cntrl", "Cc"},
    {"Format", "Cf"},
    {"Unassigned", "Cn"},
    {"Private_Use", "Co"},
    {"Surrogate", "Cs"},
    {"Letter", "L"},
    {"Cased_Letter", "L&"},
    {"LC", "L&"},
    {"Lowercase_Letter", "Ll"},
    {"Modifier_Letter", "Lm"},
    {"Other_Letter", "Lo"},
    {"Titlecase_Letter", "Lt"},
    {"Uppercase_Letter", "Lu"},
    {"Mark", "M"},
    {"Combining_Mark", "M"},
    {"Spacing_Mark", "Mc"},
    {"Enclosing_Mark", "Me"},
    {"Nonspacing_Mark", "Mn"},
    {"Number", "N"},
    {"Decimal_Number", "Nd"},
    {"digit", "Nd"},
    {"Letter_Number", "Nl"},
    {"Other_Number", "No"},
    {"Punctuation", "P"},
    {"punct", "P"},
    {"Connector_Punctuation", "Pc"},
    {"Dash_Punctuation", "Pd"},
    {"Close_Punctuation", "Pe"},
    {"Final_Punctuation", "Pf"},
    {"Initial_Punctuation", "Pi"},
    {"Other_Punctuation", "Po"},
    {"Open_Punctuation", "Ps"},
    {"Symbol", "S"},
    {"Currency_Symbol", "Sc"},
    {"Modifier_Symbol", "Sk"},
    {"Math_Symbol", "Sm"},
    {"Other_Symbol", "So"},
    {"Separator", "Z"},
    {"Line_Separator", "Zl"},
    {"Paragraph_Separator", "Zp"},
}};

constexpr std::array<std::string_view, 38> short_categories{"C",  "Cc",
                                                            "Cf", "Cn",
                                                            "Co", "Cs",
                                                            "L",  "Ll",
                                                            "Lm", "Lo",
                                                            "Lt", "Lu",
                                                            "M",  "Mc",
                                                            "Me", "Mn",
                                                            "N",  "Nd",
                                                            "Nl", "No",
                                                            "P",  "Pc",
                                                            "Pd", "Pe",
                                                            "Pf", "Pi",
                                                            "Po", "Ps",
                                                            "S",  "Sc",
                                                            "Sk", "Sm",
                                                            "So", "Z",
                                                            "Zl", "Zp",
                                                            "Zs", "Space_Separator"};

// Binary properties of ECMA-262 that PCRE2 has under the same name.
constexpr std::array<std::string_view, 95> binary_properties{"ASCII",
                                                             "ASCII_Hex_Digit",
                                                             "AHex",
                                                             "Alphabetic",
                                                             "Alpha",
                                                             "Any",
                                                             "Bidi_Control",
                                                             "Bidi_C",
                                                             "Bidi_Mirrored",
                                                             "Bidi_M",
                                                             "Case_Ignorable",
                                                             "CI",
                                                             "Cased",
                                                             "Changes_When_Casefolded",
                                                             "CWCF",
                                                             "Changes_When_Casemapped",
                                                             "CWCM",
                                                             "Changes_When_Lowercased",
                                                             "CWL",
                                                             "Changes_When_Titlecased",
                                                             "CWT",
                                                             "Changes_When_Uppercased",
                                                             "CWU",
                                                             "Dash",
                                                             "Default_Ignorable_Code_Point",
                                                             "DI",
                                                             "Deprecated",
                                                             "Dep",
                                                             "Diacritic",
                                                             "Dia",
                                                             "Emoji",
                                                             "Emoji_Component",
                                                             "EComp",
                                                             "Emoji_Modifier",
                                                             "EMod",
                                                             "Emoji_Modifier_Base",
                                                             "EBase",
                                                             "Emoji_Presentation",
                                                             "EPres",
                                                             "Extended_Pictographic",
                                                             "ExtPict",
                                                             "Extender",
                                                             "Ext",
                                                             "Grapheme_Base",
                                                             "Gr_Base",
                                                             "Grapheme_Extend",
                                                             "Gr_Ext",
                                                             "Hex_Digit",
                                                             "Hex",
                                                             "IDS_Binary_Operator",
                                                             "IDSB",
                                                             "IDS_Trinary_Operator",
                                                             "IDST",
                                                             "ID_Continue",
                                                             "IDC",
                                                             "ID_Start",
                                                             "IDS",
                                                             "Ideographic",
                                                             "Ideo",
                                                             "Join_Control",
                                                             "Join_C",
                                                             "Logical_Order_Exception",
                                                             "LOE",
                                                             "Lowercase",
                                                             "Lower",
                                                             "Math",
                                                             "Noncharacter_Code_Point",
                                                             "NChar",
                                                             "Pattern_Syntax",
                                                             "Pat_Syn",
                                                             "Pattern_White_Space",
                                                             "Pat_WS",
                                                             "Quotation_Mark",
                                                             "QMark",
                                                             "Radical",
                                                             "Regional_Indicator",
                                                             "RI",
                                                             "Sentence_Terminal",
                                                             "STerm",
                                                             "Soft_Dotted",
                                                             "SD",
                                                             "Terminal_Punctuation",
                                                             "Term",
                                                             "Unified_Ideograph",
                                                             "UIdeo",
                                                             "Uppercase",
                                                             "Upper",
                                                             "Variation_Selector",
                                                             "VS",
                                                             "White_Space",
                                                             "space",
                                                             "XID_Continue",
                                                             "XIDC",
                                                             "XID_Start",
                                                             "XIDS"};

auto find_category(std::string_view name) -> std::string_view {
    if (name == "Space_Separator") return "Zs";
    if (std::ranges::find(short_categories, name) != short_categories.end()) return name;
    const auto found = std::ranges::find(categories, name, &Names::first);
    return found == categories.end() ? std::string_view() : found->second;
}

auto is_name(std::string_view text) -> bool {
    return !text.empty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_';
    });
}

auto escape(bool negated, std::string_view name) -> std::string {
    return std::string(negated ? "\\P{" : "\\p{").append(name).append("}");
}

}  // namespace

auto property_escape(std::string_view text, bool negated) -> std::optional<std::string> {
    const std::size_t equals = text.find('=');
    const auto name = text.substr(0, equals);
    if (equals != std::string_view::npos) {
        const auto value = text.substr(equals + 1);
        if (!is_name(value)) return std::nullopt;
        if (name == "Script" || name == "sc") return escape(negated, "sc:" + std::string(value));
        if (name == "Script_Extensions" || name == "scx") {
            return escape(negated, "scx:" + std::string(value));
        }
        if (name != "General_Category" && name != "gc") return std::nullopt;
        const auto category = find_category(value);
        return category.empty() ? std::nullopt : std::optional(escape(negated, category));
    }
    if (const auto category = find_category(name); !category.empty())
        return escape(negated, category);
    if (name == "Assigned") return escape(!negated, "Cn");
    if (std::ranges::find(binary_properties, name) == binary_properties.end()) return std::nullopt;
    return escape(negated, name);
}

}  // namespace strata::schema
