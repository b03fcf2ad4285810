// A body of 300 bytes into its struct with every check of its schema, and back: the generated code
// against code written by hand for this one type: simdjson's on-demand reader, and a writer that
// knows every key. decode/strata, decode/simdjson, encode/strata, encode/hand.
#include <benchmark/benchmark.h>
#include <simdjson.h>

#include <charconv>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>

#include "schemas/probe.hpp"
#include "strata/json/reader.hpp"
#include "strata/json/utf8.hpp"
#include "strata/json/writer.hpp"

namespace {

using schemas::probe::Sample;
using strata::Timestamp;
using strata::Uuid;

constexpr std::string_view body =
    R"({"id":"0198c0de-0000-7000-8000-0123456789ab","name":"A sample of the benchmark",)"
    R"("quantity":1234,"price":99.5,"note":"Six fields with ranges, lengths, a uuid and a )"
    R"(date-time, about three hundred bytes in all, as an API body has them.",)"
    R"("createdAt":"2026-01-02T03:04:05.678901Z"})";

auto decode_strata(std::string_view text) -> std::optional<Sample> {
    strata::json::Reader reader(text);
    std::optional<Sample> sample;
    decode(reader, sample);
    if (!reader.finish()) return std::nullopt;
    return sample;
}

// Length in code points, as the generated decoder counts it.
auto within(std::string_view text, std::size_t min, std::size_t max) -> bool {
    if (text.size() <= max && text.size() / 4 >= min) return true;
    const auto length = strata::json::count_code_points(text);
    return length >= min && length <= max;
}

// The fields as they come; a member twice or an unknown one is refused.
class HandDecoder final {
  public:
    auto decode(simdjson::padded_string_view text) -> std::optional<Sample> {
        simdjson::ondemand::document document;
        simdjson::ondemand::object object;
        if (parser_.iterate(text).get(document) || document.get_object().get(object)) return {};
        unsigned seen = 0;
        for (auto field : object) {
            std::string_view key;
            simdjson::ondemand::value value;
            if (field.unescaped_key().get(key) || field.value().get(value)) return {};
            const unsigned bit = member(key, value);
            if (bit == 0 || (seen & bit) != 0) return {};
            seen |= bit;
        }
        if (seen != 63 || document.current_location().error() != simdjson::OUT_OF_BOUNDS) return {};
        return Sample(std::string(id_), std::string(name_), quantity_, price_, std::string(note_),
                      std::string(time_));
    }

  private:
    // The member's bit; 0 if it is not what it must be.
    auto member(std::string_view key, simdjson::ondemand::value& value) -> unsigned {
        if (key == "id") {
            return !value.get_string().get(id_) && Uuid::parse(id_) ? 1 : 0;
        }
        if (key == "name") {
            return !value.get_string().get(name_) && within(name_, 1, 64) ? 2 : 0;
        }
        if (key == "quantity") {
            const bool read = !value.get_int64().get(quantity_);
            return read && quantity_ >= 0 && quantity_ <= 1'000'000 ? 4 : 0;
        }
        if (key == "price") {
            return !value.get_double().get(price_) && price_ >= 0 && price_ <= 1'000'000 ? 8 : 0;
        }
        if (key == "note") {
            return !value.get_string().get(note_) && within(note_, 0, 200) ? 16 : 0;
        }
        if (key == "createdAt") {
            const bool read = !value.get_string().get(time_) && within(time_, 0, 40);
            return read && Timestamp::parse(time_) ? 32 : 0;
        }
        return 0;
    }

    simdjson::ondemand::parser parser_;
    std::string_view id_;
    std::string_view time_;
    std::string_view name_;
    std::string_view note_;
    std::int64_t quantity_ = 0;
    double price_ = 0;
};

void encode_strata(const Sample& sample, std::string& out) {
    out.clear();
    strata::json::Writer writer(out);
    encode(writer, sample);
}

// A text of JSON whose characters need an escape is rare: they are looked for, then copied.
auto put_text(char* p, std::string_view text) -> char* {
    *p++ = '"';
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || c == '"' || c == '\\') throw std::runtime_error("needs an escape");
    }
    std::memcpy(p, text.data(), text.size());
    p += text.size();
    *p++ = '"';
    return p;
}

template <std::size_t N>
auto put(char* p, const char (&literal)[N]) -> char* {
    std::memcpy(p, literal, N - 1);
    return p + N - 1;
}

void encode_hand(const Sample& sample, std::string& out) {
    out.resize(sample.id.size() + sample.name.size() + sample.note.size() +
               sample.created_at.size() + 256);
    char* p = put(out.data(), "{\"id\":");
    p = put(put_text(p, sample.id), ",\"name\":");
    p = put(put_text(p, sample.name), ",\"quantity\":");
    p = put(std::to_chars(p, p + 24, sample.quantity).ptr, ",\"price\":");
    p = put(std::to_chars(p, p + 32, sample.price).ptr, ",\"note\":");
    p = put(put_text(p, sample.note), ",\"createdAt\":");
    p = put(put_text(p, sample.created_at), "}");
    out.resize(static_cast<std::size_t>(p - out.data()));
}

void demand(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(what);
}

void run_decode_strata(benchmark::State& state) {
    demand(decode_strata(body).has_value(), "strata does not read the body");
    for (auto _ : state) benchmark::DoNotOptimize(decode_strata(body));
}

void run_decode_simdjson(benchmark::State& state) {
    const simdjson::padded_string text{body};
    HandDecoder decoder;
    demand(decoder.decode(text) == decode_strata(body), "simdjson reads something else");
    for (auto _ : state) benchmark::DoNotOptimize(decoder.decode(text));
}

void run_encode(benchmark::State& state, void (*encode)(const Sample&, std::string&)) {
    const auto sample = decode_strata(body);
    std::string out;
    encode(*sample, out);
    demand(out == body, "the body is not what was read");
    for (auto _ : state) {
        encode(*sample, out);
        benchmark::DoNotOptimize(out.data());
    }
}

BENCHMARK(run_decode_strata)->Name("decode/strata");
BENCHMARK(run_decode_simdjson)->Name("decode/simdjson");
BENCHMARK_CAPTURE(run_encode, strata, encode_strata)->Name("encode/strata");
BENCHMARK_CAPTURE(run_encode, hand, encode_hand)->Name("encode/hand");

}  // namespace

BENCHMARK_MAIN();
