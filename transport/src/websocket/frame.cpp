#include <array>

#include "strata/http/web_socket_frame.hpp"
#include "websocket/frame_header.hpp"

namespace strata::http {

using websocket::FrameHeader;
using websocket::Opcode;

WebSocketFrame::WebSocketFrame(bool is_text, std::string_view content, std::string key)
    : is_text_(is_text), key_(std::move(key)) {
    std::array<char, FrameHeader::max_sent_size> header;
    header_size_ = websocket::write_header(header, is_text ? Opcode::text : Opcode::binary, false,
                                           content.size());
    bytes_.reserve(header_size_ + content.size());
    bytes_.append(header.data(), header_size_).append(content);
}

auto WebSocketFrame::text(std::string_view content, std::string key)
    -> std::shared_ptr<const WebSocketFrame> {
    return std::shared_ptr<const WebSocketFrame>(new WebSocketFrame(true, content, std::move(key)));
}

auto WebSocketFrame::binary(std::string_view content, std::string key)
    -> std::shared_ptr<const WebSocketFrame> {
    return std::shared_ptr<const WebSocketFrame>(
        new WebSocketFrame(false, content, std::move(key)));
}

auto WebSocketFrame::compressed(const Compress& compress) const -> std::string_view {
    if (!compressed_.empty()) return compressed_;
    std::string payload;
    compress(content(), payload);
    std::array<char, FrameHeader::max_sent_size> header;
    std::size_t size = websocket::write_header(header, is_text_ ? Opcode::text : Opcode::binary,
                                               true, payload.size());
    compressed_.assign(header.data(), size).append(payload);
    return compressed_;
}

}  // namespace strata::http
