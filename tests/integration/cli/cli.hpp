#pragma once
// The `strata` command as a program, on services written for a test.
#include <filesystem>
#include <fstream>
#include <string>
#include <utility>
#include <vector>

#include "support/process.hpp"

namespace tests {

class CliFolder final {
  public:
    CliFolder() {
        write("schemas/notes.schema",
              R"({"methods": {"find": {"http": "GET /notes/{id}", "transaction": "none",
                  "description": "A note by its number.", "parameters": {"id": "integer"}}}})");
    }
    void write(const std::string& file, const std::string& text) const {
        std::filesystem::create_directories((folder_.path() / file).parent_path());
        std::ofstream(folder_.path() / file) << text;
    }
    [[nodiscard]] auto path(const std::string& file = ".") const -> std::string {
        return (folder_.path() / file).lexically_normal().string();
    }

  private:
    TemporaryFolder folder_{};
};

inline auto strata_cli(std::vector<std::string> arguments,
                       const Process::Environment& environment = {}) -> Finished {
    arguments.insert(arguments.begin(), STRATA_BINARY);
    return run(std::move(arguments), environment);
}

inline auto holds(const std::string& text, const std::string& part) -> bool {
    return text.find(part) != std::string::npos;
}

}  // namespace tests
