#include "projections/rebuild/fill.hpp"

#include <algorithm>
#include <future>
#include <mutex>
#include <set>

#include "projections/applier.hpp"
#include "projections/parked.hpp"
#include "projections/rebuild/same_log.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_records = 20'000;  ///< of one batch
constexpr std::size_t max_bytes_in_all = 64UL * 1024 * 1024;
constexpr std::size_t max_bytes = 8UL * 1024 * 1024;  ///< of one batch
constexpr const char* queue_kib = "32768";            ///< what a reader has fetched and not given out

struct Interruption : std::runtime_error {
    Interruption() : std::runtime_error("another thread has failed") {}
};

/// What was done more, or with a `sign` of -1 is to be done again.
void count(FillProgress& all, const FillProgress& more, int sign = 1) {
    const auto factor = static_cast<std::uint64_t>(sign);
    all.records += factor * more.records;
    all.bytes += factor * more.bytes;
    all.commits += factor * more.commits;
    all.events += factor * more.events;
}

FillProgress progress_of(const Batch& batch) {
    FillProgress out{.records = batch.records(), .bytes = batch.bytes(), .commits = batch.commits().size()};
    for (const CountedCommit& each : batch.commits()) out.events += each.commit.events.size();
    return out;
}

/// What the threads have done together.
class Tally {
  public:
    Tally(std::uint64_t records_in_all, const std::function<void(const FillProgress&)>& report) : report_(report) {
        all_.records_in_all = records_in_all;
    }
    void add(const FillProgress& more) {
        const std::scoped_lock lock(mutex_);
        if (failed_) throw Interruption();
        count(all_, more);
        report_(all_);
    }
    void take_back(const FillProgress& less) {
        const std::scoped_lock lock(mutex_);
        count(all_, less, -1);
    }
    void fail() {
        const std::scoped_lock lock(mutex_);
        failed_ = true;
    }
    const FillProgress& all() const { return all_; }

  private:
    std::mutex mutex_;
    bool failed_ = false;
    FillProgress all_;
    const std::function<void(const FillProgress&)>& report_;
};

/// Some of the partitions, on one thread.
class Filler {
  public:
    Filler(const Log& log, postgres::Session& session, const Projection& projection, const FillOptions& options,
           std::map<int, kafka::Span> spans, std::map<int, Checkpoint> at, Tally& tally)
        : log_(log),
          session_(session),
          projection_(projection),
          options_(options),
          spans_(std::move(spans)),
          at_(std::move(at)),
          tally_(tally) {}

    void run() {
        if (!projection_.accumulate || !accumulate()) batch_by_batch();
    }

  private:
    /// Calls `apply` with batch after batch.
    void read(const std::function<void(const Batch&)>& apply) {
        const std::size_t bytes = std::min(max_bytes, max_bytes_in_all / static_cast<std::size_t>(options_.parallel));
        Batch batch(options_.only);
        const auto end = [&] {
            if (batch.empty()) return;
            apply(batch);
            for (const auto& [partition, span] : batch.spans()) at_[partition] = span.after;
            batch = Batch(options_.only);
        };
        kafka::Config config = log_.kafka;
        config.settings.emplace("queued.max.messages.kbytes", queue_kib);
        kafka::Consumer consumer(config, "");
        kafka::read(consumer, log_.topic, spans_, [&](const kafka::Record& record) {
            batch.add(record.partition(), log_record(record), at_[record.partition()]);
            if (batch.records() >= max_records || batch.bytes() >= bytes) end();
            return true;
        });
        end();
    }

    void batch_by_batch() {
        Applier applier(projection_);
        read([&](const Batch& batch) {
            if (!applier.apply(session_, batch)) throw someone_else();
            tally_.add(progress_of(batch));
        });
    }

    /// Holds rows in memory over many batches. False, with nothing lost, if a commit cannot be applied: what is not
    /// written yet is to be applied batch by batch, which parks it.
    bool accumulate() {
        Accumulation accumulation = projection_.accumulate();
        std::map<int, Checkpoint> written = at_;
        bool has_rows =
            std::any_of(at_.begin(), at_.end(), [](const auto& each) { return each.second.next_offset > 0; });
        FillProgress unwritten;
        const auto write = [&](const std::map<int, Checkpoint>& after) {
            write_accumulated(accumulation, written, after, has_rows);
            written = after;
            has_rows = true;
            unwritten = {};
        };
        try {
            if (has_parked()) return false;
            read([&](const Batch& batch) {
                if (!batch.undecodable().empty()) throw Unappliable(batch.undecodable().front().error);
                accumulation.add(session_, projection_.schema, batch.commits(), has_rows);
                const FillProgress more = progress_of(batch);
                count(unwritten, more);
                tally_.add(more);
                std::map<int, Checkpoint> after = at_;
                for (const auto& [partition, span] : batch.spans()) after[partition] = span.after;
                if (accumulation.rows() >= options_.rows_in_memory / static_cast<std::size_t>(options_.parallel))
                    write(after);
            });
            write(at_);
            return true;
        } catch (const std::exception& error) {
            if (!is_unappliable(error)) throw;
        }
        tally_.take_back(unwritten);
        at_ = written;
        for (auto& [partition, span] : spans_) span.from = at_[partition].next_offset;
        return false;
    }

    void write_accumulated(Accumulation& accumulation, const std::map<int, Checkpoint>& before,
                           const std::map<int, Checkpoint>& after, bool has_rows) {
        std::map<int, CheckpointMove> moves;  // the other partitions are another thread's
        for (const auto& [partition, span] : spans_)
            moves.emplace(partition, CheckpointMove{before.at(partition), after.at(partition)});
        postgres::UnitOfWork unit(session_);
        const auto present = lock_checkpoints(unit, projection_.schema, partitions());
        for (const auto& [partition, move] : moves) {
            const auto at = present.find(partition);
            if (at == present.end() || !at->second.is_at(move.before)) throw someone_else();
        }
        accumulation.write(unit, projection_.schema, has_rows);
        move_checkpoints(unit, projection_.schema, moves, false);
        unit.commit();
    }

    bool has_parked() {
        postgres::UnitOfWork unit(session_);
        return !parked_workspaces(unit, projection_.schema, partitions()).empty();
    }

    std::set<int> partitions() const {
        std::set<int> out;
        for (const auto& [partition, span] : spans_) out.insert(partition);
        return out;
    }
    kafka::Error someone_else() const { return kafka::Error("someone else fills " + projection_.schema + " too"); }

    const Log& log_;
    postgres::Session& session_;
    const Projection& projection_;
    const FillOptions& options_;
    std::map<int, kafka::Span> spans_;
    std::map<int, Checkpoint> at_;  ///< after the batches that were read
    Tally& tally_;
};

}  // namespace

FillProgress fill(const Log& log, const std::string& postgres, const Projection& projection,
                  const FillOptions& options) {
    std::map<int, kafka::Span> spans = kafka::whole(log.kafka, log.topic);
    const auto threads = static_cast<std::size_t>(options.parallel);
    std::vector<std::unique_ptr<postgres::Session>> sessions;
    sessions.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i) sessions.push_back(std::make_unique<postgres::Session>(postgres));
    std::vector<std::map<int, kafka::Span>> shares(threads);
    std::map<int, Checkpoint> at;
    std::uint64_t records = 0;
    for (const auto& [partition, span] : spans)
        at[partition] = read_checkpoint(*sessions[0], projection.schema, partition);
    look_at_log(log, *sessions[0], projection.schema, at);
    for (auto& [partition, span] : spans) {
        span.from = at[partition].next_offset;
        if (const auto until = options.until.find(partition); until != options.until.end()) span.until = until->second;
        if (!span.empty()) records += static_cast<std::uint64_t>(span.until - span.from);
        shares[static_cast<std::size_t>(partition) % threads].emplace(partition, span);
    }
    Tally tally(records, options.progress);
    std::vector<std::future<void>> fillers;
    fillers.reserve(threads);
    for (std::size_t i = 0; i < threads; ++i)
        fillers.push_back(std::async(std::launch::async, [&, i] {
            try {
                Filler(log, *sessions[i], projection, options, shares[i], at, tally).run();
            } catch (...) {
                tally.fail();
                throw;
            }
        }));
    for (auto& filler : fillers) filler.wait();
    std::exception_ptr first;
    for (auto& filler : fillers) try {
            filler.get();
        } catch (const Interruption&) {
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    if (first) std::rethrow_exception(first);
    return tally.all();
}

}  // namespace tasklog::projections
