#include "loop/poller.hpp"

#include <boost/asio/post.hpp>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include "strata/loop/asio.hpp"

namespace strata {
namespace {

auto new_epoll() -> int {
    int descriptor = ::epoll_create1(EPOLL_CLOEXEC);
    if (descriptor < 0) throw std::system_error(errno, std::generic_category(), "epoll_create1");
    return descriptor;
}

void control(int epoll, int operation, int descriptor, std::uint32_t events, void* watch) {
    epoll_event event{};
    event.events = events;
    event.data.ptr = watch;
    if (::epoll_ctl(epoll, operation, descriptor, &event) != 0) {
        throw std::system_error(errno, std::generic_category(), "epoll_ctl");
    }
}

}  // namespace

void DescriptorWatch::watch(int descriptor, std::uint32_t events) {
    poller_ = &boost::asio::use_service<Poller>(asio_context(loop_));
    descriptor_ = descriptor;
    try {
        poller_->add(*this, events);
    } catch (...) {
        descriptor_ = -1;
        throw;
    }
}

void DescriptorWatch::watch_for(std::uint32_t events) { poller_->change(*this, events); }

void DescriptorWatch::unwatch() noexcept {
    if (!is_watching()) return;
    poller_->remove(*this);
    descriptor_ = -1;
}

void DescriptorWatch::call_again() noexcept {
    if (is_watching() && !is_linked()) poller_->call_again(*this);
}

Poller::Poller(boost::asio::io_context& context)
    : service(context), context_(context), epoll_(new_epoll()), descriptor_(context, epoll_) {
    wait();
}

void Poller::add(DescriptorWatch& watch, std::uint32_t events) {
    control(epoll_, EPOLL_CTL_ADD, watch.descriptor_, events, &watch);
}

void Poller::change(DescriptorWatch& watch, std::uint32_t events) {
    control(epoll_, EPOLL_CTL_MOD, watch.descriptor_, events, &watch);
}

void Poller::remove(DescriptorWatch& watch) noexcept {
    // Not left to close(): the file may be open in a child that is being started.
    ::epoll_ctl(epoll_, EPOLL_CTL_DEL, watch.descriptor_, nullptr);
    watch.unlink();
    for (std::size_t i = next_; i < end_; ++i) {
        if (events_[i].data.ptr == &watch) events_[i].data.ptr = nullptr;
    }
}

void Poller::call_again(DescriptorWatch& watch) noexcept {
    again_.push_back(watch);
    if (std::exchange(turn_scheduled_, true)) return;
    boost::asio::post(context_, [this] {
        turn_scheduled_ = false;
        turn();
    });
}

void Poller::wait() {
    descriptor_.async_wait(boost::asio::posix::descriptor_base::wait_read,
                           [this](boost::system::error_code error) {
                               if (error) return;
                               // While much comes, without the way through Asio: up to a batch.
                               for (std::size_t told = 0; told < batch;) {
                                   std::size_t ready = turn();
                                   told += ready;
                                   if (ready < few) break;
                               }
                               wait();
                           });
}

auto Poller::turn() -> std::size_t {
    int count = ::epoll_wait(epoll_, events_.data(), static_cast<int>(batch), 0);
    next_ = 0;
    end_ = count > 0 ? static_cast<std::size_t>(count) : 0;
    IntrusiveList<DescriptorWatch> again;
    again.append(again_);
    while (next_ < end_) {
        const epoll_event& event = events_[next_++];
        auto* watch = static_cast<DescriptorWatch*>(event.data.ptr);
        if (watch != nullptr) tell(*watch, event.events);
    }
    while (DescriptorWatch* watch = again.pop_front()) tell(*watch, 0);
    return end_;
}

void Poller::tell(DescriptorWatch& watch, std::uint32_t events) noexcept {
    EventLoop& loop = watch.loop_;
    try {
        watch.on_events(events);
    } catch (...) {
        loop.report_failure(std::current_exception(), "socket");
    }
}

}  // namespace strata
