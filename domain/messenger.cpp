#include "domain/messenger.hpp"

namespace domain::messenger {

auto open_room(AccountId owner, Title title, RoomId id, Timestamp now) -> Room {
    return Room(id, std::move(title), owner, now);
}

auto require_member(bool is_member) -> Result<Done, errors::not_a_member> {
    if (!is_member) return errors::not_a_member{};
    return strata::done;
}

auto compose(const Room& room, bool is_member, AccountId author, Text text, MessageId id,
             Timestamp now) -> Result<Message, errors::not_a_member> {
    if (!is_member) return errors::not_a_member{};
    return Message(id, room.id, author, std::move(text), now);
}

auto attach(const Room& room, bool is_member, AccountId author, FileName name, std::size_t size,
            FileId id, Timestamp now) -> Result<File, errors::not_a_member> {
    if (!is_member) return errors::not_a_member{};
    return File(id, room.id, author, std::move(name), static_cast<std::int64_t>(size), now);
}

auto edit(Message message, AccountId editor, Text text, Timestamp now)
    -> Result<Message, errors::not_the_author, errors::edit_window_over> {
    if (message.author_id != editor) return errors::not_the_author{};
    if (now - message.sent_at > edit_window) return errors::edit_window_over{};
    message.text = std::move(text);
    message.edited_at = now;
    return message;
}

auto may_remove(const Message& message, AccountId remover) -> Result<Done, errors::not_the_author> {
    if (message.author_id != remover) return errors::not_the_author{};
    return strata::done;
}

auto page(std::vector<Message> messages, std::int64_t limit) -> MessagePage {
    const auto size = static_cast<std::size_t>(limit);
    const bool more = messages.size() > size;
    if (more) messages.erase(messages.begin() + limit, messages.end());
    return MessagePage(std::move(messages), more);
}

}  // namespace domain::messenger
