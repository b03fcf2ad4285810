#pragma once
// StackTrace: what another thread of this process is doing. A signal makes that thread write down
// its own return addresses, which is all it does in the handler (signal-safety(7)); names are
// looked up here. One at a time; made on the thread that is to be looked at.
#include <pthread.h>

#include <string>

namespace strata::runtime {

class StackTrace final {
  public:
    StackTrace();

    // The calls of the thread, the innermost first, as "name+0x1f < name+0x8 < ...", at most 32. A
    // function without an exported name is shown by its place in its file, for addr2line. Empty if
    // the thread does not answer in 100 ms. Any other thread.
    [[nodiscard]] auto take() const -> std::string;

  private:
    pthread_t thread_;
};

}  // namespace strata::runtime
