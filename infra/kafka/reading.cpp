#include "infra/kafka/reading.hpp"

#include "infra/kafka/admin.hpp"

namespace tasklog::kafka {
namespace {

constexpr std::chrono::seconds wait{30};
constexpr std::chrono::milliseconds poll_wait{50};
constexpr std::size_t records_a_poll = 1'000;

}  // namespace

std::map<int, Span> whole(const Config& config, const std::string& topic) {
    const int partitions = partition_count(config, topic, wait);
    if (partitions == 0) throw Error("there is no topic " + topic + ": create it first");
    Consumer consumer(config, "");
    std::map<int, Span> spans;
    for (int p = 0; p < partitions; ++p) spans[p] = {0, consumer.end_offset(topic, p, wait)};
    return spans;
}

void read(Consumer& consumer, const std::string& topic, const std::map<int, Span>& spans,
          const std::function<bool(const Record&)>& on_record, const std::function<void()>& on_pause) {
    std::map<int, std::int64_t> open;
    for (const auto& [partition, span] : spans)
        if (!span.empty()) open[partition] = span.from;
    if (open.empty()) return;
    consumer.assign(topic, open);
    bool idle = false;
    while (!open.empty()) {
        const auto records = consumer.poll_many(records_a_poll, idle ? poll_wait : std::chrono::milliseconds(0));
        idle = records.empty();
        if (idle) on_pause();
        for (const Record& record : records) {
            const std::int64_t until = spans.at(record.partition()).until;
            if (record.offset() < until && !on_record(record)) return;
            if (record.offset() + 1 >= until) open.erase(record.partition());
        }
    }
}

}  // namespace tasklog::kafka
