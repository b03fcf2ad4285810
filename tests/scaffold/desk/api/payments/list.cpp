#include "api/payments.hpp"
#include "db/payments.hpp"

namespace api {

auto payments::list(Context& context, List) -> Task<PaymentList> {
    co_return PaymentList(co_await db::payments::all_payments(context.db()));
}

}  // namespace api
