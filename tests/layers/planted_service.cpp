#include "layers/planted_service.hpp"

#include <doctest/doctest.h>

#include <fstream>

namespace tests::layers {
namespace {

namespace fs = std::filesystem;

const fs::path original = fs::path(STRATA_SOURCE_DIR) / "tests/layers/service";

}  // namespace

PlantedService::PlantedService(const std::string& flags) {
    fs::copy(original, folder_.path() / "service", fs::copy_options::recursive);
    const auto configured =
        run({"cmake", "-G", "Ninja", "-S", file("."), "-B", (folder_.path() / "build").string(),
             "-DSTRATA_CLI=" STRATA_CLI, "-DSTRATA_SOURCE_DIR=" STRATA_SOURCE_DIR,
             "-DCMAKE_POSITION_INDEPENDENT_CODE=ON", "-DCMAKE_CXX_COMPILER=" STRATA_CXX_COMPILER,
             "-DCMAKE_CXX_FLAGS=" + flags});
    REQUIRE_MESSAGE(configured.status == 0, configured.output);
}

auto PlantedService::build(const std::string& target) const -> Finished {
    return run({"cmake", "--build", (folder_.path() / "build").string(), "--target", target});
}

auto PlantedService::file(const std::string& path) const -> std::string {
    return (folder_.path() / "service" / path).lexically_normal().string();
}

void PlantedService::write(const std::string& path, const std::string& text) const {
    std::ofstream(file(path)) << text;
}

void PlantedService::restore(const std::string& path) const {
    if (fs::exists(original / path)) {
        fs::copy_file(original / path, file(path), fs::copy_options::overwrite_existing);
    } else {
        fs::remove(file(path));
    }
}

}  // namespace tests::layers
