#pragma once
// How many raw cases a program judged: bytes sent, and what had to come back. It says so at its
// end; the build system refuses a run with fewer than there must be.
#include <cstdio>

namespace wire {

class Tally final {
  public:
    Tally() = default;
    Tally(const Tally&) = delete;
    auto operator=(const Tally&) -> Tally& = delete;
    ~Tally() { std::printf("raw cases: %03d\n", cases_); }
    void count() { ++cases_; }

  private:
    int cases_ = 0;
};

inline void count_case() {
    static Tally tally;
    tally.count();
}

}  // namespace wire
