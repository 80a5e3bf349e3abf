#include "projections/fill.hpp"

#include <atomic>
#include <future>
#include <mutex>

namespace tasklog::projections {
namespace {

constexpr std::size_t max_records = 20'000;  ///< of one batch
constexpr std::size_t max_bytes_in_all = 64UL * 1024 * 1024;
constexpr std::size_t max_bytes = 8UL * 1024 * 1024;  ///< of one batch

struct Stopped : std::runtime_error {
    Stopped() : std::runtime_error("another thread has failed") {}
};

/// What the threads have done together.
class Tally {
  public:
    Tally(std::uint64_t records_in_all, const std::function<void(const FillProgress&)>& report) : report_(report) {
        all_.records_in_all = records_in_all;
    }
    void add(const Batch& batch) {
        const std::scoped_lock lock(mutex_);
        if (failed_) throw Stopped();
        all_.records += batch.records();
        all_.bytes += batch.bytes();
        all_.commits += batch.commits().size();
        for (const CountedCommit& each : batch.commits()) all_.events += each.commit.events.size();
        report_(all_);
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

/// Some of the partitions, on the thread that calls it.
void fill_some(const Log& log, postgres::Session& session, const Projection& projection, const FillOptions& options,
               const std::map<int, kafka::Span>& spans, std::map<int, Checkpoint> at, Tally& tally) {
    const std::size_t bytes = std::min(max_bytes, max_bytes_in_all / static_cast<std::size_t>(options.parallel));
    Batch batch(options.only);
    const auto apply = [&] {
        if (batch.empty()) return;
        if (!apply_batch(session, projection, batch, false))
            throw kafka::Error("someone else fills " + projection.schema + " too");
        for (const auto& [partition, span] : batch.spans()) at[partition] = span.after;
        tally.add(batch);
        batch = Batch(options.only);
    };
    kafka::Consumer consumer(log.kafka, "");
    kafka::read(consumer, log.topic, spans, [&](const kafka::Record& record) {
        batch.add(record.partition(), log_record(record), at[record.partition()]);
        if (batch.records() >= max_records || batch.bytes() >= bytes) apply();
        return true;
    });
    apply();
}

}  // namespace

FillProgress fill(const Log& log, const std::string& postgres, const Projection& projection,
                  const FillOptions& options) {
    std::map<int, kafka::Span> spans = kafka::whole(log.kafka, log.topic);
    const auto threads = static_cast<std::size_t>(options.parallel);
    std::vector<std::unique_ptr<postgres::Session>> sessions;
    for (std::size_t i = 0; i < threads; ++i) sessions.push_back(std::make_unique<postgres::Session>(postgres));
    std::vector<std::map<int, kafka::Span>> shares(threads);
    std::map<int, Checkpoint> at;
    std::uint64_t records = 0;
    for (auto& [partition, span] : spans) {
        at[partition] = read_checkpoint(*sessions[0], projection.schema, partition);
        span.from = at[partition].next_offset;
        if (const auto until = options.until.find(partition); until != options.until.end()) span.until = until->second;
        if (!span.empty()) records += static_cast<std::uint64_t>(span.until - span.from);
        shares[static_cast<std::size_t>(partition) % threads].emplace(partition, span);
    }
    Tally tally(records, options.progress);
    std::vector<std::future<void>> fillers;
    for (std::size_t i = 0; i < threads; ++i)
        fillers.push_back(std::async(std::launch::async, [&, i] {
            try {
                fill_some(log, *sessions[i], projection, options, shares[i], at, tally);
            } catch (...) {
                tally.fail();
                throw;
            }
        }));
    for (auto& filler : fillers) filler.wait();
    std::exception_ptr first;
    for (auto& filler : fillers) try {
            filler.get();
        } catch (const Stopped&) {
        } catch (...) {
            if (!first) first = std::current_exception();
        }
    if (first) std::rethrow_exception(first);
    return tally.all();
}

}  // namespace tasklog::projections
