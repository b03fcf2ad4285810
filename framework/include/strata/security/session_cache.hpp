#pragma once
// SessionCache: sessions by token hash and by account, the least recently used making room. Loop
// thread only. Pointers that it gives are good until it changes.
#include <list>
#include <string>
#include <unordered_map>

#include "strata/security/session.hpp"

namespace strata::security {

class SessionCache final {
  public:
    explicit SessionCache(std::size_t capacity);
    SessionCache(const SessionCache&) = delete;
    auto operator=(const SessionCache&) -> SessionCache& = delete;

    // Null if it isn't here. What is found is the most recently used.
    [[nodiscard]] auto find(const TokenHash& hash) -> Session*;
    void insert(Session session);
    void erase(const TokenHash& hash);
    void erase_account(const Uuid& account);
    void erase_client(const std::string& client);
    // End the least recently used sessions of an account, or begun from one client, but for `keep`
    // of them.
    void trim_account(const Uuid& account, std::size_t keep);
    void trim_client(const std::string& client, std::size_t keep);
    // Every session of an account gets these groups.
    void set_groups(const Uuid& account, const std::vector<std::string>& groups);
    template <class Predicate>
    void erase_if(Predicate predicate) {
        for (auto at = by_use_.begin(); at != by_use_.end();) {
            auto next = std::next(at);
            if (predicate(*at)) remove(at);
            at = next;
        }
    }

    [[nodiscard]] auto size() const noexcept -> std::size_t { return by_hash_.size(); }

  private:
    using Sessions = std::list<Session>;
    void remove(Sessions::iterator session);
    template <class Key>
    void trim(const std::unordered_multimap<Key, Sessions::iterator>& index, const Key& key,
              std::size_t keep);

    std::size_t capacity_;
    Sessions by_use_;  // the most recent first
    std::unordered_map<TokenHash, Sessions::iterator> by_hash_;
    std::unordered_multimap<Uuid, Sessions::iterator> by_account_;
    std::unordered_multimap<std::string, Sessions::iterator> by_client_;
};

}  // namespace strata::security
