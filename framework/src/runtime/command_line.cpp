#include "runtime/command_line.hpp"

#include <algorithm>
#include <array>

#include "strata/json/suggest.hpp"

namespace strata::runtime {

namespace {

struct Command {
    std::string_view name;
    std::size_t least_arguments;
    std::size_t most_arguments;
    std::string_view usage;
};

constexpr std::array commands{
    Command{"serve", 0, 0, "serve"},
    Command{"call", 1, 2,
            "call MODULE/METHOD [JSON | @FILE | -] [--as ID [--login NAME] [--groups A,B]]"},
    Command{"config", 0, 1, "config [reference | limits]"},
    Command{"routes", 0, 0, "routes"},
    Command{"migrate", 0, 1, "migrate [status | up | dry-run | verify]"},
    Command{"backup", 1, 1, "backup FILE"},
    Command{"health", 0, 0, "health [--ready]"},
    Command{"help", 0, 0, "help"},
    Command{"version", 0, 0, "version"},
};

auto find_command(std::string_view name) -> const Command& {
    const auto found = std::ranges::find(commands, name, &Command::name);
    if (found != commands.end()) return *found;
    std::vector<std::string_view> names;
    for (const Command& command : commands) names.push_back(command.name);
    throw UsageError(json::with_suggestion("unknown command " + std::string(name), name, names));
}

// The flags that are no keys and take no value.
auto take_switch(std::string_view name, CommandLine& line) -> bool {
    if (name == "help" || name == "version") {
        line.command = name;
        line.arguments.clear();
        return true;
    }
    if (name == "ready" && line.command == "health") return line.ready = true;
    return false;
}

auto split(std::string_view names) -> std::vector<std::string> {
    std::vector<std::string> parts;
    for (std::size_t at = 0; at <= names.size();) {
        const std::size_t end = std::min(names.find(',', at), names.size());
        parts.emplace_back(names.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

// Who calls: --as, and then --login and --groups.
auto take_caller(std::string_view name, const std::string& value, CommandLine& line) -> bool {
    if (line.command != "call") return false;
    if (name == "as") {
        const auto id = Uuid::parse(value);
        if (!id || id->is_nil()) throw UsageError("--as is an account's id, a UUID: not " + value);
        if (line.caller) throw UsageError("--as is given twice");
        line.caller = Caller{*id, "", {}};
        return true;
    }
    if (name != "login" && name != "groups") return false;
    if (!line.caller) throw UsageError("--" + std::string(name) + " needs --as ID before it");
    if (name == "login") {
        line.caller->login = value;
    } else {
        line.caller->groups = split(value);
        if (std::ranges::find(line.caller->groups, "") != line.caller->groups.end())
            throw UsageError("--groups is names with commas between them, not \"" + value + '"');
    }
    return true;
}

void take_flag(std::string_view name, std::string value, CommandLine& line) {
    if (take_caller(name, value, line)) return;
    if (name == "config") {
        if (!line.config_file.empty()) throw UsageError("--config is given twice");
        line.config_file = std::move(value);
    } else {
        line.flags.emplace_back(name, std::move(value));
    }
}

}  // namespace

auto parse_command_line(std::span<const char* const> arguments) -> CommandLine {
    CommandLine line;
    bool named = false;
    for (std::size_t i = 0; i < arguments.size(); ++i) {
        const std::string_view argument = arguments[i];
        if (argument == "-h") {
            (void)take_switch("help", line);
        } else if (argument.starts_with("--") && argument.size() > 2) {
            const std::string_view flag = argument.substr(2);
            const std::size_t equals = flag.find('=');
            if (equals != std::string_view::npos) {
                take_flag(flag.substr(0, equals), std::string(flag.substr(equals + 1)), line);
            } else if (!take_switch(flag, line)) {
                if (i + 1 == arguments.size()) {
                    throw UsageError(std::string(argument) + " needs a value");
                }
                take_flag(flag, arguments[++i], line);
            }
        } else if (argument.starts_with('-') && argument != "-") {
            throw UsageError("unknown flag " + std::string(argument));
        } else if (!named) {
            line.command = find_command(argument).name;
            named = true;
        } else {
            line.arguments.emplace_back(argument);
        }
    }
    const Command& command = find_command(line.command);
    if (line.arguments.size() < command.least_arguments ||
        line.arguments.size() > command.most_arguments) {
        throw UsageError("usage: " + std::string(command.usage));
    }
    return line;
}

auto help_text(std::string_view service) -> std::string {
    const std::string name(service);
    return "Usage: " + name + R"( [COMMAND] [--config FILE] [--KEY VALUE]...

Commands:
  serve                       serve until SIGTERM or SIGINT (the default)
  call MODULE/METHOD [JSON]   call a method and print its result; @FILE reads a file, - standard input
       --as ID                 as this account, which must be allowed to; without it everything is allowed
       --login NAME            with --as: the account's login
       --groups A,B            with --as: the groups that it is in
  config [reference | limits] print the configuration in effect, and where each value comes from; or what there is
  routes                      print the methods and their paths
  migrate [status | up]       show or apply the scripts that the database has not had yet
  migrate [dry-run | verify]  try them and undo it; or exit 1 unless the database has had exactly these
  backup FILE                 copy the SQLite database while it is in use
  health [--ready]            ask the running service whether it lives, or is ready: exit code 0 or 1
  help, version

Every key of the configuration is also a flag and a variable: server.idleTimeout is --server.idleTimeout 30s and
STRATA_SERVER_IDLE_TIMEOUT=30s. --port is short for --server.port.
)";
}

}  // namespace strata::runtime
