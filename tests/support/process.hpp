#pragma once
// A child process for tests: its output in files of a temporary folder, ended at the latest by the
// destructor.
#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace tests {

// A folder that goes away with the object.
class TemporaryFolder final {
  public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    auto operator=(const TemporaryFolder&) -> TemporaryFolder& = delete;
    [[nodiscard]] auto path() const -> const std::filesystem::path& { return path_; }

  private:
    std::filesystem::path path_;
};

struct Exit {
    int status = 0;                      // exit code, or 128 + the signal that ended it
    std::chrono::milliseconds after{0};  // since the last signal() or the start
};

class Process final {
  public:
    using Environment = std::map<std::string, std::string>;

    // Standard input is /dev/null. `environment` is added to this process' own, less its STRATA_
    // variables.
    Process(std::vector<std::string> command, const Environment& environment = {},
            const std::filesystem::path& working_folder = {});
    ~Process();
    Process(const Process&) = delete;
    auto operator=(const Process&) -> Process& = delete;

    [[nodiscard]] auto pid() const -> pid_t { return pid_; }
    [[nodiscard]] auto output() const -> std::string;  // standard output and error, in order
    void signal(int number);
    // Empty when it is still running after `limit`.
    auto wait(std::chrono::milliseconds limit) -> std::optional<Exit>;
    [[nodiscard]] auto running() -> bool { return !wait(std::chrono::milliseconds(0)); }

  private:
    TemporaryFolder folder_;
    pid_t pid_ = -1;
    std::optional<Exit> exit_;
    std::chrono::steady_clock::time_point since_;
};

// Runs to the end: exit status and output.
struct Finished {
    int status = -1;
    std::string output;
};
auto run(std::vector<std::string> command, const Process::Environment& environment = {},
         const std::filesystem::path& working_folder = {},
         std::chrono::milliseconds limit = std::chrono::minutes(5)) -> Finished;

// A TCP port that was free a moment ago.
auto free_port() -> int;

}  // namespace tests
