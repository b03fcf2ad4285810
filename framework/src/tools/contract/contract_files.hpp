#pragma once
// The files of schemas/, by what they hold: `orders.schema` is a module, or one type of it in
// metaschema notation; `shop/Order.schema` is the type Order of module shop; `Account.schema`, in
// no folder, is a type of module `model`.
#include <map>
#include <memory>
#include <string>

#include "tools/contract/sources.hpp"
#include "tools/metaschema/meta_module.hpp"
#include "tools/model/model.hpp"

namespace strata::tools {

class ContractFiles final {
  public:
    ContractFiles(Sources& sources, Model& model, Diagnostics& diagnostics)
        : sources_(sources), model_(model), diagnostics_(diagnostics) {}

    // `name` is relative to schemas/.
    void add(const std::string& name, std::string text);
    // After all are added: the types of each module's metaschema files become its definitions.
    void finish();

  private:
    void add_type(const std::string& module, const std::string& file, std::string type,
                  std::string_view text);
    auto make_module(const std::string& stem, const std::string& file) -> std::unique_ptr<Module>;

    Sources& sources_;
    Model& model_;
    Diagnostics& diagnostics_;
    std::map<std::string, MetaModule> types_;   // by module: "shop"
    std::map<std::string, std::string> files_;  // of modules that have no file: "schemas/shop/"
};

}  // namespace strata::tools
