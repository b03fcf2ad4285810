#pragma once
// WebSocketFrame: a message that is framed once and sent to any number of connections, which share
// its bytes. Immutable; loop thread (it also keeps itself compressed, once somebody needs that).
//
//     auto frame = http::WebSocketFrame::text(json);
//     for (auto& socket : room) socket.send(frame);
#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace strata::http {

class WebSocketFrame final {
  public:
    // `key`: see SlowConsumer::coalesce; empty: none. REQUIRES of a text: UTF-8.
    [[nodiscard]] static auto text(std::string_view content, std::string key = {})
        -> std::shared_ptr<const WebSocketFrame>;
    [[nodiscard]] static auto binary(std::string_view content, std::string key = {})
        -> std::shared_ptr<const WebSocketFrame>;

    [[nodiscard]] auto content() const noexcept -> std::string_view {
        return std::string_view(bytes_).substr(header_size_);
    }
    [[nodiscard]] auto key() const noexcept -> const std::string& { return key_; }
    // Header and content, as they are sent.
    [[nodiscard]] auto bytes() const noexcept -> std::string_view { return bytes_; }
    // The same, compressed by `compress`, which is called the first time.
    using Compress = std::function<void(std::string_view content, std::string& out)>;
    [[nodiscard]] auto compressed(const Compress& compress) const -> std::string_view;
    // Whether nothing has been taken off the front of these bytes of it.
    [[nodiscard]] auto is_whole(std::string_view bytes) const noexcept -> bool {
        return bytes.data() == bytes_.data() || bytes.data() == compressed_.data();
    }

  private:
    WebSocketFrame(bool is_text, std::string_view content, std::string key);

    bool is_text_;
    std::size_t header_size_ = 0;
    std::string key_;
    std::string bytes_{};
    mutable std::string compressed_{};
};

}  // namespace strata::http
