#pragma once
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "events/value/time.hpp"
#include "infra/kafka/reading.hpp"

namespace tasklog::app {

/// A place in the log as a person says it: a moment (2026-11-25T12:00:00Z), an offset of every partition (5000), or
/// positions as commands answer them (3:1042), one for each partition that is meant.
struct Place {
    std::optional<Instant> at{};
    std::optional<std::int64_t> offset{};
    std::map<int, std::int64_t> positions{};

    bool given() const { return at || offset || !positions.empty(); }
    /// The offset meant in this partition; none: nothing is said of it.
    std::optional<std::int64_t> in(int partition) const;
};

/// Throws UsageError.
Place parse_place(const std::string& option, const std::vector<std::string>& words);

/// The spans that are not before `from` nor after `until`, as far as offsets tell.
std::map<int, kafka::Span> narrowed(std::map<int, kafka::Span> spans, const Place& from, const Place& until);

}  // namespace tasklog::app
