#include "schema/standards.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace bench {
namespace {

auto read(const std::string& name) -> std::string {
    std::ifstream in(std::string(STRATA_STANDARDS_DIR) + "/" + name, std::ios::binary);
    if (!in) throw std::runtime_error(name + " can't be read");
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

auto schema_text(std::string_view standard) -> std::string {
    return read(std::string(standard) + ".schema.json");
}

auto document_text(std::string_view standard) -> std::string {
    return read(std::string(standard) + ".json");
}

}  // namespace bench
