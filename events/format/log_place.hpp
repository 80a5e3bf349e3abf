#pragma once
#include <cstdint>
#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>

#include "events/format/claim_filter.hpp"
#include "events/format/log_record.hpp"

/// By what a reader of a partition knows the log again: a topic may be made anew, cut off, or restored from a copy.
namespace tasklog {

/// A record that a reader has seen in the log: who finds another in its place reads another log.
struct LogMark {
    std::int64_t offset = -1;  ///< -1: none seen yet
    std::uint64_t fingerprint = 0;
    bool known() const { return offset >= 0; }
    bool operator==(const LogMark&) const = default;
};

/// Of a record's key and value: a claim's key and a commit's id occur once in all logs. It is stored, and never
/// changes.
std::uint64_t fingerprint(std::string_view key, std::string_view value);

/// How far a reader has come in a partition.
struct LogPlace {
    std::int64_t next_offset = 0;
    ClaimFilter filter{};
    LogMark first{};  ///< the partition's first record
    LogMark last{};   ///< the last record before `next_offset`

    /// Goes past the next record. True for a commit that counts.
    bool take(const LogRecord& record);
    /// Whether both have read the same records of one log.
    bool is_at(const LogPlace& other) const {
        return next_offset == other.next_offset && filter.claim == other.filter.claim && filter.seq == other.filter.seq;
    }
};

/// What there is of a partition now.
struct LogSight {
    std::int64_t begin = 0;
    std::int64_t end = 0;                          ///< the offset that the next record will get
    std::map<std::int64_t, std::uint64_t> seen{};  ///< fingerprints at the offsets that were looked at
};

/// The offsets at which this log is to be looked at, if the reader is to go on there.
std::set<std::int64_t> offsets_to_look_at(const LogPlace& place);

/// A partition as it was looked at there. `Glance`: its begin, its end, and those records that there are.
template <class Glance>
LogSight sight_of(const Glance& glance) {
    LogSight out{.begin = glance.begin, .end = glance.end};
    for (const auto& [offset, record] : glance.records) out.seen[offset] = fingerprint(record.key, record.value);
    return out;
}

/// What makes it another log than the one in which these were seen, in words that go on after "it": "was made anew".
/// Empty if it may be the same.
std::string why_another_log(std::span<const LogMark> known, const LogSight& sight);
/// Than the one that was read up to this place, whether that has marks or not.
std::string why_another_log(const LogPlace& place, const LogSight& sight);

/// The one sentence that says what is wrong and what to do. `known_by`: words that go on after "the log that", such as
/// "its snapshots were made from".
std::string another_log(const std::string& topic, int partition, const std::string& known_by, const std::string& why);

}  // namespace tasklog
