#include "protocol/uploads.hpp"

#include <algorithm>
#include <charconv>
#include <variant>

#include "strata/json/writer.hpp"

namespace strata::protocol {

namespace {

constexpr std::size_t integer_head = 4;

auto integer_id(std::string_view message) -> std::int64_t {
    std::uint32_t bits = 0;
    for (std::size_t i = 0; i < integer_head; ++i) {
        bits = (bits << 8U) | static_cast<std::uint8_t>(message[i]);
    }
    return static_cast<std::int32_t>(bits);
}

auto number_of(std::string_view text) -> std::optional<std::int64_t> {
    std::int64_t number = 0;
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    if (error != std::errc() || rest != end) return std::nullopt;
    return number;
}

}  // namespace

auto chunk_head(const StreamId& id) -> std::string {
    if (const auto* text = std::get_if<std::string>(&id.value())) {
        return std::string(1, static_cast<char>(text->size())) + *text;
    }
    const auto bits = static_cast<std::uint32_t>(std::get<std::int64_t>(id.value()));
    std::string head;
    for (const unsigned shift : {24U, 16U, 8U, 0U}) {
        head.push_back(static_cast<char>((bits >> shift) & 0xffU));
    }
    return head;
}

auto to_json(const StreamId& id) -> std::string {
    std::string text;
    json::Writer writer(text);
    std::visit([&](const auto& plain) { writer.value(plain); }, id.value());
    writer.finish();
    return text;
}

auto Uploads::find(const StreamId& id) const -> std::shared_ptr<Upload> {
    const auto at =
        std::ranges::find_if(uploads_, [&](const auto& each) { return each->id == id; });
    return at == uploads_.end() ? nullptr : *at;
}

auto Uploads::begin(const StreamId& id, std::optional<std::uint64_t> size) -> Verdict {
    if (find(id)) return Fault("The stream is already initialized", to_json(id));
    if (uploads_.size() >= settings_.streams) {
        return Fault("More than " + std::to_string(settings_.streams) + " streams at a time",
                     to_json(id));
    }
    auto upload = std::make_shared<Upload>();
    upload->id = id;
    upload->size = size;
    uploads_.push_back(std::move(upload));
    return std::nullopt;
}

auto Uploads::end(const StreamId& id) -> Verdict {
    const auto upload = find(id);
    if (!upload || upload->ended) return Fault("The stream is not initialized", to_json(id));
    upload->ended = true;
    Verdict verdict;
    if (!upload->dropped && upload->size && upload->received != *upload->size) {
        verdict = break_off(*upload, "The stream ended after " + std::to_string(upload->received) +
                                         " of " + std::to_string(*upload->size) + " bytes");
    }
    if (upload->dropped) forget(*upload);
    upload->changed.notify_all();
    return verdict;
}

auto Uploads::terminate(const StreamId& id) -> Verdict {
    const auto upload = find(id);
    if (!upload) return Fault("The stream is not initialized", to_json(id));
    upload->ended = true;
    if (upload->problem.empty()) upload->problem = "The client terminated the stream";
    drop(*upload);
    forget(*upload);
    return std::nullopt;
}

auto Uploads::find_chunk(std::string_view message, std::size_t& head) const
    -> std::shared_ptr<Upload> {
    const std::size_t length = message.empty() ? 0 : static_cast<std::uint8_t>(message.front());
    const bool has_text = length > 0 && message.size() > length;
    const auto text = has_text ? message.substr(1, length) : std::string_view();
    head = length + 1;
    if (has_text) {
        if (auto found = find(StreamId(std::string(text)))) return found;
    }
    if (message.size() >= integer_head) {
        if (auto found = find(StreamId(integer_id(message)))) {
            head = integer_head;
            return found;
        }
    }
    const auto number = has_text ? number_of(text) : std::nullopt;
    return number ? find(StreamId(*number)) : nullptr;
}

auto Uploads::chunk(std::string_view message) -> Verdict {
    std::size_t head = 0;
    const auto upload = find_chunk(message, head);
    if (!upload || upload->ended) {
        const bool is_named = message.size() >= integer_head;
        return Fault("The stream is not initialized",
                     is_named ? std::to_string(integer_id(message)) : std::string());
    }
    if (upload->dropped) return std::nullopt;
    const auto content = message.substr(head);
    upload->received += content.size();
    if (upload->size && upload->received > *upload->size) {
        return break_off(*upload, "The stream is larger than the announced " +
                                      std::to_string(*upload->size) + " bytes");
    }
    if (content.empty()) return std::nullopt;
    const bool is_over = buffered_ + content.size() > settings_.stream_buffer.bytes();
    if (is_over && !upload->taken) {
        return break_off(*upload, "The stream was taken by no method in time");
    }
    keep(*upload, content);
    buffered_ += content.size();
    if (is_over && !held_up_) {
        held_up_ = true;
        hold_up_(true);
    }
    upload->changed.notify_all();
    return std::nullopt;
}

// Small chunks are kept together: each for itself would take more than its bytes.
void Uploads::keep(Upload& upload, std::string_view content) {
    constexpr std::size_t whole = 16UL * 1024;
    auto& chunks = upload.chunks;
    if (!chunks.empty() && chunks.back().size() + content.size() <= whole) {
        chunks.back().append(content);
    } else {
        chunks.emplace_back(content);
    }
}

auto Uploads::break_off(Upload& upload, std::string why) -> Verdict {
    upload.problem = why;
    drop(upload);
    return Fault(std::move(why), to_json(upload.id));
}

void Uploads::drop(Upload& upload) {
    upload.dropped = true;
    std::size_t bytes = 0;
    for (const std::string& chunk : upload.chunks) bytes += chunk.size();
    upload.chunks.clear();
    count_out(bytes);
    upload.changed.notify_all();
}

void Uploads::leave(Upload& upload) {
    drop(upload);
    if (upload.ended) forget(upload);
}

void Uploads::forget(const Upload& upload) {
    std::erase_if(uploads_, [&](const auto& each) { return each.get() == &upload; });
}

// The connection is read on when there is room, and when no method is left that could make some:
// what takes the other streams may be behind the hold.
void Uploads::count_out(std::size_t bytes) {
    buffered_ -= bytes;
    if (!held_up_) return;
    const bool drains = std::ranges::any_of(
        uploads_, [](const auto& each) { return each->taken && !each->chunks.empty(); });
    if (drains && buffered_ > settings_.stream_buffer.bytes() / 2) return;
    held_up_ = false;
    hold_up_(false);
}

void Uploads::fail_all(const std::string& why) {
    const auto all = std::exchange(uploads_, {});
    for (const auto& upload : all) {
        upload->ended = true;
        if (upload->problem.empty()) upload->problem = why;
        drop(*upload);
    }
}

auto Uploads::take(const StreamId& id) -> Stream<std::string> {
    auto upload = find(id);
    if (!upload || upload->taken) {
        throw StreamError("stream_not_found", "There is no stream " + to_json(id));
    }
    upload->taken = true;
    Taken taken(*this, std::move(upload));
    return read(std::move(taken));
}

auto Uploads::read(Taken taken) -> Stream<std::string> {
    Uploads& uploads = taken.owner();
    Upload& upload = taken.upload();
    while (true) {
        if (!upload.problem.empty()) throw StreamError("stream_broken", upload.problem);
        if (!upload.chunks.empty()) {
            std::string chunk = std::move(upload.chunks.front());
            upload.chunks.pop_front();
            uploads.count_out(chunk.size());
            co_yield std::move(chunk);
            continue;
        }
        if (upload.ended) co_return;
        co_await upload.changed.wait();
    }
}

}  // namespace strata::protocol
