#include "projections/integration/publisher.hpp"

#include <vector>

#include "infra/log.hpp"
#include "infra/postgres/array.hpp"
#include "projections/rebuild/versions.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr const char* published_at_once = "500";

/// The partitions that have messages, by one look into the index for each.
std::vector<int> partitions_of(postgres::Session& session, const std::string& outbox) {
    pqxx::nontransaction read(session.connection());
    std::vector<int> out;
    for (int after = -1;;) {
        const auto row = session.run_in(read, outbox, sql::messages::next_partition, {std::to_string(after)})[0][0];
        if (row.is_null()) return out;
        out.push_back(after = row.as<int>());
    }
}

}  // namespace

Publisher::Publisher(postgres::Address postgres, std::string schema, std::string outbox, std::shared_ptr<Alarm> alarm,
                     Publish publish, Metrics& metrics, Readiness& readiness)
    : schema_(std::move(schema)),
      outbox_(std::move(outbox)),
      publish_(std::move(publish)),
      published_(metrics.counter("tasklog_integration_published_total", "Integration events published")),
      failed_(metrics.counter("tasklog_integration_failed_total", "Tries to publish some that failed")),
      loop_(
          "publisher", std::move(postgres), std::move(alarm), readiness,
          [this](postgres::Session& session) { require(session, schema_); },
          [this](postgres::Session& session) { return round(session); }) {}

std::size_t Publisher::round(postgres::Session& session) {
    std::size_t done = 0;
    for (const int partition : partitions_of(session, outbox_)) done += publish(session, partition);
    return done;
}

std::size_t Publisher::publish(postgres::Session& session, int partition) {
    pqxx::work transaction(session.connection());
    // One at a time for a partition, or two could change the order.
    if (!session.run_in(transaction, outbox_, sql::messages::take_turn, {outbox_, std::to_string(partition)})[0][0]
             .as<bool>())
        return 0;
    const auto rows =
        session.run_in(transaction, outbox_, sql::messages::take, {std::to_string(partition), published_at_once});
    if (rows.empty()) return 0;
    std::vector<Publication> publications;
    for (const auto& row : rows)
        publications.push_back(
            {.topic = row[3].as<std::string>(), .key = row[0].as<std::string>(), .body = row[4].as<std::string>()});
    const std::string why = publish_(publications);
    postgres::ArrayText workspaces, offsets, numbers, topics;
    std::size_t taken = 0;
    for (const auto& row : rows) {
        if (!publications[row.rownumber()].taken) continue;
        ++taken;
        workspaces.add_plain(row[0].c_str());
        offsets.add_plain(row[1].c_str());
        numbers.add_plain(row[2].c_str());
        topics.add_plain(row[3].c_str());
    }
    session.run_in(transaction, outbox_, embedded::take_messages_sql,
                   {workspaces.text(), offsets.text(), numbers.text(), topics.text()});
    transaction.commit();
    published_.Increment(static_cast<double>(taken));
    if (!why.empty()) {
        failed_.Increment();
        log::warn("integration events wait: they can't be published now", {{"partition", partition}, {"why", why}});
        throw postgres::Unavailable(why);
    }
    return taken;
}

}  // namespace tasklog::projections
