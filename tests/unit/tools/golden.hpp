#pragma once
// Golden files: generated text against the text that a person has read and committed.
// STRATA_UPDATE_GOLDEN=1 writes them anew, to be read in `git diff` before they are committed.
#include <filesystem>
#include <string>

namespace golden {

// What differs from the file, as a diff with some lines around it and how to renew the file;
// nothing if the text is the file's.
auto difference(const std::filesystem::path& file, const std::string& generated) -> std::string;

}  // namespace golden
