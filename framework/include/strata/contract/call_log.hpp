#pragma once
// CallLog: log lines of a call, from context.log(): each also names the request, the method and the
// account. A plain value, good while the call lives; loop thread only.
#include <string_view>

#include "strata/log/log.hpp"

namespace strata {

namespace contract {
class Invocation;
}

class CallLog final {
  public:
    explicit CallLog(const contract::Invocation& invocation) noexcept : invocation_(&invocation) {}

    void debug(std::string_view message, log::Fields fields = {}) const {
        write(log::Level::debug, message, fields);
    }
    void info(std::string_view message, log::Fields fields = {}) const {
        write(log::Level::info, message, fields);
    }
    void warning(std::string_view message, log::Fields fields = {}) const {
        write(log::Level::warning, message, fields);
    }
    void error(std::string_view message, log::Fields fields = {}) const {
        write(log::Level::error, message, fields);
    }

  private:
    void write(log::Level level, std::string_view message, log::Fields fields) const;

    const contract::Invocation* invocation_;
};

}  // namespace strata
