#pragma once
// FolderLock: one holder at a time among the processes that use a folder (flock), given back by the
// kernel however its holder ends. Not on the database's file: closing that would drop SQLite's own
// locks. Any thread, but one at a time.
#include <atomic>
#include <string>

namespace strata::data::sqlite {

class FolderLock final {
  public:
    FolderLock() = default;
    FolderLock(const FolderLock&) = delete;
    auto operator=(const FolderLock&) -> FolderLock& = delete;
    ~FolderLock();

    // Waits. Throws DatabaseError: the folder can't be opened, or *stop became true.
    void take(const std::string& folder, const std::atomic<bool>* stop);

  private:
    int descriptor_ = -1;
};

}  // namespace strata::data::sqlite
