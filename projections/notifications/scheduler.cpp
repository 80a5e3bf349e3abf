#include "projections/notifications/scheduler.hpp"

#include "infra/log.hpp"
#include "infra/postgres/array.hpp"
#include "projections/notifications/notifications.hpp"
#include "projections/rebuild/versions.hpp"
#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr int taken_at_once = 512;

WorkerCommand fire(const pqxx::row& row) {
    const std::string workspace = row[0].c_str();
    const std::string task = row[1].c_str();
    const std::string reminder = row[2].c_str();
    const std::string due = row[3].c_str();
    return {.key = "remind:" + task + ":" + reminder + ":" + due,
            .cause = "reminder:" + reminder,
            .body = R"({"type":"FireReminder","workspace":")" + workspace + R"(","task":")" + task +
                    R"(","reminder":")" + reminder + R"(","due":")" + due + "\"}"};
}

}  // namespace

ReminderScheduler::ReminderScheduler(postgres::Address postgres, std::string schema, std::shared_ptr<Alarm> alarm,
                                     SendCommands send, Metrics& metrics, Readiness& readiness)
    : schema_(std::move(schema)),
      send_(std::move(send)),
      sent_(metrics.counter("tasklog_reminders_sent_total", "Due reminders sent to the decider and answered")),
      refused_(metrics.counter("tasklog_reminders_refused_total", "Due reminders refused; they are tried again")),
      loop_(
          "reminders", std::move(postgres), std::move(alarm), readiness,
          [this](postgres::Session& session) { require(session, schema_); },
          [this](postgres::Session& session) { return round(session); }) {}

std::size_t ReminderScheduler::round(postgres::Session& session) {
    pqxx::work transaction(session.connection());
    const auto rows = passed_over_.take(taken_at_once, [&](const std::vector<std::string>& args) {
        return session.run_in(transaction, schema_, sql::due_reminders::take, args);
    });
    if (rows.empty()) return 0;
    std::vector<WorkerCommand> commands;
    for (const auto& row : rows) commands.push_back(fire(row));
    const std::vector<SendOutcome> sent = send_(commands);
    postgres::ArrayText workspaces, tasks, reminders, errors, refusals;
    std::size_t away = 0;
    for (std::size_t i = 0; i < sent.size(); ++i) {
        const auto row = rows[static_cast<pqxx::result::size_type>(i)];
        workspaces.add_plain(row[0].c_str());
        tasks.add_plain(row[1].c_str());
        reminders.add_plain(row[2].c_str());
        refusals.add_plain(sent[i].what == SendOutcome::What::refused ? "1" : "0");
        if (sent[i].what == SendOutcome::What::accepted) {
            sent_.Increment();
            errors.add_null();
        } else if (sent[i].what == SendOutcome::What::unavailable) {
            // It waits a second, and no try is counted: the others come first, and an outage makes nothing late.
            ++away;
            errors.add(sent[i].why);
        } else {
            refused_.Increment();
            log::warn("reminder refused",
                      {{"workspace", row[0].c_str()}, {"task", row[1].c_str()}, {"why", sent[i].why}});
            errors.add(sent[i].why);
        }
    }
    session.run_in(transaction, schema_, sql::due_reminders::answer,
                   {workspaces.text(), tasks.text(), reminders.text(), errors.text(), refusals.text()});
    transaction.commit();
    if (away == sent.size()) throw postgres::Unavailable(sent.front().why);
    return sent.size();
}

}  // namespace tasklog::projections
