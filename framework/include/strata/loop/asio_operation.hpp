#pragma once
// AsioOperation: an Asio operation that a task awaits; what use_task gives. Loop thread only.
//
// The handler and the awaiter share an AsioLink, since either may go first: the handler when it
// ran, the awaiter when the frame of the task is destroyed while the operation is under way, which
// cancels it.
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/error_code.hpp>
#include <cstddef>
#include <optional>
#include <system_error>
#include <tuple>
#include <type_traits>
#include <utility>

#include "strata/loop/frame_pool.hpp"
#include "strata/loop/suspension.hpp"

namespace strata {

template <class Operation>
class AsioLink final {
  public:
    explicit AsioLink(Operation& operation) noexcept : operation_(&operation) {}
    static auto operator new(std::size_t size) -> void* { return FramePool::allocate(size); }
    static void operator delete(void* memory, std::size_t size) noexcept {
        FramePool::release(memory, size);
    }

    void hold() noexcept { ++holders_; }
    void drop() noexcept {
        if (--holders_ == 0) delete this;
    }
    void detach() noexcept { operation_ = nullptr; }
    [[nodiscard]] auto operation() const noexcept -> Operation* { return operation_; }
    [[nodiscard]] auto signal() noexcept -> boost::asio::cancellation_signal& { return signal_; }

  private:
    Operation* operation_;
    std::size_t holders_ = 0;
    boost::asio::cancellation_signal signal_;
};

template <class Link>
class AsioLinkPointer {
  public:
    explicit AsioLinkPointer(Link* link) noexcept : link_(link) { link_->hold(); }
    AsioLinkPointer(const AsioLinkPointer& other) noexcept : AsioLinkPointer(other.link_) {}
    AsioLinkPointer(AsioLinkPointer&& other) noexcept
        : link_(std::exchange(other.link_, nullptr)) {}
    auto operator=(const AsioLinkPointer&) -> AsioLinkPointer& = delete;
    ~AsioLinkPointer() {
        if (link_ != nullptr) link_->drop();
    }
    auto operator->() const noexcept -> Link* { return link_; }

  private:
    Link* link_;
};

template <bool throws, class Initiation, class Bound, class... Results>
class [[nodiscard]] AsioOperation final : public Suspension {
  public:
    AsioOperation(Initiation initiation, Bound bound)
        : initiation_(std::move(initiation)), bound_(std::move(bound)) {}
    ~AsioOperation() override {
        if (!link_ || results_) return;
        (*link_)->detach();
        (*link_)->signal().emit(boost::asio::cancellation_type::terminal);
    }

    // What is left of the handler's arguments: nothing, the one, or a tuple of them.
    auto await_resume() {
        throw_if_cancelled();
        if constexpr (throws && leads_with_error) {
            if (auto error = std::get<0>(*results_)) {
                throw std::system_error(static_cast<std::error_code>(error));
            }
            return without_first(*std::move(results_));
        } else {
            return unwrap(*std::move(results_));
        }
    }

  private:
    using Link = AsioLink<AsioOperation>;
    using Tuple = std::tuple<Results...>;
    static constexpr bool leads_with_error = [] {
        if constexpr (sizeof...(Results) == 0) {
            return false;
        } else {
            return std::is_same_v<std::tuple_element_t<0, Tuple>, boost::system::error_code>;
        }
    }();

    class Handler final {
      public:
        using cancellation_slot_type = boost::asio::cancellation_slot;
        explicit Handler(AsioLinkPointer<Link> link) noexcept : link_(std::move(link)) {}
        [[nodiscard]] auto get_cancellation_slot() const noexcept -> cancellation_slot_type {
            return link_->signal().slot();
        }
        void operator()(Results... results) {
            AsioOperation* operation = link_->operation();
            if (operation == nullptr) return;
            operation->results_.emplace(std::move(results)...);
            operation->complete();
        }

      private:
        AsioLinkPointer<Link> link_;
    };

    void start() override {
        link_.emplace(new Link(*this));
        std::apply(
            [this](auto&... arguments) {
                std::move(initiation_)(Handler(*link_), std::move(arguments)...);
            },
            bound_);
    }
    auto cancelling(CancelReason /*reason*/) noexcept -> OnCancel override {
        (*link_)->signal().emit(boost::asio::cancellation_type::terminal);
        return OnCancel::wait;
    }
    template <class... Values>
    static auto unwrap(std::tuple<Values...>&& values) {
        if constexpr (sizeof...(Values) == 1) {
            return std::get<0>(std::move(values));
        } else if constexpr (sizeof...(Values) > 1) {
            return std::move(values);
        }
    }
    template <class First, class... Rest>
    static auto without_first(std::tuple<First, Rest...>&& values) {
        return std::apply(
            [](First& /*error*/, Rest&... rest) {
                return unwrap(std::tuple<Rest...>(std::move(rest)...));
            },
            values);
    }

    Initiation initiation_;
    Bound bound_;
    std::optional<AsioLinkPointer<Link>> link_;
    std::optional<Tuple> results_;
};

}  // namespace strata
