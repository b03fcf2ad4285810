#include "websocket/send_queue.hpp"

#include <algorithm>
#include <cstddef>

namespace strata::websocket {

namespace {

auto part(std::string_view bytes) noexcept -> iovec {
    return {const_cast<char*>(bytes.data()), bytes.size()};
}

}  // namespace

void SendQueue::add(std::shared_ptr<const Frame> frame, std::string_view bytes) {
    shared_bytes_ += bytes.size();
    shared_.push_back({std::move(frame), bytes, own_size()});
}

auto SendQueue::replace(std::shared_ptr<const Frame> frame, std::string_view bytes) -> bool {
    for (std::size_t i = shared_sent_; i < shared_.size(); ++i) {
        Shared& queued = shared_[i];
        if (queued.frame->key() != frame->key() || !queued.frame->is_whole(queued.bytes)) continue;
        shared_bytes_ += bytes.size() - queued.bytes.size();
        queued.bytes = bytes;
        queued.frame = std::move(frame);
        return true;
    }
    return false;
}

auto SendQueue::gather(std::array<iovec, max_parts>& parts) const noexcept -> std::size_t {
    std::size_t count = 0;
    std::size_t at = own_sent_;
    std::string_view own = own_ ? std::string_view(*own_) : std::string_view();
    for (std::size_t i = shared_sent_; i < shared_.size(); ++i) {
        const Shared& next = shared_[i];
        if (next.after > at) parts[count++] = part(own.substr(at, next.after - at));
        at = std::max(at, next.after);
        if (count == max_parts) return count;
        parts[count++] = part(next.bytes);
        if (count == max_parts) return count;
    }
    if (at < own.size()) parts[count++] = part(own.substr(at));
    return count;
}

void SendQueue::sent(std::size_t bytes) {
    while (shared_sent_ < shared_.size() && bytes > 0) {
        Shared& next = shared_[shared_sent_];
        bytes = take_own(bytes, next.after);
        std::size_t taken = std::min(bytes, next.bytes.size());
        next.bytes.remove_prefix(taken);
        shared_bytes_ -= taken;
        bytes -= taken;
        if (!next.bytes.empty()) break;
        next.frame.reset();
        ++shared_sent_;
    }
    if (bytes > 0) take_own(bytes, own_size());
    compact();
}

// Counts own bytes in front of `end` as sent; what is left of `bytes`.
auto SendQueue::take_own(std::size_t bytes, std::size_t end) noexcept -> std::size_t {
    std::size_t taken = std::min(bytes, end - std::min(end, own_sent_));
    own_sent_ += taken;
    return bytes - taken;
}

void SendQueue::compact() {
    if (shared_sent_ == shared_.size()) {
        shared_.clear();
        shared_sent_ = 0;
    }
    constexpr std::size_t many = 64;
    if (shared_sent_ > many && shared_sent_ > shared_.size() / 2) {
        shared_.erase(shared_.begin(), shared_.begin() + static_cast<std::ptrdiff_t>(shared_sent_));
        shared_sent_ = 0;
    }
    if (own_sent_ == own_size() && shared_.empty()) {
        if (own_) own_->clear();
        own_sent_ = 0;
        return;
    }
    constexpr std::size_t worth_it = 64 * 1024;
    if (own_sent_ < worth_it || own_sent_ < own_size() / 2) return;
    own_->erase(0, own_sent_);
    for (std::size_t i = shared_sent_; i < shared_.size(); ++i) {
        shared_[i].after -= std::min(shared_[i].after, own_sent_);
    }
    own_sent_ = 0;
}

void SendQueue::give_room(http::OutputPool& outputs) {
    if (own_ && own_->empty()) outputs.take_back(std::move(own_));
}

void SendQueue::release() noexcept {
    if (shared_.empty()) shared_ = {};
}

}  // namespace strata::websocket
