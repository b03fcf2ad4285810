#pragma once
// The schemas of public standards that the validators are compared on: each with a document that it
// allows, from the standard's own examples. Written from the specifications.
#include <array>
#include <string>
#include <string_view>

namespace bench {

inline constexpr std::array<std::string_view, 10> standards{
    "geojson",          // RFC 7946
    "problem_details",  // RFC 9457
    "cloud_event",      // CloudEvents 1.0
    "json_patch",       // RFC 6902
    "key_set",          // RFC 7517
    "package",          // npm
    "openapi",          // OpenAPI 3.1
    "linked_data",      // JSON-LD 1.1
    "patient",          // HL7 FHIR R4
    "activity",         // ActivityStreams 2.0
};

// The text of bench/schema/standards/NAME.schema.json, NAME.json.
[[nodiscard]] auto schema_text(std::string_view standard) -> std::string;
[[nodiscard]] auto document_text(std::string_view standard) -> std::string;

}  // namespace bench
