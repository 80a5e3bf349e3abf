#pragma once
#include <chrono>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "infra/kafka/consumer.hpp"

namespace tasklog::kafka {

/// A part of one partition: from the first offset up to, not including, the second.
struct Span {
    std::int64_t from = 0;
    std::int64_t until = 0;
    bool empty() const { return from >= until; }
};

/// The whole of each partition as it is now. Throws Error if there is no such topic, or no broker answers in time.
std::map<int, Span> whole(const Config& config, const std::string& topic);

/// What a partition has at some offsets.
struct Glance {
    struct Content {
        std::string key;
        std::string value;
    };
    std::int64_t begin = 0;                     ///< the offset of its first record
    std::int64_t end = 0;                       ///< the offset that the next record will get
    std::map<std::int64_t, Content> records{};  ///< at those of the offsets where there are any
};

/// Of each partition these offsets. Throws Error if no broker answers in time.
std::map<int, Glance> glance(const Config& config, const std::string& topic,
                             const std::map<int, std::set<std::int64_t>>& offsets);

/// Reads these spans, the partitions in any order to one another, each in its own. `on_record` says false to end it
/// early. `on_pause` is called when nothing more has arrived yet.
void read(
    Consumer& consumer, const std::string& topic, const std::map<int, Span>& spans,
    const std::function<bool(const Record&)>& on_record, const std::function<void()>& on_pause = [] {});

}  // namespace tasklog::kafka
