#pragma once
// Uploads: the streams that one connection sends: announced, filled by chunks, and taken by the
// method that is given its id. Loop thread only; owned by the connection, and outlives the readers
// that it gives.
//
// What comes before a method takes it is kept up to a limit for the whole connection; past it, a
// stream that nobody takes is broken off, and one that is taken holds the connection up.
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/live_settings.hpp"
#include "strata/contract/stream_id.hpp"
#include "strata/loop/event.hpp"
#include "strata/loop/stream.hpp"

namespace strata::protocol {

class Uploads final {
  public:
    // hold_up(true): no more is to come until hold_up(false).
    Uploads(const LiveSettings& settings, std::function<void(bool)> hold_up)
        : settings_(settings), hold_up_(std::move(hold_up)) {}
    Uploads(const Uploads&) = delete;
    auto operator=(const Uploads&) -> Uploads& = delete;

    // What a client did wrong; the stream's id as JSON where it is known.
    struct Fault {
        explicit Fault(std::string why, std::string json_id = {})
            : problem(std::move(why)), id(std::move(json_id)) {}
        std::string problem;
        std::string id;
    };
    using Verdict = std::optional<Fault>;

    auto begin(const StreamId& id, std::optional<std::uint64_t> size) -> Verdict;
    auto end(const StreamId& id) -> Verdict;
    auto terminate(const StreamId& id) -> Verdict;
    // A binary message: four bytes of an integer id, or one length byte and a text of an id; then
    // content.
    auto chunk(std::string_view message) -> Verdict;
    // The connection is gone: who reads gets StreamError.
    void fail_all(const std::string& why);

    // Throws StreamError for an id that is not announced, or taken.
    [[nodiscard]] auto take(const StreamId& id) -> Stream<std::string>;

    [[nodiscard]] auto has(const StreamId& id) const -> bool { return find(id) != nullptr; }
    [[nodiscard]] auto count() const noexcept -> std::size_t { return uploads_.size(); }
    [[nodiscard]] auto buffered() const noexcept -> std::size_t { return buffered_; }

  private:
    struct Upload {
        StreamId id{};
        std::optional<std::uint64_t> size{};
        std::uint64_t received = 0;
        std::deque<std::string> chunks{};
        bool ended = false;    // nothing more comes
        bool taken = false;    // a method reads it, or did
        bool dropped = false;  // what comes is of no use to anybody
        std::string problem{};
        AsyncEvent changed{};
    };
    // A reader's hold on its upload.
    class Taken final {
      public:
        Taken(Uploads& owner, std::shared_ptr<Upload> upload)
            : owner_(&owner), upload_(std::move(upload)) {}
        Taken(Taken&& other) noexcept
            : owner_(other.owner_), upload_(std::exchange(other.upload_, nullptr)) {}
        auto operator=(Taken&&) -> Taken& = delete;
        ~Taken() {
            if (upload_) owner_->leave(*upload_);
        }
        [[nodiscard]] auto owner() const noexcept -> Uploads& { return *owner_; }
        [[nodiscard]] auto upload() const noexcept -> Upload& { return *upload_; }

      private:
        Uploads* owner_;
        std::shared_ptr<Upload> upload_;
    };

    [[nodiscard]] static auto read(Taken taken) -> Stream<std::string>;
    [[nodiscard]] auto find(const StreamId& id) const -> std::shared_ptr<Upload>;
    [[nodiscard]] auto find_chunk(std::string_view message, std::size_t& head) const
        -> std::shared_ptr<Upload>;
    auto break_off(Upload& upload, std::string why) -> Verdict;
    void drop(Upload& upload);
    void leave(Upload& upload);
    void forget(const Upload& upload);
    static void keep(Upload& upload, std::string_view content);
    void count_out(std::size_t bytes);

    const LiveSettings& settings_;
    std::function<void(bool)> hold_up_;
    std::vector<std::shared_ptr<Upload>> uploads_{};
    std::size_t buffered_ = 0;
    bool held_up_ = false;
};

// The bytes that go before a chunk of a stream: see Uploads::chunk.
[[nodiscard]] auto chunk_head(const StreamId& id) -> std::string;
// As JSON.
[[nodiscard]] auto to_json(const StreamId& id) -> std::string;

}  // namespace strata::protocol
