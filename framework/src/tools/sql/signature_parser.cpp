#include "tools/sql/signature_parser.hpp"

#include <array>
#include <optional>
#include <stdexcept>

#include "strata/json/suggest.hpp"
#include "tools/model/names.hpp"

namespace strata::tools::sql {
namespace {

constexpr std::array<std::string_view, 6> kinds{"one",    "optional", "many",
                                                "scalar", "execute",  "stream"};

class HeaderParser final {
  public:
    explicit HeaderParser(std::string_view line) : rest_(line) {}

    auto parse() -> Header {
        Header header;
        try {
            header.name = parse_name();
            header.signature = parse_signature();
        } catch (const std::runtime_error& error) {
            header.error = error.what();
        }
        return header;
    }

  private:
    [[noreturn]] static void fail(const std::string& message) { throw std::runtime_error(message); }

    void skip_space() {
        while (!rest_.empty() && (rest_.front() == ' ' || rest_.front() == '\t'))
            rest_.remove_prefix(1);
    }
    auto take(std::string_view mark) -> bool {
        skip_space();
        if (!rest_.starts_with(mark)) return false;
        rest_.remove_prefix(mark.size());
        return true;
    }
    void expect(std::string_view mark) {
        if (!take(mark)) fail("expected '" + std::string(mark) + "'" + found());
    }
    auto found() -> std::string {
        skip_space();
        return rest_.empty() ? " at the end of the header" : " before '" + std::string(rest_) + "'";
    }
    // Up to white space or punctuation of the header.
    auto word() -> std::string {
        skip_space();
        const std::string_view text = rest_.substr(0, rest_.find_first_of(" \t\r(){},:?"));
        rest_.remove_prefix(text.size());
        return std::string(text);
    }

    auto parse_name() -> std::string {
        std::string name = word();
        if (!is_snake_case(name)) fail("a query is named in snake_case: '" + name + "'");
        return name;
    }
    auto parse_signature() -> Signature {
        Signature signature;
        signature.kind = parse_kind();
        skip_space();
        if (take("{")) {
            signature.columns = parse_fields("}");
            for (const Field& field : signature.columns)
                if (field.list) fail("a column is no list: " + field.name + "...");
        } else if (!rest_.empty() && rest_.front() != '(') {
            signature.result = word();
            signature.result_nullable = take("?");
        }
        if (take("(")) parse_parameters(signature);
        skip_space();
        if (!rest_.empty() && rest_ != "\r") fail("unexpected '" + std::string(rest_) + "'");
        check_result(signature);
        return signature;
    }
    auto parse_kind() -> QueryKind {
        expect(":");
        const std::string name = word();
        for (std::size_t i = 0; i < kinds.size(); ++i) {
            if (kinds[i] == name) return static_cast<QueryKind>(i);
        }
        fail(json::with_suggestion("unknown kind :" + name, name, kinds));
    }
    // (Message), (Message...), ({title: Title}...), () or (room_id: RoomId, ...)
    void parse_parameters(Signature& signature) {
        signature.has_parameters = true;
        if (take("{")) {
            signature.parameters = parse_fields("}");
            signature.batch = true;
            for (const Field& field : signature.parameters)
                if (field.list) fail("a row holds no list: " + field.name + "...");
            expect("...");
            return expect(")");
        }
        const std::string_view before = rest_;
        std::string first = word();
        if (!first.empty() && take(")")) {
            signature.batch = take_dots(first);
            signature.argument = std::move(first);
            return;
        }
        rest_ = before;
        signature.parameters = parse_fields(")");
    }
    static auto take_dots(std::string& name) -> bool {
        constexpr std::string_view dots = "...";
        if (!name.ends_with(dots)) return false;
        name.resize(name.size() - dots.size());
        return true;
    }
    auto parse_fields(std::string_view end) -> std::vector<Field> {
        std::vector<Field> fields;
        if (take(end)) return fields;
        do {
            Field field;
            field.name = word();
            field.list = take_dots(field.name);
            if (!is_snake_case(field.name)) fail("expected a name in snake_case" + found());
            field.optional = take("?");
            if (field.list && field.optional)
                fail("a list is never NULL, but may be empty: " + field.name + "...");
            expect(":");
            field.type = word();
            if (field.type.empty()) fail("expected a type" + found());
            for (const Field& other : fields) {
                if (other.name == field.name) fail(field.name + " is declared twice");
            }
            fields.push_back(std::move(field));
        } while (take(","));
        expect(end);
        return fields;
    }
    static void check_result(const Signature& signature) {
        if (signature.batch && signature.kind != QueryKind::execute &&
            signature.kind != QueryKind::many) {
            fail("many rows are for :execute or :many");
        }
        const bool named = !signature.result.empty();
        const bool any = named || !signature.columns.empty();
        if (signature.kind == QueryKind::execute) {
            if (any) fail(":execute gives no rows, only their number; use :one or :many");
        } else if (signature.kind == QueryKind::scalar) {
            if (!named) fail(":scalar needs a type: `:scalar integer`");
        } else if (!any) {
            fail(":" + std::string(to_string(signature.kind)) +
                 " needs a type or columns: `:one Room`");
        }
    }

    std::string_view rest_;
};

}  // namespace

auto parse_header(std::string_view line) -> Header { return HeaderParser(line).parse(); }

}  // namespace strata::tools::sql
