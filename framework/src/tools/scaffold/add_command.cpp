#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iomanip>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "tools/commands/service_names.hpp"
#include "tools/contract/load.hpp"
#include "tools/model/names.hpp"
#include "tools/registry/api_names.hpp"
#include "tools/scaffold/contract_edit.hpp"
#include "tools/scaffold/scaffold_commands.hpp"
#include "tools/scaffold/scaffold_names.hpp"
#include "tools/scaffold/templates.hpp"

namespace strata::tools {
namespace {

namespace fs = std::filesystem;
using scaffold::NewFile;

// The next one's, as "0007_name.sql".
auto migration_file(const fs::path& service, std::string_view name) -> fs::path {
    int last = 0;
    const auto folder = service / "db/migrations";
    if (fs::is_directory(folder)) {
        for (const auto& entry : fs::directory_iterator(folder)) {
            const auto file = entry.path().filename().string();
            int number = 0;
            std::from_chars(file.data(), file.data() + file.size(), number);
            last = std::max(last, number);
        }
    }
    std::ostringstream file;
    file << std::setw(4) << std::setfill('0') << last + 1 << '_' << name << ".sql";
    return fs::path("db/migrations") / file.str();
}

void require_service(const fs::path& service) {
    if (service_names(service).empty())
        throw std::runtime_error("no strata_service() in " + (service / "CMakeLists.txt").string() +
                                 ": run this in a service's folder, or name it with --service");
}

void tell(const std::vector<NewFile>& files) {
    for (const NewFile& file : files) std::cout << "made " << file.path.generic_string() << '\n';
}

void add_module(const fs::path& service, const std::string& name) {
    scaffold::check_new_module_name(name);
    require_service(service);
    auto files = scaffold::from_template("module", scaffold::module_values(name));
    // The baseline is for new databases; those that are there get the table by a migration.
    auto tables = std::ranges::find(files, fs::path("db/create.sql"), &NewFile::path);
    tables->path = migration_file(service, name);
    scaffold::write_new(service, files);
    tell(files);
}

// Unless somebody else wrote the file since it was read.
void replace_file(const fs::path& named, const std::string& before, const std::string& text) {
    const auto path = fs::canonical(named);  // a link stays one
    std::string beside = path.string() + ".XXXXXX";
    const int made = ::mkstemp(beside.data());
    if (made < 0) throw std::runtime_error(path.string() + ": " + std::strerror(errno));
    ::close(made);
    try {
        std::ofstream out(beside, std::ios::binary);
        out << text;
        out.close();
        if (!out) throw std::runtime_error(beside + " can't be written");
        fs::permissions(beside, fs::status(path).permissions());
        if (scaffold::read_file(path) != before)
            throw std::runtime_error(named.string() + " was changed meanwhile: run this again");
        fs::rename(beside, path);
    } catch (...) {
        std::error_code ignored;
        fs::remove(beside, ignored);
        throw;
    }
}

// One `strata add` at a time in a service: of two, neither takes the other's number or loses its
// method.
class Alone final {
  public:
    explicit Alone(const fs::path& service)
        : folder_(::open(service.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
        if (folder_ < 0 || ::flock(folder_, LOCK_EX) != 0) {
            const int error = errno;
            if (folder_ >= 0) ::close(folder_);
            throw std::runtime_error(service.string() + ": " + std::strerror(error));
        }
    }
    Alone(const Alone&) = delete;
    auto operator=(const Alone&) -> Alone& = delete;
    ~Alone() { ::close(folder_); }

  private:
    int folder_;
};

// The service's contracts, `contract` having this text.
auto contracts_with(const fs::path& service, const fs::path& contract, const std::string& text,
                    Diagnostics& diagnostics) -> Model {
    std::vector<std::pair<std::string, std::string>> files;
    const auto folder = service / "schemas";
    for (const auto& entry : fs::recursive_directory_iterator(folder)) {
        if (entry.path().extension() != ".schema" || !entry.is_regular_file()) continue;
        const auto name = entry.path().lexically_relative(folder);
        files.emplace_back(name.generic_string(),
                           "schemas" / name == contract ? text : scaffold::read_file(entry.path()));
    }
    return load_texts(std::move(files), diagnostics);
}

// What a handler of the module calls the framework's types: "Task", or "strata::Task" beside a type
// Task of its own. Throws when the contracts aren't good, or when the new method's parameters would
// take such a name from the handlers that are there.
auto handler_words(const fs::path& service, const fs::path& contract, const std::string& text,
                   const std::string& parameters) -> scaffold::Values {
    Diagnostics diagnostics;
    const Model model = contracts_with(service, contract, text, diagnostics);
    if (const auto errors = diagnostics.sorted(); !errors.empty()) {
        const auto& at = errors.front().location;
        throw std::runtime_error(at.file + ":" + std::to_string(at.line) + ":" +
                                 std::to_string(at.column) + ": " + errors.front().message);
    }
    const auto module = std::ranges::find(model.modules, contract.generic_string(),
                                          [](const auto& each) { return each->file; });
    const ApiNames names(**module);
    if (names.using_declarations().contains("using strata::" + parameters + ";"))
        throw std::runtime_error("the new method's parameters would be called " + parameters +
                                 ", as is what handlers use of the framework");
    return {{"Context", names.framework("Context")},
            {"Task", names.framework("Task")},
            {"Done", names.framework("Done")}};
}

void add_method(const fs::path& service, const std::string& name) {
    const auto [module, method] = scaffold::split_method(name);
    require_service(service);
    const auto contract = fs::path("schemas") / (module + ".schema");
    if (!fs::exists(service / contract))
        throw std::runtime_error("no " + contract.string() + ": `strata add module " + module +
                                 "` makes it");
    const auto before = scaffold::read_file(service / contract);
    auto values = handler_words(service, contract, before, pascal_case(method));
    values.merge(scaffold::Values{{"module", module},
                                  {"method", method},
                                  {"function", snake_case(method)},
                                  {"Parameters", pascal_case(method)},
                                  {"sentence", scaffold::sentence(method)}});
    auto files = scaffold::from_template("method", values);
    const auto entry = std::ranges::find(files, fs::path("entry.json"), &NewFile::path);
    auto text = entry->text;
    while (text.ends_with('\n')) text.pop_back();
    files.erase(entry);
    for (NewFile& file : files) {
        auto path = file.path.generic_string();
        path.replace(path.rfind("method"), 6, snake_case(method));
        file.path = path;
    }
    const auto edited = scaffold::with_method(contract.generic_string(), before, method, text);
    if (!edited) throw std::runtime_error(edited.error());
    Diagnostics diagnostics;
    static_cast<void>(contracts_with(service, contract, *edited, diagnostics));
    if (!diagnostics.empty())
        throw std::runtime_error("method \"" + name +
                                 "\": " + diagnostics.sorted().front().message);
    scaffold::write_new(service, files, [&] { replace_file(service / contract, before, *edited); });
    std::cout << "changed " << contract.generic_string() << '\n';
    tell(files);
}

void add_migration(const fs::path& service, const std::string& name) {
    scaffold::check_migration_name(name);
    require_service(service);
    const std::vector<NewFile> files{
        {migration_file(service, name), "-- Applied once, in order, in a transaction.\n", false}};
    scaffold::write_new(service, files);
    tell(files);
}

using Action = void (*)(const fs::path&, const std::string&);

void add_action(CLI::App& command, const char* name, const char* help, const char* example,
                Action action) {
    struct Options {
        std::string service = ".";
        std::string name;
    };
    auto options = std::make_shared<Options>();
    auto* sub = command.add_subcommand(name, help);
    sub->add_option("NAME", options->name, example)->required();
    sub->add_option("--service", options->service, "The service's folder")->capture_default_str();
    sub->callback([options, action] {
        const Alone alone(options->service);
        action(options->service, options->name);
    });
}

}  // namespace

void add_add_command(CLI::App& app) {
    auto* command = app.add_subcommand("add", "Add to a service: a module, a method, a migration");
    command->require_subcommand(1);
    add_action(*command, "module", "Contract, table, queries, handlers, rules and tests", "orders",
               add_module);
    add_action(*command, "method", "An entry in the contract, a handler, a test", "orders/place",
               add_method);
    add_action(*command, "migration", "The next file of db/migrations", "item_price",
               add_migration);
}

}  // namespace strata::tools
