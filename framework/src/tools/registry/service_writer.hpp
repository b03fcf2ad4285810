#pragma once
// service.hpp and service.cpp: the registry of a service: every method with its contract and its
// handler, its events, its statements, and the files that the binary carries. Pure.
#include <string>
#include <vector>

#include "tools/model/model.hpp"
#include "tools/registry/embedded_files.hpp"
#include "tools/sql/sql_generator.hpp"

namespace strata::tools {

[[nodiscard]] auto service_header() -> std::string;
[[nodiscard]] auto service_source(const std::string& name, const Model& model,
                                  const std::vector<sql::QueryModule>& queries,
                                  const std::vector<ServiceFile>& files) -> std::string;

}  // namespace strata::tools
