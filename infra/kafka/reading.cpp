#include "infra/kafka/reading.hpp"

#include <tuple>

#include "infra/kafka/admin.hpp"

namespace tasklog::kafka {
namespace {

constexpr std::chrono::seconds wait{30};
constexpr std::chrono::seconds glance_wait{5};
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

std::map<int, Glance> glance(const Config& config, const std::string& topic,
                             const std::map<int, std::set<std::int64_t>>& offsets) {
    // One record each is wanted, not what follows.
    Config one = config;
    one.settings["fetch.message.max.bytes"] = "1024";
    one.settings["queued.max.messages.kbytes"] = "16";
    Consumer consumer(one, "");
    std::map<int, Glance> out;
    auto wanted = offsets;
    for (auto& [partition, left] : wanted) {
        Glance& each = out[partition];
        std::tie(each.begin, each.end) = consumer.ends(topic, partition, glance_wait);
        std::erase_if(left, [&](std::int64_t offset) { return offset < each.begin || offset >= each.end; });
    }
    while (std::erase_if(wanted, [](const auto& each) { return each.second.empty(); }), !wanted.empty()) {
        std::map<int, std::int64_t> open;
        for (auto& [partition, left] : wanted) open[partition] = left.extract(left.begin()).value();
        consumer.assign(topic, open);
        const auto latest = std::chrono::steady_clock::now() + glance_wait;
        while (!open.empty()) {
            if (const auto record = consumer.poll(poll_wait)) {
                const auto at = open.find(record->partition());
                if (at == open.end() || record->offset() != at->second) continue;
                out[at->first].records[at->second] = {std::string(record->key()), std::string(record->value())};
                open.erase(at);
            }
            if (std::chrono::steady_clock::now() > latest)
                throw Error("cannot read " + topic + " at " + std::to_string(open.begin()->first) + ":" +
                            std::to_string(open.begin()->second));
        }
    }
    return out;
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
