#include "events/format/log_record.hpp"

#include <xxhash.h>

#include <algorithm>
#include <charconv>

namespace tasklog {
namespace {

template <class Number>
bool parse(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::uint64_t attempt_of(std::string_view key) {
    return std::max<std::uint64_t>(1, XXH3_64bits(key.data(), key.size()));
}

bool counts(ClaimFilter& filter, const LogRecord& record) {
    if (record.kind == "claim") {
        filter.on_claim(record.offset, attempt_of(record.key));
        return false;
    }
    std::int64_t claim = 0;
    std::uint64_t seq = 0;
    std::uint64_t attempt = 0;
    if (record.kind != "commit" || !parse(record.claim, claim) || !parse(record.seq, seq)) return false;
    if (!record.attempt.empty() && !parse(record.attempt, attempt)) return false;
    return filter.on_commit(claim, seq, attempt);
}

}  // namespace tasklog
