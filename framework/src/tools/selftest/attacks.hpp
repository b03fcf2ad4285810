#pragma once
// Attacks: bytes that no server may take for a request, each with the status of RFC 9110 and 9112
// that refuses it; after it the connection ends with FIN. The wire tests and `strata selftest` send
// the same.
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace strata::tools::selftest {

struct Attack {
    std::string category{};  // "smuggling"
    std::string bytes{};
    int status = 400;
};

class Attacks final {
  public:
    // `target` is the path of the requests with a body: one that takes POST.
    explicit Attacks(std::string target);

    [[nodiscard]] auto all() const -> const std::vector<Attack>& { return all_; }
    [[nodiscard]] auto target() const -> const std::string& { return target_; }

    void add(const std::string& category, std::vector<std::pair<std::string, int>> attacks);

  private:
    std::string target_;
    std::vector<Attack> all_{};
};

}  // namespace strata::tools::selftest
