#include "http/query.hpp"

#include "http/parse/target.hpp"

namespace strata::http {

auto QueryReader::next() -> bool {
    while (!rest_.empty()) {
        std::size_t end = rest_.find('&');
        std::string_view pair = rest_.substr(0, end);
        rest_.remove_prefix(end == rest_.npos ? rest_.size() : end + 1);
        if (pair.empty()) continue;
        std::size_t equals = pair.find('=');
        name_.clear();
        value_.clear();
        bool named = percent_decode(pair.substr(0, equals), true, name_);
        bool valued = equals == pair.npos || percent_decode(pair.substr(equals + 1), true, value_);
        if (named && valued) return true;
    }
    return false;
}

}  // namespace strata::http
