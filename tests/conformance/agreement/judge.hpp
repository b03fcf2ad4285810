#pragma once
// Judge: whether the generated decoder and the compiled validator say the same of a text.
//
// The same verdict; for a schema without alternatives also the same places of errors; and what was
// decoded is written as a document that the schema allows, and that means the same. A disagreement
// is shown on standard error.
#include <cstddef>
#include <string>

#include "agreement/case.hpp"
#include "strata/schema/schema.hpp"

namespace agreement {

class Judge final {
  public:
    // `tested` must outlive it.
    explicit Judge(const Case& tested);

    auto agrees(const std::string& text) -> bool;

    [[nodiscard]] auto documents() const noexcept -> std::size_t { return documents_; }
    [[nodiscard]] auto valid() const noexcept -> std::size_t { return valid_; }

  private:
    auto same_places(const std::string& text, const Outcome& outcome,
                     const strata::schema::Verdict& verdict) const -> bool;
    auto returns(const std::string& text, const std::string& encoded) -> bool;
    auto disagree(const std::string& text, const std::string& how) const -> bool;

    const Case& case_;
    strata::schema::Schema schema_;
    bool compares_places_;
    std::size_t documents_ = 0;
    std::size_t valid_ = 0;
};

}  // namespace agreement
