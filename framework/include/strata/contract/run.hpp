#pragma once
// run<&handler>: the function of a Method, for generated/service.cpp:
//
//     auto api::mail::send(Context& context, Send parameters) -> Task<Message, SendErrors>;
//     Method{..., .run = &contract::run<&api::mail::send>};
//     Method{..., .run = &contract::run<&api::orders::place, &lock_keys>};  // auto lock_keys(const
//     Place&) -> keys
//
// Decodes the parameters in one pass, enters queue, idempotency and lock, calls the handler, and
// writes its value or its declared error into the reply. The rest is the Dispatcher's, type-erased.
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "strata/context.hpp"
#include "strata/contract/invocation.hpp"
#include "strata/json/decode.hpp"
#include "strata/json/encode.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/writer.hpp"
#include "strata/loop/task.hpp"
#include "strata/values/result.hpp"

namespace strata::contract {

template <class Handler>
struct HandlerTraits;
template <class T, class E, class P>
struct HandlerTraits<Task<T, E> (*)(Context&, P)> {
    using Parameters = P;
    using Value = T;
    static constexpr bool has_errors = !std::is_same_v<E, Errors<>>;
};

// Nothing after a refusal, which is in the reply then.
template <class P>
[[nodiscard]] auto decode_parameters(Invocation& invocation) -> std::optional<P> {
    using json::decode;
    std::optional<P> parameters;
    json::Reader reader(invocation.parameters(), invocation.depth());
    decode(reader, parameters);
    if (!reader.finish() || !parameters) {
        invocation.refuse_parameters(reader);
        parameters.reset();
    }
    return parameters;
}

// What was written of a T, against its schema: whether it keeps it. Depth is the handler's own
// matter.
template <class T>
[[nodiscard]] auto is_valid(Invocation& invocation, std::string_view text) -> bool {
    using json::decode;
    std::optional<T> value;
    json::Reader reader(text);
    decode(reader, value);
    if (reader.finish() && value) return true;
    invocation.refuse_result(reader);
    return false;
}

template <class T>
void encode_value(Invocation& invocation, const T& value) {
    std::string& out = invocation.out();
    if constexpr (std::is_same_v<T, Done>) {
        out.append("{}");
    } else {
        using json::encode;
        const std::size_t before = out.size();
        json::Writer writer(out);
        encode(writer, value);
        writer.finish();
        if constexpr (requires { value.version_tag(); })
            invocation.set_version(value.version_tag());
        if (invocation.validates_results()) {
            (void)is_valid<T>(invocation, std::string_view(out).substr(before));
        }
    }
}

template <class E>
void encode_error(Invocation& invocation, const E& error) {
    std::string data;
    if constexpr (requires { error.data; }) {
        using json::encode;
        json::Writer writer(data);
        encode(writer, error.data);
        writer.finish();
        using Data = std::remove_cvref_t<decltype(error.data)>;
        if (invocation.validates_results() && !is_valid<Data>(invocation, data)) return;
    }
    invocation.fail(E::code, E::status, E::message, std::move(data));
}

template <auto Handler, auto LockKeys = nullptr>
auto run(Invocation& invocation) -> Task<> {
    using Traits = HandlerTraits<decltype(Handler)>;
    auto parameters = decode_parameters<typename Traits::Parameters>(invocation);
    if (!parameters) co_return;
    if constexpr (!std::is_null_pointer_v<decltype(LockKeys)>) {
        invocation.set_lock_keys(LockKeys(*parameters));
    }
    if (!invocation.enter_now()) {
        co_await invocation.enter();
        if (invocation.answered()) co_return;
    }
    auto handling = Handler(invocation.context(), *std::move(parameters));
    auto result = co_await handling;
    if constexpr (Traits::has_errors) {
        if (result.has_value()) {
            encode_value(invocation, *result);
        } else {
            result.error().visit([&](const auto& error) { encode_error(invocation, error); });
        }
    } else {
        encode_value(invocation, result);
    }
}

}  // namespace strata::contract
