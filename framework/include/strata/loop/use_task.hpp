#pragma once
// use_task: the completion token that awaits any Asio operation in a task. Includes Asio: for
// transports and drivers. The operation's object must run on the loop's context. Loop thread only.
//
//     auto size = co_await socket.async_read_some(buffer, use_task);           // errors:
//     std::system_error auto [error, size] = co_await async_read(socket, buffer, use_task_nothrow);
//     // errors: a value
//
// A cancelled scope cancels the operation (Asio's terminal cancellation), and Cancelled is thrown
// when its handler has come; an operation that can't be cancelled is waited for. What the operation
// refers to (buffers) lives in the frame.
#include <boost/asio/async_result.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/system/error_code.hpp>
#include <concepts>
#include <tuple>
#include <type_traits>
#include <utility>

#include "strata/loop/asio_operation.hpp"

namespace strata {

struct UseTask final {
    static constexpr bool throws = true;
};
struct UseTaskNothrow final {
    static constexpr bool throws = false;
};
inline constexpr UseTask use_task{};
inline constexpr UseTaskNothrow use_task_nothrow{};

template <class Token>
concept task_token = std::same_as<Token, UseTask> || std::same_as<Token, UseTaskNothrow>;

}  // namespace strata

template <strata::task_token Token, class... Results>
class boost::asio::async_result<Token, void(Results...)> {
  public:
    template <class Initiation, class T, class... Arguments>
    static auto initiate(Initiation&& initiation, T&& /*token*/, Arguments&&... arguments) {
        using Bound = std::tuple<std::decay_t<Arguments>...>;
        using Operation = strata::AsioOperation<Token::throws, std::decay_t<Initiation>, Bound,
                                                std::decay_t<Results>...>;
        return Operation(std::forward<Initiation>(initiation),
                         Bound(std::forward<Arguments>(arguments)...));
    }
};
