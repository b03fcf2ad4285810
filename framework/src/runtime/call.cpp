#include <cstdlib>
#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <stdexcept>

#include "runtime/bounded.hpp"
#include "runtime/commands.hpp"
#include "runtime/late_start.hpp"
#include "strata/json/writer.hpp"

namespace strata::runtime {

namespace {

constexpr std::chrono::milliseconds job_grace{10'000};

auto read_all(std::istream& stream) -> std::string {
    std::ostringstream text;
    text << stream.rdbuf();
    return std::move(text).str();
}

// What was typed: nothing, JSON, @FILE, or - for standard input.
auto parameters_of(const CommandLine& line) -> std::string {
    if (line.arguments.size() < 2) return "{}";
    const std::string& given = line.arguments[1];
    if (given == "-") return read_all(std::cin);
    if (!given.starts_with('@')) return given;
    std::ifstream file(given.substr(1), std::ios::binary);
    if (!file) throw std::runtime_error("can't read " + given.substr(1));
    return read_all(file);
}

auto find_method(contract::Dispatcher& dispatcher, const std::string& name)
    -> const contract::Method& {
    const std::size_t slash = name.find('/');
    const contract::Method* method =
        slash == std::string::npos ? nullptr
                                   : dispatcher.find(std::string_view(name).substr(0, slash),
                                                     std::string_view(name).substr(slash + 1));
    if (method == nullptr) {
        throw std::runtime_error("no method " + name + " (`routes` lists them as MODULE/METHOD)");
    }
    return *method;
}

void print_problem(const contract::Problem& problem) {
    std::string text;
    json::Writer writer(text);
    writer.begin_object();
    contract::write_problem(writer, problem);
    writer.end_object();
    writer.finish();
    std::cerr << text << '\n';
}

auto answer(contract::Dispatcher& dispatcher, const CommandLine& line) -> Task<int> {
    const std::string parameters = parameters_of(line);
    contract::Call call;
    call.method = &find_method(dispatcher, line.arguments[0]);
    call.parameters = parameters;
    call.internal = !line.caller;
    if (line.caller) call.caller = &*line.caller;
    std::string out;
    contract::Reply reply(out);
    co_await dispatcher.call(call, reply);
    if (reply.problem) {
        print_problem(*reply.problem);
        co_return 1;
    }
    std::cout << out << '\n';
    co_return 0;
}

auto open(Core& core) -> Task<> {
    core.open_workers();
    co_await core.open_database();
    core.open_dispatcher();
}

// Bounded as the start of the service is.
auto start(Application::Implementation& application) -> Task<> {
    const std::chrono::milliseconds limit = application.start.timeout;
    Core& core = application.core;
    CancelScope scope(application.loop);
    const Outcome outcome = co_await bounded(scope, open(core), limit);
    if (outcome.ending == Ending::failed) throw std::runtime_error(outcome.problem);
    if (outcome.ending != Ending::done)
        throw std::runtime_error(late_start("database", limit, core.start_problem()));
}

// What can't be interrupted, such as the resolver, would keep the loop and the process.
void leave_if_held_up(const Application::Implementation& application,
                      const std::exception_ptr& failure, int code) {
    if (application.core.held_up_by().empty()) return;
    std::cout.flush();
    try {
        if (failure) std::rethrow_exception(failure);
    } catch (const std::exception& exception) {
        application.tell(exception.what());
        code = EXIT_FAILURE;
    }
    std::_Exit(code);
}

}  // namespace

auto run_call(Application::Implementation& application) -> Task<int> {
    Core& core = application.core;
    std::exception_ptr failure;
    int code = EXIT_FAILURE;
    try {
        co_await start(application);
        code = co_await answer(core.dispatcher(), application.line);
    } catch (...) {
        failure = std::current_exception();
    }
    co_await core.close_dispatcher();
    const auto late = co_await core.close_workers(job_grace);
    co_await core.close_database();
    if (!late.empty()) code = EXIT_FAILURE;
    leave_if_held_up(application, failure, code);
    if (failure) std::rethrow_exception(failure);
    co_return code;
}

}  // namespace strata::runtime
