#pragma once
// method_table: the contract::Method and EventInfo entries of a module, and the arrays that they
// point to. Pure.
#include <string>

#include "tools/model/module.hpp"

namespace strata::tools {

// "group" -> "{.kind = AccessKind::group, .names = NAMES}"
[[nodiscard]] auto access_entry(const Access& access, const std::string& names) -> std::string;
// constexpr std::string_view NAMES[] = {"admins"};  Empty if the access names nobody.
[[nodiscard]] auto access_names(const Access& access, const std::string& names) -> std::string;

// The arrays of parameters, errors and access names.
[[nodiscard]] auto method_arrays(const Module& module, const Method& method) -> std::string;
// The entry itself, with a comma after it.
[[nodiscard]] auto method_entry(const Module& module, const Method& method) -> std::string;
// The arrays of an event's access names and data, its contract::EventInfo, and, of one that clients
// send, the method that takes it.
[[nodiscard]] auto event_arrays(const Module& module, const Event& event) -> std::string;
[[nodiscard]] auto event_entry(const Module& module, const Event& event) -> std::string;
[[nodiscard]] auto event_method_entry(const Module& module, const Event& event) -> std::string;

}  // namespace strata::tools
