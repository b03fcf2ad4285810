#include <string>

#include "contract/dispatcher_state.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/log/request_line.hpp"

namespace strata::contract {

// One line a call, when its client is answered, as log.requests says.
void Invocation::log_end(EventLoop::Duration taken) const {
    const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(taken);
    const bool cut = outcome_ == Outcome::late || outcome_ == Outcome::cut;
    constexpr int gone = 499;  // the client, before there was an answer
    const int unanswered = outcome_ == Outcome::disconnected ? gone : reply_->status;
    const int status = reply_->problem ? reply_->problem->status : unanswered;
    if (!log::wants_request(status, cut, duration)) return;
    const std::string account = caller_->is_authenticated() ? caller_->id.to_string() : "";
    log::RequestLine line;
    line.request_id = request_id();
    line.traceparent = traceparent();
    line.method = dispatcher_.state_->of(dispatcher_.catalog_, *method_).name;
    line.account = account;
    line.peer = call_->peer;
    line.status = status;
    line.outcome = reply_->problem ? std::string_view(reply_->problem->code) : to_string(outcome_);
    line.cut = cut;
    line.duration = duration;
    line.bytes_in = call_->parameters.size();
    line.bytes_out = reply_->out.size() - out_before_;
    log::request(line);
}

}  // namespace strata::contract
