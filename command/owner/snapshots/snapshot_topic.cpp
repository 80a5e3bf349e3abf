#include "command/owner/snapshots/snapshot_topic.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

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

/// Reads the snapshots from there to their end, and returns that.
std::int64_t read_to_end(const kafka::Config& config, const std::string& topic, int partition, std::int64_t from,
                         const std::atomic<bool>& stop, const std::function<void(const kafka::Record&)>& on_record) {
    kafka::Consumer consumer(config, "");
    const std::int64_t end = consumer.end_offset(topic, partition, wait);
    kafka::read(
        consumer, topic, {{partition, {from, end}}},
        [&](const kafka::Record& record) {
            on_record(record);
            return !stop;
        },
        [&] {
            if (stop) throw kafka::Error("stopped");
        });
    return end;
}

PartitionSnapshot read_snapshots(const kafka::Config& config, const PartitionTopics& topics, int partition,
                                 const std::atomic<bool>& stop) {
    SnapshotReading reading(topics.scratch);
    const std::int64_t end =
        read_to_end(config, topics.snapshots, partition, 0, stop, [&](const kafka::Record& record) {
            reading.add(record.key(), record.value(), claim_of(record), record.offset());
        });
    return reading.finish(end);
}

}  // namespace

KnownState read_known_state(const kafka::Config& config, const PartitionTopics& topics, int partition,
                            const std::vector<LogMark>& known, const std::atomic<bool>& stop) {
    KnownState out;
    if (!topics.snapshots.empty()) try {
            out.restored = read_snapshots(config, topics, partition, stop);
        } catch (const std::system_error&) {  // the whole log would find no room, either
            throw;
        } catch (const std::exception& error) {
            if (stop) throw;
            out.restored = {.topic_end = -1, .ignored = error.what()};
        }
    const LogPlace& place = out.restored.checkpoint.place;
    std::vector<LogMark> all = known;
    all.insert(all.end(), {place.first, place.last, out.restored.newest});
    const LogSight sight = look_at_log(config, topics.events, partition, all);
    if (const auto why = why_another_log(known, sight); !why.empty()) {
        out.why_another_log = another_log(topics.events, partition, "its owner has written", why);
    } else if (const auto of_snapshots =
                   why_another_log(std::array{place.first, place.last, out.restored.newest}, sight);
               !of_snapshots.empty()) {
        out.why_another_log = another_log(topics.events, partition, "its snapshots were made from", of_snapshots);
    }
    return out;
}

LogSight look_at_log(const kafka::Config& config, const std::string& topic, int partition,
                     const std::vector<LogMark>& known) {
    std::set<std::int64_t> offsets;
    for (const LogMark& mark : known)
        if (mark.known()) offsets.insert(mark.offset);
    return sight_of(kafka::glance(config, topic, {{partition, std::move(offsets)}}).at(partition));
}

std::int64_t snapshots_end(const kafka::Config& config, const std::string& topic, int partition) {
    kafka::Consumer consumer(config, "");
    return consumer.end_offset(topic, partition, wait);
}

LateSnapshots read_late_snapshots(const kafka::Config& config, const std::string& topic, int partition,
                                  std::int64_t from, const std::atomic<bool>& stop) {
    LateSnapshots out;
    out.topic_end = read_to_end(config, topic, partition, std::max<std::int64_t>(0, from), stop,
                                [&](const kafka::Record& record) { out.add(record.key(), record.value()); });
    return out;
}

}  // namespace tasklog::command
