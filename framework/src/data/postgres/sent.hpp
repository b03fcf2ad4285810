#pragma once
// What waits for a result on a connection: a request of a unit, or nobody.
#include "data/postgres/command.hpp"
#include "strata/data/request.hpp"
#include "strata/loop/intrusive_list.hpp"

namespace strata::data::postgres {

// A request under way on a connection. What it was sent for may be gone when the answer comes.
class Sent final : public Command, public ListNode {
  public:
    class Sender {
      public:
        // `request` is null when it was taken back.
        virtual void answered(Request* request, RequestKind kind, Outcome outcome) = 0;
        virtual void held_up(Sent& /*sent*/) {}

      protected:
        ~Sender() = default;
    };

    Sent(Sender& sender, Request& request) noexcept
        : sender_(&sender), request_(&request), kind_(request.kind()) {}
    void completed(Outcome outcome) override;
    [[nodiscard]] auto is_wanted() const noexcept -> bool override {
        return request_ != nullptr && !given_up_;
    }
    void held_up() override {
        if (sender_ != nullptr) sender_->held_up(*this);
    }

    [[nodiscard]] auto request() const noexcept -> Request* { return request_; }
    [[nodiscard]] auto kind() const noexcept -> RequestKind { return kind_; }
    void forget_request() noexcept { request_ = nullptr; }
    // Somebody waits for the answer, but better for an error.
    void give_up() noexcept { given_up_ = true; }
    void forget_sender() noexcept {
        sender_ = nullptr;
        request_ = nullptr;
        unlink();
    }

  private:
    Sender* sender_;
    Request* request_;
    RequestKind kind_;
    bool given_up_ = false;
};

// Nobody waits: when it fails, so does what follows it in its group.
class Unattended final : public Command {
  public:
    void completed(Outcome /*outcome*/) override { delete this; }
    [[nodiscard]] auto is_wanted() const noexcept -> bool override { return false; }
};

}  // namespace strata::data::postgres
