#include "events/format/log_place.hpp"

#include <xxhash.h>

#include <array>

namespace tasklog {
namespace {

std::string ends_before(std::int64_t seen, const LogSight& sight) {
    return "ends at offset " + std::to_string(sight.end) + ", and " + std::to_string(seen) + " was there before";
}

}  // namespace

std::uint64_t fingerprint(std::string_view key, std::string_view value) {
    return XXH3_64bits_withSeed(value.data(), value.size(), XXH3_64bits(key.data(), key.size()));
}

bool LogPlace::take(const LogRecord& record) {
    last = {record.offset, fingerprint(record.key, record.value)};
    if (record.offset == 0) first = last;
    next_offset = record.offset + 1;
    return counts(filter, record);
}

std::set<std::int64_t> offsets_to_look_at(const LogPlace& place) {
    std::set<std::int64_t> out{0};
    for (const std::int64_t offset : {place.next_offset - 1, place.filter.claim, place.first.offset, place.last.offset})
        if (offset >= 0) out.insert(offset);
    return out;
}

std::string why_another_log(std::span<const LogMark> known, const LogSight& sight) {
    if (sight.begin > 0)
        return "begins at offset " + std::to_string(sight.begin) + ", and what stood before that is gone";
    for (const LogMark& mark : known) {
        if (!mark.known()) continue;
        if (mark.offset >= sight.end) return ends_before(mark.offset, sight);
        const auto at = sight.seen.find(mark.offset);
        if (at == sight.seen.end() || at->second == mark.fingerprint) continue;
        return mark.offset == 0 ? "was made anew"
                                : "has another record at offset " + std::to_string(mark.offset) + " than before";
    }
    return {};
}

std::string why_another_log(const LogPlace& place, const LogSight& sight) {
    const std::string why = why_another_log(std::array{place.first, place.last}, sight);
    return why.empty() && place.next_offset > sight.end ? ends_before(place.next_offset - 1, sight) : why;
}

std::string another_log(const std::string& topic, int partition, const std::string& known_by, const std::string& why) {
    return "partition " + std::to_string(partition) + " of " + topic + " is not the log that " + known_by + " (it " +
           why +
           "): put the right log back, or accept this one with `tasklog log accept` (docs/operations.md, "
           "\"Another log\")";
}

}  // namespace tasklog
