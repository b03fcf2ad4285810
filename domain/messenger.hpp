#pragma once
// Rules of rooms and messages. Pure: time, identity and state come in as values.
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "schemas/auth.hpp"
#include "schemas/messenger.hpp"
#include "strata/values.hpp"

namespace domain::messenger {

namespace errors = schemas::messenger::errors;
using schemas::auth::AccountId;
using schemas::messenger::File;
using schemas::messenger::FileId;
using schemas::messenger::FileName;
using schemas::messenger::Message;
using schemas::messenger::MessageId;
using schemas::messenger::MessagePage;
using schemas::messenger::Room;
using schemas::messenger::RoomId;
using schemas::messenger::Text;
using schemas::messenger::Title;
using strata::Done;
using strata::Result;
using strata::Timestamp;

inline constexpr std::chrono::minutes edit_window{15};
inline constexpr std::size_t max_file_size = 1024 * 1024;

auto open_room(AccountId owner, Title title, RoomId id, Timestamp now) -> Room;

// Reading and leaving a room are for its members.
auto require_member(bool is_member) -> Result<Done, errors::not_a_member>;

auto compose(const Room& room, bool is_member, AccountId author, Text text, MessageId id,
             Timestamp now) -> Result<Message, errors::not_a_member>;

auto attach(const Room& room, bool is_member, AccountId author, FileName name, std::size_t size,
            FileId id, Timestamp now) -> Result<File, errors::not_a_member>;

// The message with its new text; only by its author, and up to `edit_window` after it was sent.
auto edit(Message message, AccountId editor, Text text, Timestamp now)
    -> Result<Message, errors::not_the_author, errors::edit_window_over>;

auto may_remove(const Message& message, AccountId remover) -> Result<Done, errors::not_the_author>;

// A page of at most `limit` out of `messages`, of which one more was asked for than the page holds.
auto page(std::vector<Message> messages, std::int64_t limit) -> MessagePage;

}  // namespace domain::messenger
