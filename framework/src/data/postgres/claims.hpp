#pragma once
// Claims: keys that one process has at a time, taken without waiting: session-level advisory locks
// on one connection, which is opened for the first of them. They end with it: when it is lost,
// whoever holds one is not told. Loop thread only.
#include <string>

#include "data/engine.hpp"
#include "data/postgres/link.hpp"
#include "data/postgres/sent.hpp"

namespace strata::data::postgres {

class Claims;
class PostgresEngine;

class PostgresClaim final : public Claim, public ListNode, private Sent::Sender {
  public:
    PostgresClaim(Claims& claims, const std::string& key);
    ~PostgresClaim() override;

    void submit(Request& request) override;
    [[nodiscard]] auto cancel(Request& request) -> bool override;
    void withdraw(Request& request) override { static_cast<void>(cancel(request)); }
    void close_cursor(std::uint64_t /*cursor*/) override {}
    [[nodiscard]] auto begun() const -> bool override { return request_ != nullptr; }
    [[nodiscard]] auto is_held() const noexcept -> bool override { return held_; }

    // For Claims.
    void send(Link& link, std::uint64_t session);
    void refuse(const std::exception_ptr& error);

  private:
    void answered(Request* request, RequestKind kind, Outcome outcome) override;

    Claims* claims_;
    const std::int64_t number_;
    Request* request_ = nullptr;
    Sent* sent_ = nullptr;
    std::uint64_t session_ = 0;  // of the connection that it was sent on
    bool held_ = false;
};

class Claims final : private Link::Owner {
  public:
    Claims(PostgresEngine& engine, EventLoop& loop);
    Claims(const Claims&) = delete;
    auto operator=(const Claims&) -> Claims& = delete;
    ~Claims();

    // Sends it, or refuses it, maybe before it returns.
    void enter(PostgresClaim& claim);
    // Of a claim that was sent, on the connection of that number.
    void give_back(std::int64_t number, std::uint64_t session);
    void refuse_all(const std::exception_ptr& error);
    void close() noexcept { link_->close(); }
    [[nodiscard]] auto is_ready() const noexcept -> bool { return link_->is_ready(); }
    [[nodiscard]] auto link() const noexcept -> Link& { return *link_; }

  private:
    void link_ready(Link& link) override;
    void link_lost(Link& link, const std::string& reason) override;
    void plans_changed() override {}
    void notified(std::string_view /*payload*/) override {}

    PostgresEngine* engine_;
    std::shared_ptr<Link> link_;
    bool opening_ = false;
    std::uint64_t session_ = 1;
    IntrusiveList<PostgresClaim> waiting_{};  // for the connection
};

}  // namespace strata::data::postgres
