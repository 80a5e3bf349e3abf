#include "command/snapshot_topic.hpp"

#include <charconv>

#include "infra/kafka/reading.hpp"

namespace tasklog::command {
namespace {

constexpr std::chrono::seconds wait{10};

std::int64_t claim_of(const kafka::Record& record) {
    const std::string_view text = record.header("claim");
    std::int64_t claim = -1;
    std::from_chars(text.data(), text.data() + text.size(), claim);
    return claim;
}

}  // namespace

Restored read_snapshots(const kafka::Config& config, const std::string& topic, int partition,
                        const std::atomic<bool>& stop) {
    kafka::Consumer consumer(config, "");
    const std::int64_t end = consumer.end_offset(topic, partition, wait);
    SnapshotReading reading;
    kafka::read(
        consumer, topic, {{partition, {0, end}}},
        [&](const kafka::Record& record) {
            reading.add(record.key(), record.value(), claim_of(record), record.offset());
            return !stop;
        },
        [&] {
            if (stop) throw kafka::Error("stopped");
        });
    return reading.finish(end);
}

}  // namespace tasklog::command
