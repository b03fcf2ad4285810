#include "api/messenger.hpp"
#include "db/messenger.hpp"
#include "domain/messenger.hpp"

namespace api {

auto messenger::get_file(Context& context, GetFile parameters) -> Task<FileStream, GetFileErrors> {
    auto file = co_await db::messenger::find_file(context.db(), parameters.file_id);
    if (!file) co_return errors::file_not_found{};
    auto member = co_await db::messenger::is_member(context.db(), file->room_id,
                                                    AccountId(context.caller().id));
    auto allowed = domain::messenger::require_member(member);
    if (!allowed) co_return fail(allowed.error());
    auto bytes = co_await db::messenger::find_content(context.db(), file->id);
    auto stream =
        context.client().send(file->name.value(), std::string(bytes.begin(), bytes.end()));
    co_return FileStream(*file, stream);
}

}  // namespace api
