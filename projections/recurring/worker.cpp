#include "projections/recurring/worker.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "infra/log.hpp"
#include "projections/recurring/recurring.hpp"

namespace tasklog::projections {
namespace {

constexpr std::chrono::milliseconds pause{100};         ///< between two looks, when there was nothing to do
constexpr std::chrono::milliseconds pause_away{1'000};  ///< when Postgres or the command service is away

/// False if it was told to stop meanwhile.
bool wait(const std::stop_token& stop, std::chrono::milliseconds time) {
    std::mutex mutex;
    std::condition_variable_any woken;
    std::unique_lock lock(mutex);
    woken.wait_for(lock, stop, time, [] { return false; });
    return !stop.stop_requested();
}

struct Unavailable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

}  // namespace

RecurringWorker::RecurringWorker(std::string postgres, std::string schema, SendCommand send, Metrics& metrics,
                                 Readiness& readiness)
    : postgres_(std::move(postgres)),
      schema_(std::move(schema)),
      send_(std::move(send)),
      readiness_(readiness),
      created_(metrics.counter("tasklog_recurring_sent_total", "Next occurrences asked for and answered")),
      refused_(metrics.counter("tasklog_recurring_refused_total", "Next occurrences refused; they are tried again")),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void RecurringWorker::run(const std::stop_token& stop) {
    bool go_on = true;
    while (go_on) {
        try {
            if (!session_) {
                session_ = std::make_unique<postgres::Session>(postgres_);
                recurring_projection(schema_).create(*session_);
            }
            const std::size_t sent = round();
            readiness_.ready("recurring");
            go_on = sent > 0 ? !stop.stop_requested() : wait(stop, pause);
        } catch (const Unavailable& error) {
            // The command service is away: what waits stays where it is.
            log::debug("recurring worker waits", {{"why", error.what()}});
            go_on = wait(stop, pause_away);
        } catch (const std::exception& error) {
            if (!postgres::is_connection_error(error)) log::error("recurring worker", {{"why", error.what()}});
            readiness_.waiting("recurring", error.what());
            session_.reset();
            go_on = wait(stop, pause_away);
        }
    }
}

std::size_t RecurringWorker::round() {
    const auto rows = [&] {
        pqxx::nontransaction read(session_->connection());
        return session_->run(read, "SELECT workspace_id, task_id, cause FROM " + schema_ +
                                       ".pending WHERE next_try <= now() ORDER BY next_try LIMIT 100");
    }();
    for (const auto& row : rows) {
        const auto workspace = row[0].as<std::string>();
        const auto task = row[1].as<std::string>();
        const Sent sent = send_(
            {.key = "recur:" + task,
             .cause = "completed:" + row[2].as<std::string>(),
             .body = R"({"type":"CreateNextOccurrence","workspace":")" + workspace + R"(","task":")" + task + "\"}"});
        if (sent.what == Sent::What::unavailable) throw Unavailable(sent.why);
        pqxx::nontransaction write(session_->connection());
        if (sent.what == Sent::What::accepted) {
            created_.Increment();
            session_->run(write,
                          "DELETE FROM " + schema_ +
                              ".pending WHERE workspace_id = $1::uuid AND task_id = $2::uuid AND cause = $3::uuid",
                          {workspace, task, row[2].as<std::string>()});
        } else {
            refused_.Increment();
            log::warn("next occurrence refused", {{"workspace", workspace}, {"task", task}, {"why", sent.why}});
            session_->run(write,
                          "UPDATE " + schema_ +
                              ".pending SET tries = tries + 1, error = $3, next_try = now() + interval '1 second' * "
                              "least(3600, power(2, least(tries, 12))) "
                              "WHERE workspace_id = $1::uuid AND task_id = $2::uuid",
                          {workspace, task, sent.why});
        }
    }
    return rows.size();
}

}  // namespace tasklog::projections
