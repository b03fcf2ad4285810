#pragma once
// CrossOrigin: CORS (the Fetch standard, section 3.2) and the rule that a request with a cookie
// must come from a page of the same origin. Immutable; loop thread.
#include <string>
#include <string_view>
#include <vector>

#include "http/parse/request_head.hpp"
#include "http/response_fields.hpp"
#include "strata/http/settings.hpp"

namespace strata::http {

class CrossOrigin final {
  public:
    explicit CrossOrigin(const ServerSettings& settings);

    [[nodiscard]] auto is_enabled() const noexcept -> bool { return any_ || !origins_.empty(); }
    // OPTIONS with Origin and Access-Control-Request-Method.
    [[nodiscard]] static auto is_preflight(const HeadView& head) noexcept -> bool;
    // Adds what an answer tells the browser; nothing for an origin that is not listed but Vary.
    void describe(const HeadView& head, std::string& lines) const;
    void describe_preflight(const HeadView& head, std::string_view allow, std::string& lines) const;

    // Sec-Fetch-Site says same-origin or none; without it, Origin names our Host, or is missing
    // too. A listed origin (with credentials allowed) counts as ours.
    [[nodiscard]] auto is_same_origin(const HeadView& head) const noexcept -> bool;

  private:
    [[nodiscard]] auto allows(std::string_view origin) const noexcept -> bool;

    std::vector<std::string> origins_;
    bool any_ = false;
    bool credentials_;
    std::string max_age_;
};

}  // namespace strata::http
