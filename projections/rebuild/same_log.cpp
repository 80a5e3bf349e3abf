#include "projections/rebuild/same_log.hpp"

#include "infra/kafka/reading.hpp"

namespace tasklog::projections {

void look_at_log(const Log& log, postgres::Session& session, const std::string& schema,
                 std::map<int, Checkpoint>& checkpoints) {
    std::map<int, std::set<std::int64_t>> offsets;
    for (const auto& [partition, at] : checkpoints) offsets[partition] = offsets_to_look_at(at);
    const auto glances = kafka::glance(log.kafka, log.topic, offsets);
    for (auto& [partition, at] : checkpoints) {
        const kafka::Glance& glance = glances.at(partition);
        const LogSight sight = sight_of(glance);
        if (const auto why = why_another_log(at, sight); !why.empty())
            throw AnotherLog(another_log(log.topic, partition, "the read model " + schema + " was filled from", why));
        if (const auto claim = glance.records.find(at.filter.claim); claim != glance.records.end())
            at.filter.attempt = attempt_of(claim->second.key);
        if (at.first.known() || at.next_offset == 0) continue;
        at.first = {0, sight.seen.at(0)};
        at.last = {at.next_offset - 1, sight.seen.at(at.next_offset - 1)};
        write_marks(session, schema, partition, at);
    }
}

}  // namespace tasklog::projections
