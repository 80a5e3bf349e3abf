#include "events/log_record.hpp"

#include <charconv>

namespace tasklog {
namespace {

template <class Number>
bool parse(std::string_view text, Number& out) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

bool counts(ClaimFilter& filter, const LogRecord& record) {
    if (record.kind == "claim") {
        filter.on_claim(record.offset);
        return false;
    }
    std::int64_t claim = 0;
    std::uint64_t seq = 0;
    if (record.kind != "commit" || !parse(record.claim, claim) || !parse(record.seq, seq)) return false;
    return filter.on_commit(claim, seq);
}

}  // namespace tasklog
