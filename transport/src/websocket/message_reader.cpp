#include "websocket/message_reader.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

#include "websocket/mask.hpp"

namespace strata::websocket {

namespace {

// What a message of that many bytes may have when it is compressed: it can get longer, a little.
auto compressed_limit(std::uint64_t message) noexcept -> std::uint64_t {
    constexpr std::uint64_t room = 1024;
    return message > UINT64_MAX / 2 ? UINT64_MAX : message + message / 8 + room;
}

}  // namespace

auto MessageReader::read(char* bytes, std::size_t size) -> Found {
    used_ = 0;
    while (!ended_) {
        if (!in_frame_) {
            in_frame_ = take_header(bytes + used_, size - used_);
            if (!in_frame_ && header_size_ < 2) break;
            if (!begin_frame()) return Found::failure;
            if (!in_frame_) break;
        }
        bool control = frame_.is_control();
        if (!control && held_) break;
        if (!control && std::exchange(stale_, false)) message_.clear();
        std::size_t left = static_cast<std::size_t>(
            std::min<std::uint64_t>(frame_.length - frame_at_, size - used_));
        if (left == 0 && frame_at_ < frame_.length) break;
        char* piece = bytes + used_;
        unmask(piece, left, frame_.mask, frame_at_);
        used_ += left;
        frame_at_ += left;
        bool frame_ends = frame_at_ == frame_.length;
        if (frame_ends) in_frame_ = false;
        Found found = control ? take_control({piece, left}, frame_ends)
                              : take_data({piece, left}, frame_ends);
        if (found != Found::nothing) return found;
    }
    if (ended_) used_ = size;
    return Found::nothing;
}

// False: the header is not complete yet; frame_ is what two bytes and more of it say.
auto MessageReader::take_header(const char* bytes, std::size_t size) -> bool {
    const char* header = bytes;
    if (header_size_ > 0 || size < 2 || size < header_size(bytes)) {
        while (size > 0 && (header_size_ < 2 || header_size_ < header_size(header_.data()))) {
            header_[header_size_++] = *bytes++;
            --size;
            ++used_;
        }
        if (header_size_ < 2) return false;
        if (header_size_ < header_size(header_.data())) {
            take_part();
            return false;
        }
        header = header_.data();
        header_size_ = 0;
    } else {
        used_ += header_size(bytes);
    }
    frame_ = read_header(header);
    return true;
}

// What is wrong with the part of a header that has come is wrong without the rest of it.
void MessageReader::take_part() {
    std::array<char, FrameHeader::max_size> part{};
    std::copy_n(header_.begin(), header_size_, part.begin());
    frame_ = read_header(part.data());
    if (frame_.minimal) return;
    frame_.minimal = true;
    frame_.length = std::max<std::uint64_t>(frame_.length, max_control_payload + 1);
}

// Of a part of a header, when in_frame_ is not set yet: only whether it can be.
auto MessageReader::begin_frame() -> bool {
    frame_at_ = 0;
    if (frame_.rsv23) return fail(CloseCode::protocol_error, "a reserved bit is set");
    if (!frame_.masked) return fail(CloseCode::protocol_error, "a client's frame is not masked");
    if (!frame_.minimal || frame_.length > INT64_MAX) {
        return fail(CloseCode::protocol_error, "a length is not encoded as it must be");
    }
    if (!frame_.is_control()) return begin_data();
    if (frame_.opcode > static_cast<std::uint8_t>(Opcode::pong)) {
        return fail(CloseCode::protocol_error, "an opcode is reserved");
    }
    if (!frame_.fin) return fail(CloseCode::protocol_error, "a control frame is fragmented");
    if (frame_.rsv1) return fail(CloseCode::protocol_error, "a reserved bit is set");
    if (frame_.length > max_control_payload) {
        return fail(CloseCode::protocol_error, "a control frame is too long");
    }
    control_size_ = 0;
    return true;
}

auto MessageReader::begin_data() -> bool {
    if (frame_.opcode > static_cast<std::uint8_t>(Opcode::binary)) {
        return fail(CloseCode::protocol_error, "an opcode is reserved");
    }
    bool continues = frame_.is(Opcode::continuation);
    if (frame_.rsv1 && (continues || inflation_ == nullptr)) {
        return fail(CloseCode::protocol_error, "a reserved bit is set");
    }
    if (continues != in_message_) {
        return fail(CloseCode::protocol_error,
                    continues ? "there is no message to continue" : "a message is not finished");
    }
    if (!in_frame_) return true;
    if (!continues) {
        is_text_ = frame_.is(Opcode::text);
        compressed_ = frame_.rsv1;
        in_message_ = true;
        fragments_ = 0;
        received_ = 0;
        checked_ = 0;
        utf8_.reset();
    }
    if (++fragments_ > limits_.fragments) {
        return fail(CloseCode::policy_violation, "a message has too many fragments");
    }
    std::uint64_t limit = compressed_ ? compressed_limit(limits_.message) : limits_.message;
    if (frame_.length > limit - received_) {
        return fail(CloseCode::too_big, "a message is too long");
    }
    received_ += frame_.length;
    return true;
}

auto MessageReader::take_data(std::string_view piece, bool frame_ends) -> Found {
    bool message_ends = frame_ends && frame_.fin;
    if (compressed_) return take_inflated(piece, message_ends);
    if (is_text_ && !utf8_.add(piece)) {
        fail(CloseCode::invalid_data, "a text is not UTF-8");
        return Found::failure;
    }
    if (message_ends && piece.size() == received_) return finish_message(piece);
    message_.append(piece);
    return message_ends ? finish_message(message_) : Found::nothing;
}

auto MessageReader::take_inflated(std::string_view piece, bool message_ends) -> Found {
    bool good = inflation_->inflate(piece, message_, limits_.message, failure_) &&
                (!message_ends || inflation_->finish(message_, limits_.message, failure_));
    // What is wrong first counts, however the bytes were cut into pieces.
    std::string_view inflated = std::string_view(message_).substr(0, limits_.message);
    if (is_text_ && !utf8_.add(inflated.substr(std::min(checked_, inflated.size())))) {
        fail(CloseCode::invalid_data, "a text is not UTF-8");
        return Found::failure;
    }
    if (!good) {
        fail(failure_.code, failure_.reason);
        return Found::failure;
    }
    checked_ = message_.size();
    return message_ends ? finish_message(message_) : Found::nothing;
}

auto MessageReader::finish_message(std::string_view content) -> Found {
    in_message_ = false;
    if (is_text_ && !utf8_.is_complete()) {
        fail(CloseCode::invalid_data, "a text ends inside of a character");
        return Found::failure;
    }
    content_ = content;
    stale_ = true;
    return is_text_ ? Found::text : Found::binary;
}

auto MessageReader::take_control(std::string_view piece, bool frame_ends) -> Found {
    std::memcpy(control_.data() + control_size_, piece.data(), piece.size());
    control_size_ = static_cast<std::uint8_t>(control_size_ + piece.size());
    if (!frame_ends) return Found::nothing;
    content_ = {control_.data(), control_size_};
    if (frame_.is(Opcode::ping)) return Found::ping;
    if (frame_.is(Opcode::pong)) return Found::pong;
    return finish_close();
}

auto MessageReader::finish_close() -> Found {
    ended_ = true;
    if (content_.empty()) return Found::close;
    unsigned code = static_cast<unsigned char>(content_[0]);
    if (content_.size() > 1) code = code << 8 | static_cast<unsigned char>(content_[1]);
    Utf8Stream reason;
    if (content_.size() == 1 || !is_sendable(code)) {
        fail(CloseCode::protocol_error, "a close code can't be");
    } else if (!reason.add(content_.substr(2)) || !reason.is_complete()) {
        fail(CloseCode::invalid_data, "a close reason is not UTF-8");
    } else {
        return Found::close;
    }
    return Found::failure;
}

auto MessageReader::fail(CloseCode code, std::string_view reason) -> bool {
    ended_ = true;
    failure_ = {code, reason};
    return false;
}

void MessageReader::trim() noexcept {
    if (!in_message_ && !held_) message_ = std::string();
}

}  // namespace strata::websocket
