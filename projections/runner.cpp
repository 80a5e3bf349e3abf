#include "projections/runner.hpp"

#include "infra/log.hpp"
#include "infra/loop/thread_name.hpp"
#include "projections/rebuild/versions.hpp"

namespace tasklog::projections {
namespace {

constexpr std::chrono::seconds between_looks{2};       ///< at the log, where nothing is to be applied
constexpr std::chrono::milliseconds unconcerned{250};  ///< how far behind a checkpoint may be of what changes no row
constexpr std::chrono::milliseconds before_next_try{500};
constexpr std::chrono::milliseconds before_next_question{20};  ///< how many partitions there are
constexpr std::chrono::milliseconds before_next_look{1'000};   ///< at a log that is not the right one
constexpr int remembered = 8;                                  ///< pauses between batches that their mean is of, about
constexpr std::chrono::milliseconds idle{
    5};                           ///< a pause as long as that, in the mean, is of a worker with little to do
constexpr int longest_pause = 4;  ///< that counts, in these: much to do may come suddenly

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
      applier_(projection_),
      leases_(projection_.schema, config_.worker, config_.silence),
      intake_(config_.kafka, config_.topic, config_.feed),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Runner::run(const std::stop_token& stop) {
    name_this_thread(projection_.schema);
    if (!make_live(stop)) return;
    while (!stop.stop_requested()) {
        try {
            step(stop);
        } catch (const AnotherLog& error) {
            wait_for_log(stop, error);
        } catch (const std::exception& error) {
            // Postgres went away, or something nobody expected: nothing is applied but whole batches, so begin again
            // from what the checkpoints say.
            if (!postgres::is_connection_error(error))
                log::error("projection failed", {{"schema", projection_.schema}, {"why", error.what()}});
            readiness_.waiting("postgres", error.what());
            session_.reset();
            begin_again();
            wait(stop, before_next_try);
        }
    }
    leave();
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

void Runner::step(const std::stop_token& stop) {
    if (!session_) {
        postgres::Session maker(config_.postgres);
        create(maker, projection_);
        session_ = std::make_unique<postgres::Session>(config_.pooler.value_or(config_.postgres));
        readiness_.ready("postgres");
    }
    renew_leases();
    start_partitions();
    const Batch batch = collect(stop);
    if (!is_same_log(!batch.empty())) return;
    if (!newer_.empty()) wait_for_newer(stop);
    if (batch.empty()) return;
    const auto begin = std::chrono::steady_clock::now();
    const auto texts = texts_of(batch, config_.telling.from);
    if (applier_.apply(*session_, batch, texts)) {
        applied(batch);
        if (config_.telling.tell)
            for (const std::string& text : texts) config_.telling.tell(text);
    } else {
        fenced_.Increment();
        log::warn("fenced: another worker has applied this batch", {{"schema", projection_.schema}});
        begin_again();
    }
    batch_seconds_.Observe(std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count());
}

/// So that the others need not wait until they take it for dead.
void Runner::leave() {
    try {
        if (session_) leases_.leave(*session_);
    } catch (const std::exception& error) {
        log::debug("leases could not be given back", {{"schema", projection_.schema}, {"why", error.what()}});
    }
}

/// What stands before the event that this program does not know is applied; then it is looked at again, lest it be
/// passed over.
void Runner::wait_for_newer(const std::stop_token& stop) {
    if (newer_ != newer_told_) log::error("projection stopped", {{"schema", projection_.schema}, {"why", newer_}});
    newer_told_ = newer_;
    readiness_.waiting(projection_.schema, newer_);
    newer_.clear();
    begin_again();
    wait(stop, before_next_try);
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
bool Runner::is_same_log(bool has_read) {
    interrupted_ = intake_.was_interrupted() || interrupted_;
    // While a broker is away the client says so again and again.
    const auto now = std::chrono::steady_clock::now();
    if (!interrupted_ || (!has_read && now - last_look_ < between_looks)) return true;
    last_look_ = now;
    std::map<int, Checkpoint> checkpoints;
    for (const auto& [partition, state] : partitions_)
        if (state.at) checkpoints[partition] = *state.at;
    if (look(checkpoints)) return true;
    newer_.clear();
    begin_again();
    return false;
}

/// Until a person has put the right log back, or has filled the read model from this one.
void Runner::wait_for_log(const std::stop_token& stop, const AnotherLog& error) {
    const std::string why = error.what();
    if (std::exchange(another_log_, why) != why)
        log::error("projection stopped", {{"schema", projection_.schema}, {"why", why}});
    readiness_.waiting(projection_.schema, why);
    newer_.clear();
    begin_again();
    wait(stop, before_next_look);
}

void Runner::renew_leases() {
    const auto now = std::chrono::steady_clock::now();
    if (now < next_renewal_) return;
    const auto count = config_.feed->partitions();
    if (!count) {
        next_renewal_ = now + before_next_question;
        return;
    }
    const std::set<int>& held = leases_.renew(*session_, *count);
    std::erase_if(partitions_, [&](const auto& each) {
        if (!held.contains(each.first)) intake_.end(each.first);
        return !held.contains(each.first);
    });
    for (const int partition : held)
        partitions_.try_emplace(
            partition, Partition{.lag = &metrics_.gauge(
                                     "tasklog_projection_lag", "Records not yet applied",
                                     {{"schema", projection_.schema}, {"partition", std::to_string(partition)}})});
    next_renewal_ = now + leases_.interval();
}

void Runner::start_partitions() {
    std::map<int, Checkpoint> checkpoints;
    for (auto& [partition, state] : partitions_)
        if (!state.at) checkpoints[partition] = read_checkpoint(*session_, projection_.schema, partition);
    if (checkpoints.empty() || !look(checkpoints)) return;
    for (const auto& [partition, checkpoint] : checkpoints) {
        intake_.begin(partition, checkpoint.next_offset);
        partitions_.at(partition).at = checkpoint;
    }
}

/// How long a batch is to gather: from the least, where there is little to do, to the most, where there is no pause.
std::chrono::milliseconds Runner::gather() const {
    using Seconds = std::chrono::duration<double>;
    const double busy = 1 - std::min(1.0, Seconds(mean_pause_) / Seconds(idle));
    const auto more = busy * Seconds(config_.gathering.most - config_.gathering.least);
    return config_.gathering.least + std::chrono::duration_cast<std::chrono::milliseconds>(more);
}

/// How long the next record may take to come for the batch that has begun to be applied with it. `concerned`: there is
/// something in it that changes rows.
std::chrono::milliseconds Runner::patience(bool concerned) const {
    using std::chrono::milliseconds;
    const auto longest = concerned ? gather() : unconcerned;
    const auto left = batch_begun_ + longest - std::chrono::steady_clock::now();
    return std::max(milliseconds(0), std::chrono::duration_cast<milliseconds>(left));
}

Batch Runner::collect(const std::stop_token& stop) {
    Batch batch;
    bool concerned = !projection_.concerns;
    std::size_t looked_at = 0;
    while (has_room(batch) && newer_.empty() && !stop.stop_requested()) {
        const auto records = intake_.take(config_.max_records - batch.records(), config_.max_bytes - batch.bytes());
        for (auto each = records.begin(); each != records.end() && newer_.empty(); ++each) add(batch, **each);
        for (; !concerned && looked_at < batch.commits().size(); ++looked_at)
            concerned = projection_.concerns(batch.commits()[looked_at].commit);
        concerned = concerned || !batch.undecodable().empty();
        if (!records.empty()) continue;
        const auto longest =
            batch.empty()
                ? std::chrono::ceil<std::chrono::milliseconds>(next_renewal_ - std::chrono::steady_clock::now())
                : patience(concerned);
        if (longest.count() <= 0) break;
        if (batch.empty() || config_.gathering.most.count() == 0) {
            intake_.wait(stop, longest);
        } else {
            wait(stop, std::min(longest, config_.gathering.most));  // what gathers need not be told of each record
        }
    }
    return batch;
}

void Runner::begin_batch() {
    batch_begun_ = std::chrono::steady_clock::now();
    const auto pause = std::min<std::chrono::nanoseconds>(batch_begun_ - last_applied_, longest_pause * idle);
    mean_pause_ += (pause - mean_pause_) / remembered;
}

bool Runner::has_room(const Batch& batch) const {
    return batch.records() < config_.max_records && batch.bytes() < config_.max_bytes;
}

void Runner::add(Batch& batch, const FedRecord& fed) {
    if (batch.empty()) begin_batch();
    try {
        batch.add(fed.partition, fed.record, *partitions_.at(fed.partition).at, fed.commit);
    } catch (const NewerEvent& error) {
        newer_ = error.what();
    }
}

void Runner::applied(const Batch& batch) {
    last_applied_ = std::chrono::steady_clock::now();
    commits_.Increment(static_cast<double>(batch.commits().size()));
    if (!batch.commits().empty()) config_.alarm->ring();
    for (const auto& [partition, span] : batch.spans()) {
        Partition& state = partitions_.at(partition);
        state.at = span.after;
        if (const auto end = intake_.end_of(partition))
            state.lag->Set(static_cast<double>(std::max<std::int64_t>(0, *end - span.after.next_offset)));
    }
}

void Runner::begin_again() {
    intake_.end_all();
    for (auto& [partition, state] : partitions_) state.at.reset();
}

}  // namespace tasklog::projections
