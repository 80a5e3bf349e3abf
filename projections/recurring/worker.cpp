#include "projections/recurring/worker.hpp"

#include <algorithm>

#include "infra/log.hpp"
#include "projections/rebuild/versions.hpp"
#include "projections/recurring/recurring.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr int taken_at_once = 100;

}  // namespace

RecurringWorker::RecurringWorker(postgres::Address postgres, std::string schema, std::shared_ptr<Alarm> alarm,
                                 SendCommands send, Metrics& metrics, Readiness& readiness)
    : schema_(std::move(schema)),
      send_(std::move(send)),
      created_(metrics.counter("tasklog_recurring_sent_total", "Next occurrences asked for and answered")),
      refused_(metrics.counter("tasklog_recurring_refused_total", "Next occurrences refused; they are tried again")),
      loop_(
          "recurring", std::move(postgres), std::move(alarm), readiness,
          [this](postgres::Session& session) { require(session, schema_); },
          [this](postgres::Session& session) { return round(session); }) {}

std::size_t RecurringWorker::round(postgres::Session& session) {
    const auto rows = [&] {
        pqxx::nontransaction read(session.connection());
        return passed_over_.take(taken_at_once, [&](const std::vector<std::string>& args) {
            return session.run_in(read, schema_, sql::pending::take, args);
        });
    }();
    if (rows.empty()) return 0;
    std::vector<WorkerCommand> commands;
    for (const auto& row : rows)
        // The cause belongs to it: a series that has ended, and was set again, goes on.
        commands.push_back({.key = "recur:" + row[1].as<std::string>() + ":" + row[2].as<std::string>(),
                            .cause = "completed:" + row[2].as<std::string>(),
                            .body = R"({"type":"CreateNextOccurrence","workspace":")" + row[0].as<std::string>() +
                                    R"(","task":")" + row[1].as<std::string>() + "\"}"});
    const std::vector<SendOutcome> sent = send_(commands);
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto row = rows[static_cast<pqxx::result::size_type>(i)];
        const auto workspace = row[0].as<std::string>();
        const auto task = row[1].as<std::string>();
        pqxx::nontransaction write(session.connection());
        if (sent[i].what == SendOutcome::What::accepted) {
            created_.Increment();
            session.run_in(write, schema_, sql::pending::done, {workspace, task, row[2].as<std::string>()});
            continue;
        }
        const bool refused = sent[i].what == SendOutcome::What::refused;
        if (refused) {
            refused_.Increment();
            log::warn("next occurrence refused", {{"workspace", workspace}, {"task", task}, {"why", sent[i].why}});
        }
        // What nobody answers for waits a little, too: the others come first.
        session.run_in(write, schema_, sql::pending::try_later, {workspace, task, sent[i].why, refused ? "1" : "0"});
    }
    const bool all_away = std::all_of(
        sent.begin(), sent.end(), [](const SendOutcome& each) { return each.what == SendOutcome::What::unavailable; });
    if (all_away) throw postgres::Unavailable(sent.front().why);
    return sent.size();
}

}  // namespace tasklog::projections
