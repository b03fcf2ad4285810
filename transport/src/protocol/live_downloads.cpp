// LiveClient's streams, both ways.
#include <algorithm>
#include <utility>

#include "protocol/live_client.hpp"
#include "protocol/live_running.hpp"
#include "strata/log/log.hpp"
#include "strata/security/ids.hpp"

namespace strata::protocol {

struct LiveClient::Download {
    StreamId id{};
    std::string name{};
    std::optional<std::uint64_t> size{};
    Stream<std::string> chunks{};
    std::uint64_t sent = 0;
    bool terminated = false;  // by the client
};

void LiveClient::take_stream(const metacom::Packet& packet) {
    const auto id = metacom::read_stream_id(packet.id);
    if (!id) return refuse(packet.id, "A stream's id is a number of 32 bits or a text");
    using Status = metacom::StreamStatus;
    if (packet.status == Status::begin) return tell(uploads_.begin(*id, packet.size));
    if (packet.status == Status::end) return tell(uploads_.end(*id));
    const auto at =
        std::ranges::find_if(downloads_, [&](const auto& each) { return each->id == *id; });
    if (at == downloads_.end()) return tell(uploads_.terminate(*id));
    (*at)->terminated = true;
}

auto LiveClient::receive(const StreamId& id) -> Stream<std::string> { return uploads_.take(id); }

// As Metacom's own server numbers them; a text where the client calls its own things so.
auto LiveClient::new_stream_id() -> StreamId {
    if (downloads_.size() >= core_.settings.streams) {
        throw StreamError(
            "too_many_streams",
            "More than " + std::to_string(core_.settings.streams) + " streams at a time");
    }
    if (text_ids_) return StreamId(core_.dispatcher.ids().next().to_string());
    return StreamId(--last_stream_);
}

void LiveClient::send(StreamId id, std::string name, std::optional<std::uint64_t> size,
                      Stream<std::string> chunks) {
    if (closed_) return;
    auto download = std::make_shared<Download>();
    download->id = std::move(id);
    download->name = std::move(name);
    download->size = size;
    download->chunks = std::move(chunks);
    std::string packet;
    metacom::write_stream(download->id, download->name, size, packet);
    wire_->send_text(packet);
    downloads_.push_back(download);
    waiting_.push_back(std::move(download));
}

void LiveClient::begin_downloads() {
    for (auto& download : std::exchange(waiting_, {})) {
        std::string name = "stream " + download->name;
        run(Kind::background, std::move(name), pump(std::move(download)));
    }
}

auto LiveClient::pump(std::shared_ptr<Download> download) -> Task<> {
    bool is_whole = false;
    try {
        is_whole = co_await send_chunks(*download);
    } catch (const Cancelled&) {
    } catch (const std::exception& error) {
        log::error("a stream broke off", {{"name", download->name}, {"reason", error.what()}});
    }
    std::erase(downloads_, download);
    if (closed_ || download->terminated) co_return;
    std::string packet;
    const auto status = is_whole ? metacom::StreamStatus::end : metacom::StreamStatus::terminate;
    metacom::write_stream(download->id, status, packet);
    wire_->send_text(packet);
}

// Whether all of it was sent, and as much as was announced.
auto LiveClient::send_chunks(Download& download) -> Task<bool> {
    constexpr std::size_t most = 64 * 1024;
    const std::string head = chunk_head(download.id);
    while (auto chunk = co_await download.chunks.next()) {
        download.sent += chunk->size();
        if (download.size && download.sent > *download.size) {
            log::error("a stream is larger than it was announced", {{"name", download.name}});
            co_return false;
        }
        for (std::string_view rest = *chunk; !rest.empty();) {
            const auto piece = rest.substr(0, most);
            rest.remove_prefix(piece.size());
            wire_->send_binary(head, piece);
            const bool is_there = co_await wire_->drained();
            if (!is_there || download.terminated) co_return false;
        }
    }
    co_return !download.size || download.sent == *download.size;
}

}  // namespace strata::protocol
