#include "strata/security/session_cache.hpp"

#include <algorithm>
#include <vector>

namespace strata::security {

SessionCache::SessionCache(std::size_t capacity) : capacity_(std::max<std::size_t>(capacity, 1)) {}

auto SessionCache::find(const TokenHash& hash) -> Session* {
    auto found = by_hash_.find(hash);
    if (found == by_hash_.end()) return nullptr;
    by_use_.splice(by_use_.begin(), by_use_, found->second);
    return &*found->second;
}

void SessionCache::insert(Session session) {
    erase(session.hash);
    if (by_use_.size() >= capacity_) remove(std::prev(by_use_.end()));
    by_use_.push_front(std::move(session));
    const auto at = by_use_.begin();
    by_hash_.emplace(at->hash, at);
    by_account_.emplace(at->caller->id, at);
    if (!at->client.empty()) by_client_.emplace(at->client, at);
}

void SessionCache::erase(const TokenHash& hash) {
    if (auto found = by_hash_.find(hash); found != by_hash_.end()) remove(found->second);
}

void SessionCache::erase_account(const Uuid& account) { trim_account(account, 0); }

void SessionCache::erase_client(const std::string& client) { trim_client(client, 0); }

void SessionCache::trim_account(const Uuid& account, std::size_t keep) {
    trim(by_account_, account, keep);
}

void SessionCache::trim_client(const std::string& client, std::size_t keep) {
    trim(by_client_, client, keep);
}

template <class Key>
void SessionCache::trim(const std::unordered_multimap<Key, Sessions::iterator>& index,
                        const Key& key, std::size_t keep) {
    auto [first, last] = index.equal_range(key);
    std::vector<Sessions::iterator> sessions;
    for (auto at = first; at != last; ++at) sessions.push_back(at->second);
    if (sessions.size() <= keep) return;
    std::ranges::stable_sort(sessions, std::ranges::greater(), [](auto at) { return at->seen_at; });
    for (std::size_t i = keep; i < sessions.size(); ++i) remove(sessions[i]);
}

void SessionCache::set_groups(const Uuid& account, const std::vector<std::string>& groups) {
    auto [first, last] = by_account_.equal_range(account);
    for (auto at = first; at != last; ++at) {
        auto changed = std::make_shared<Caller>(*at->second->caller);
        changed->groups = groups;
        at->second->caller = std::move(changed);
    }
}

void SessionCache::remove(Sessions::iterator session) {
    auto erase_from = [&](auto& index, const auto& key) {
        auto [first, last] = index.equal_range(key);
        index.erase(
            std::find_if(first, last, [&](auto& entry) { return entry.second == session; }));
    };
    by_hash_.erase(session->hash);
    erase_from(by_account_, session->caller->id);
    if (!session->client.empty()) erase_from(by_client_, session->client);
    by_use_.erase(session);
}

}  // namespace strata::security
