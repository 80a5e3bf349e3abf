#include "projections/rebuild.hpp"

#include <future>

#include "infra/kafka/admin.hpp"
#include "infra/kafka/consumer.hpp"
#include "projections/batch.hpp"
#include "projections/runner.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_records = 10'000;
constexpr std::chrono::milliseconds wait{10'000};

/// Fills from some of the partitions, on the thread that calls it.
std::size_t fill(const kafka::Config& kafka, const std::string& topic, const std::string& postgres,
                 const Projection& projection, const std::vector<int>& partitions) {
    postgres::Session session(postgres);
    kafka::Consumer consumer(kafka, "");
    std::map<int, Checkpoint> at;
    std::map<int, std::int64_t> ends;
    std::map<int, std::int64_t> from;
    for (const int p : partitions) {
        at[p] = read_checkpoint(session, projection.schema, p);
        ends[p] = consumer.end_offset(topic, p, wait);
        if (at[p].next_offset < ends[p]) from[p] = at[p].next_offset;
    }
    if (!from.empty()) consumer.assign(topic, from);
    std::size_t commits = 0;
    while (!from.empty()) {
        Batch batch;
        while (batch.records() < max_records) {
            const auto record = consumer.poll(std::chrono::milliseconds(batch.empty() ? 1000 : 20));
            if (!record) break;
            if (record->offset() < ends[record->partition()])
                batch.add(record->partition(), log_record(*record), at[record->partition()]);
        }
        if (batch.empty()) continue;
        if (!apply_batch(session, projection, batch))
            throw kafka::Error("another worker fills " + projection.schema + " too");
        commits += batch.commits().size();
        for (const auto& [partition, span] : batch.spans()) {
            at[partition] = span.after;
            if (span.after.next_offset >= ends[partition]) from.erase(partition);
        }
    }
    return commits;
}

}  // namespace

std::size_t rebuild(const kafka::Config& kafka, const std::string& topic, const std::string& postgres,
                    const Projection& projection, int parallel) {
    {
        postgres::Session session(postgres);
        projection.create(session);
    }
    const int partitions = kafka::partition_count(kafka, topic, wait);
    if (partitions == 0) throw kafka::Error("there is no topic " + topic);
    std::vector<std::vector<int>> shares(static_cast<std::size_t>(parallel));
    for (int p = 0; p < partitions; ++p) shares[static_cast<std::size_t>(p % parallel)].push_back(p);
    std::vector<std::future<std::size_t>> fillers;
    fillers.reserve(shares.size());
    for (const auto& share : shares)
        fillers.push_back(
            std::async(std::launch::async, [&] { return fill(kafka, topic, postgres, projection, share); }));
    std::size_t commits = 0;
    for (auto& filler : fillers) commits += filler.get();
    return commits;
}

}  // namespace tasklog::projections
