#pragma once
#include <chrono>
#include <functional>
#include <map>
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

/// Reads these spans, the partitions in any order to one another, each in its own. `on_record` says false to end it
/// early. `on_pause` is called when nothing more has arrived yet.
void read(
    Consumer& consumer, const std::string& topic, const std::map<int, Span>& spans,
    const std::function<bool(const Record&)>& on_record, const std::function<void()>& on_pause = [] {});

}  // namespace tasklog::kafka
