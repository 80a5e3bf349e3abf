#include "projections/runner.hpp"

#include "infra/log.hpp"
#include "infra/thread_name.hpp"
#include "projections/versions.hpp"

namespace tasklog::projections {
namespace {

constexpr std::chrono::seconds between_looks{2};       ///< at the log, where nothing is to be applied
constexpr std::chrono::milliseconds unconcerned{250};  ///< how far behind a checkpoint may be of what changes no row
constexpr int busy_gathers = 4;  ///< a batch within so many times the gathering after the last one: there is much to do

}  // namespace

Runner::Runner(RunnerConfig config, Projection projection, Metrics& metrics, Readiness& readiness)
    : config_(std::move(config)),
      projection_(std::move(projection)),
      metrics_(metrics),
      readiness_(readiness),
      commits_(
          metrics.counter("tasklog_projection_commits_total", "Commits applied", {{"schema", projection_.schema}})),
      fenced_(metrics.counter("tasklog_projection_fenced_total",
                              "Batches refused because another worker had applied them",
                              {{"schema", projection_.schema}})),
      batch_seconds_(metrics.histogram("tasklog_projection_batch_seconds", "Applying one batch",
                                       {{"schema", projection_.schema}})),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Runner::run(const std::stop_token& stop) {
    name_this_thread(projection_.schema);
    if (!make_live(stop)) return;
    kafka::Config config = config_.kafka;
    config.settings["auto.offset.reset"] = "error";  // a place that is not there any more is another log's
    kafka::Consumer consumer(config, config_.group, config_.session_timeout);
    consumer.subscribe(config_.topic, {.on_assign = [this](int partition) -> std::optional<std::int64_t> {
                                           partitions_[partition] = {
                                               std::nullopt,
                                               &metrics_.gauge("tasklog_projection_lag", "Records not yet applied",
                                                               {{"schema", projection_.schema},
                                                                {"partition", std::to_string(partition)}})};
                                           return std::nullopt;
                                       },
                                       .on_revoke = [this](int partition) { partitions_.erase(partition); }});
    follow(consumer, stop);
}

/// False: it was stopped before there was something to follow with.
bool Runner::make_live(const std::stop_token& stop) {
    struct Stopping {};
    const auto look = [&](const FillProgress& progress) {
        if (stop.stop_requested()) throw Stopping();
        if (progress.records_in_all > 0)
            readiness_.waiting(projection_.schema, "filling it from the log: " + std::to_string(progress.records) +
                                                       " of " + std::to_string(progress.records_in_all) + " records");
    };
    while (!stop.stop_requested()) {
        try {
            const Log log{config_.kafka, config_.topic};
            ensure_live(log, config_.postgres, projection_, {.parallel = config_.rebuild_parallel, .progress = look});
            readiness_.ready(projection_.schema);
            return true;
        } catch (const Stopping&) {
            return false;
        } catch (const std::exception& error) {
            readiness_.waiting(projection_.schema, error.what());
            if (!postgres::is_connection_error(error))
                log::warn("a read model cannot be filled yet", {{"schema", projection_.schema}, {"why", error.what()}});
            wait(stop, std::chrono::milliseconds(500));
        }
    }
    return false;
}

void Runner::follow(kafka::Consumer& consumer, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            step(consumer);
        } catch (const AnotherLog& error) {
            wait_for_log(consumer, error);
        } catch (const std::exception& error) {
            // Postgres went away, or something nobody expected: nothing is applied but whole batches, so begin again
            // from what the checkpoints say.
            if (!postgres::is_connection_error(error))
                log::error("projection failed", {{"schema", projection_.schema}, {"why", error.what()}});
            readiness_.waiting("postgres", error.what());
            session_.reset();
            begin_again(consumer);
            for (int i = 0; i < 5 && !stop.stop_requested(); ++i) consumer.poll(std::chrono::milliseconds(100));
        }
    }
}

void Runner::step(kafka::Consumer& consumer) {
    if (!session_) {
        session_ = std::make_unique<postgres::Session>(config_.postgres);
        create(*session_, projection_);
        readiness_.ready("postgres");
    }
    start_partitions(consumer);
    const Batch batch = collect(consumer);
    if (!is_same_log(consumer, !batch.empty())) return;
    if (!newer_.empty()) wait_for_newer(consumer);
    if (batch.empty()) return;
    const auto begin = std::chrono::steady_clock::now();
    if (apply_batch(*session_, projection_, batch)) {
        applied(batch, consumer);
    } else {
        fenced_.Increment();
        log::warn("fenced: another worker has applied this batch", {{"schema", projection_.schema}});
        begin_again(consumer);
    }
    batch_seconds_.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

/// What stands before the event that this program does not know is applied; then it is looked at again, lest it be
/// passed over.
void Runner::wait_for_newer(kafka::Consumer& consumer) {
    if (newer_ != newer_told_) log::error("projection stopped", {{"schema", projection_.schema}, {"why", newer_}});
    newer_told_ = newer_;
    readiness_.waiting(projection_.schema, newer_);
    newer_.clear();
    begin_again(consumer);
    for (int i = 0; i < 5; ++i) consumer.poll(std::chrono::milliseconds(100));
}

/// False: Kafka does not answer. Throws AnotherLog.
bool Runner::look(std::map<int, Checkpoint>& checkpoints) {
    try {
        look_at_log({config_.kafka, config_.topic}, *session_, projection_.schema, checkpoints);
    } catch (const kafka::Error& error) {
        log::debug("the log cannot be looked at", {{"schema", projection_.schema}, {"why", error.what()}});
        return false;
    }
    interrupted_ = false;
    if (std::exchange(another_log_, "").empty()) return true;
    log::info("projection goes on", {{"schema", projection_.schema}});
    readiness_.ready(projection_.schema);
    return true;
}

/// While a broker was away another log may have been put in the place of this one: what was read since is not to be
/// applied then.
bool Runner::is_same_log(kafka::Consumer& consumer, bool has_read) {
    interrupted_ = consumer.was_interrupted() || interrupted_;
    // While a broker is away the client says so again and again.
    const auto now = std::chrono::steady_clock::now();
    if (!interrupted_ || (!has_read && now - last_look_ < between_looks)) return true;
    last_look_ = now;
    std::map<int, Checkpoint> checkpoints;
    for (const auto& [partition, state] : partitions_)
        if (state.at) checkpoints[partition] = *state.at;
    if (look(checkpoints)) return true;
    newer_.clear();
    begin_again(consumer);
    return false;
}

/// Until a person has put the right log back, or has filled the read model from this one.
void Runner::wait_for_log(kafka::Consumer& consumer, const AnotherLog& error) {
    const std::string why = error.what();
    if (std::exchange(another_log_, why) != why)
        log::error("projection stopped", {{"schema", projection_.schema}, {"why", why}});
    readiness_.waiting(projection_.schema, why);
    newer_.clear();
    begin_again(consumer);
    for (int i = 0; i < 10; ++i) consumer.poll(std::chrono::milliseconds(100));
}

void Runner::start_partitions(kafka::Consumer& consumer) {
    std::map<int, Checkpoint> checkpoints;
    for (auto& [partition, state] : partitions_)
        if (!state.at) checkpoints[partition] = read_checkpoint(*session_, projection_.schema, partition);
    if (checkpoints.empty() || !look(checkpoints)) return;
    for (const auto& [partition, checkpoint] : checkpoints)
        if (consumer.start(partition, checkpoint.next_offset)) partitions_.at(partition).at = checkpoint;
}

/// How long the next record may take to come for the batch that has begun to be applied with it. `concerned`: there is
/// something in it that changes rows.
std::chrono::milliseconds Runner::patience(bool concerned) const {
    using std::chrono::milliseconds;
    const bool busy = batch_begun_ - last_applied_ < busy_gathers * config_.gather;
    const auto longest = !concerned ? unconcerned : busy ? config_.gather : milliseconds(0);
    const auto left = batch_begun_ + longest - std::chrono::steady_clock::now();
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(left));
}

Batch Runner::collect(kafka::Consumer& consumer) {
    Batch batch;
    bool concerned = !projection_.concerns;
    while (batch.records() < config_.max_records && batch.bytes() < config_.max_bytes) {
        const auto record = consumer.poll(batch.empty() ? std::chrono::milliseconds(200) : patience(concerned));
        if (!record) break;
        const auto at = partitions_.find(record->partition());
        // What was fetched before a partition was given away or started anew is not ours to apply.
        if (at == partitions_.end() || !at->second.at) continue;
        const auto span = batch.spans().find(record->partition());
        const std::int64_t next =
            span == batch.spans().end() ? at->second.at->next_offset : span->second.after.next_offset;
        if (record->offset() < next) continue;
        if (batch.empty()) batch_begun_ = std::chrono::steady_clock::now();
        try {
            batch.add(record->partition(), log_record(*record), *at->second.at);
        } catch (const NewerEvent& error) {
            newer_ = error.what();
            break;
        }
        if (!concerned && !batch.commits().empty()) concerned = projection_.concerns(batch.commits().back().commit);
        concerned = concerned || !batch.undecodable().empty();
    }
    return batch;
}

void Runner::applied(const Batch& batch, const kafka::Consumer& consumer) {
    last_applied_ = std::chrono::steady_clock::now();
    commits_.Increment(static_cast<double>(batch.commits().size()));
    if (!batch.commits().empty()) config_.alarm->ring();
    for (const auto& [partition, span] : batch.spans()) {
        const auto at = partitions_.find(partition);
        if (at == partitions_.end()) continue;
        at->second.at = span.after;
        if (const auto end = consumer.known_end_offset(partition))
            at->second.lag->Set(static_cast<double>(std::max<std::int64_t>(0, *end - span.after.next_offset)));
    }
}

void Runner::begin_again(kafka::Consumer& consumer) {
    for (auto& [partition, state] : partitions_) {
        consumer.pause(partition);
        state.at.reset();
    }
}

}  // namespace tasklog::projections
