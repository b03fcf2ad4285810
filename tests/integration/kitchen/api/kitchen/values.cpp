// Methods without a unit of work: what comes in goes out.
#include "api/kitchen.hpp"

namespace api {

namespace {

using schemas::kitchen::Expression;
using schemas::kitchen::Expression2;

auto sum(const Expression& expression) -> double {
    if (const auto* number = std::get_if<double>(&expression)) return *number;
    const auto& parts = std::get<Expression2>(expression);
    return sum(*parts.left) + sum(*parts.right);
}

}  // namespace

auto kitchen::echo(Context&, Echo parameters) -> Task<Dish> {
    co_return std::move(parameters.dish);
}
auto kitchen::bake(Context&, Bake) -> Task<Done> { co_return done; }
auto kitchen::ring(Context& context, Ring) -> Task<Done> {
    context.emit(Topic("bell", "kitchen"), events::BellRung{});
    co_return done;
}
auto kitchen::audit(Context&, Audit) -> Task<std::int64_t> { co_return 0; }
auto kitchen::reset(Context&, Reset) -> Task<Done> { co_return done; }
auto kitchen::sweep(Context&, Sweep) -> Task<Done> { co_return done; }
auto kitchen::old(Context&, Old) -> Task<Done> { co_return done; }
auto kitchen::names(Context&, Names) -> Task<std::vector<std::string>> {
    co_return std::vector<std::string>{"soup", "stew"};
}
auto kitchen::count(Context&, Count parameters) -> Task<Portions> {
    co_return Portions::parse(parameters.level.value()).value();
}
auto kitchen::reply(Context&, Reply parameters) -> Task<Comment> {
    co_return std::move(parameters.comment);
}
auto kitchen::calculate(Context&, Calculate parameters) -> Task<double> {
    co_return sum(parameters.expression);
}
auto kitchen::restatus(Context&, Restatus parameters) -> Task<Status> {
    co_return parameters.status;
}
auto kitchen::new_(Context& context, New) -> Task<Supplier> {
    co_return Supplier(context.new_id());
}
auto kitchen::rate(Context&, Rate parameters) -> Task<Scores> {
    co_return std::move(parameters.scores);
}
auto kitchen::late(Context& context, Late) -> Task<Done, LateErrors> {
    co_return errors::too_late(TooLateData(strata::NamedAccess::make<ServedAt>(context.now())));
}
auto kitchen::patch(Context&, Patch parameters) -> Task<PatchResult> {
    co_return PatchResult(std::move(parameters.note));
}

}  // namespace api
