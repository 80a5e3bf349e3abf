#include "projections/feed.hpp"

#include <set>

#include "events/format/commit_json.hpp"
#include "infra/kafka/admin.hpp"
#include "infra/log.hpp"
#include "infra/loop/thread_name.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_bytes = 16UL * 1024 * 1024;
constexpr std::size_t bytes_a_record = 1'000;             ///< beside its value: headers, and what is decoded
constexpr std::size_t fetched_at_once = 256;              ///< records, of those that are there already
constexpr std::chrono::milliseconds longest_wait{1'000};  ///< for a record
constexpr unsigned told_in_a_row = 8;                     ///< commits, after which a partition need not be fetched
constexpr std::chrono::milliseconds long_silence{300};    ///< after which it is fetched again
constexpr std::chrono::milliseconds between_looks_at_told{100};
constexpr std::chrono::milliseconds before_next_try{100};
constexpr std::chrono::milliseconds longest_question{1'000};

/// A partition that is added is in no fetch before the one under way has ended, which waits that long for a record:
/// with librdkafka's half a second each of those that come at the start took as much longer than the one before.
kafka::Config with_short_fetches(kafka::Config config) {
    config.settings.emplace("fetch.wait.max.ms", "50");
    return config;
}

}  // namespace

FedRecord::FedRecord(kafka::Record fetched) : partition(fetched.partition()) {
    const auto held = std::make_shared<const kafka::Record>(std::move(fetched));
    record = log_record(*held);
    holder = held;
}

FedRecord::FedRecord(int of, const std::shared_ptr<const AppendedCommit>& appended)
    : partition(of), holder(appended), record(appended->record()), commit(appended->commit) {}

Feed::Feed(const kafka::Config& config, std::string topic)
    : config_(config),
      topic_(std::move(topic)),
      consumer_(with_short_fetches(kafka::with_exact_places(config)), ""),
      window_(max_bytes),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Feed::~Feed() {
    thread_.request_stop();
    consumer_.wake();
}

std::optional<int> Feed::partitions() const {
    const std::lock_guard lock(mutex_);
    return partitions_;
}

void Feed::follow(int partition) {
    const std::lock_guard lock(mutex_);
    if (++followers_[partition] == 1) consumer_.wake();
}

void Feed::leave(int partition) {
    const std::lock_guard lock(mutex_);
    if (--followers_[partition] > 0) return;
    followers_.erase(partition);
    consumer_.wake();
}

std::optional<std::vector<std::shared_ptr<const FedRecord>>> Feed::take(int partition, std::int64_t next,
                                                                        std::size_t most) const {
    const std::lock_guard lock(mutex_);
    return window_.take(partition, next, most);
}

bool Feed::reaches(int partition, std::int64_t next) const {
    const std::lock_guard lock(mutex_);
    return window_.reaches(partition, next);
}

std::optional<std::int64_t> Feed::end(int partition) const {
    const std::lock_guard lock(mutex_);
    return window_.end_of(partition);
}

std::uint64_t Feed::interruptions() const {
    const std::lock_guard lock(mutex_);
    return interruptions_;
}

void Feed::run(const std::stop_token& stop) {
    name_this_thread("feed");
    consumer_.prepare(topic_);
    while (!stop.stop_requested()) {
        try {
            count_partitions();
            begin_and_end();
            const bool all = fetch_what_is_not_told();
            if (take_some(all ? longest_wait : between_looks_at_told)) alarm_.ring();
        } catch (const std::exception& error) {
            log::debug("the log cannot be followed", {{"why", error.what()}});
            lose_all();
            alarm_.ring();
            wait(stop, before_next_try);
        }
    }
}

/// Once: a log never has more or fewer (docs/decisions/0001).
void Feed::count_partitions() {
    if (partitions()) return;
    const int count = kafka::partition_count(config_, topic_, longest_question);
    if (count == 0) throw kafka::Error("there is no topic " + topic_);
    const std::lock_guard lock(mutex_);
    partitions_ = count;
}

/// Those that are wanted, each from its end: who is not there yet reads up to it.
void Feed::begin_and_end() {
    std::set<int> wanted, begun;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [partition, count] : followers_) wanted.insert(partition);
        for (const auto& [partition, source] : sources_) begun.insert(partition);
    }
    for (const int partition : begun) {
        if (wanted.contains(partition)) continue;
        consumer_.remove(partition);
        const std::lock_guard lock(mutex_);
        sources_.erase(partition);
        window_.end(partition);
    }
    for (const int partition : wanted) {
        if (begun.contains(partition)) continue;
        const std::int64_t end = consumer_.end_offset(topic_, partition, longest_question);
        {
            const std::lock_guard lock(mutex_);
            sources_.emplace(partition, Source{});
            window_.begin(partition, end);
        }
        alarm_.ring();
    }
}

/// What its owner tells all the time need not be fetched. Whatever else may come into the partition makes the owner
/// silent, for its next commit then does not stand where it was meant to. Whether all are fetched now.
bool Feed::fetch_what_is_not_told() {
    std::map<int, std::int64_t> begin;
    std::set<int> end;
    bool all = true;
    {
        const std::lock_guard lock(mutex_);
        const auto now = std::chrono::steady_clock::now();
        for (auto& [partition, source] : sources_) {
            const bool told = source.told >= told_in_a_row && now - source.last_told < long_silence;
            if (told && source.fetched) end.insert(partition);
            if (!told && !source.fetched) begin.emplace(partition, window_.end_of(partition).value());
            source.fetched = !told;
            all = all && !told;
        }
    }
    for (const int partition : end) consumer_.remove(partition);
    for (const auto& [partition, next] : begin) consumer_.add(topic_, partition, next);
    return all;
}

void Feed::append(int partition, AppendedCommit commit) {
    auto fed = std::make_shared<const FedRecord>(partition, std::make_shared<const AppendedCommit>(std::move(commit)));
    {
        const std::lock_guard lock(mutex_);
        const auto at = sources_.find(partition);
        if (at == sources_.end()) return;
        Source& source = at->second;
        const std::int64_t next = window_.end_of(partition).value();
        const auto now = std::chrono::steady_clock::now();
        if (fed->record.offset > next || now - source.last_told >= long_silence) source.told = 0;
        source.last_told = now;
        ++source.told;
        // What is before that was fetched already; between it and what is after that is something to be fetched.
        if (fed->record.offset != next) return;
        window_.add(partition, next, fed->record.value.size() + bytes_a_record, fed);
    }
    alarm_.ring();
}

void Feed::lose_all() {
    std::set<int> followed;
    {
        const std::lock_guard lock(mutex_);
        ++interruptions_;
        for (const auto& [partition, source] : std::exchange(sources_, {})) {
            window_.end(partition);
            followed.insert(partition);
        }
    }
    for (const int partition : followed) consumer_.remove(partition);
}

/// What is there already, after the first of it has come. After an interruption it may be another log's: nothing of it
/// is given out then.
bool Feed::take_some(std::chrono::milliseconds longest) {
    std::vector<std::shared_ptr<const FedRecord>> come;
    for (auto record = consumer_.poll(longest); record; record = consumer_.poll(std::chrono::milliseconds(0))) {
        auto fed = std::make_shared<FedRecord>(std::move(*record));
        if (fed->record.kind == "commit")
            fed->commit = std::make_shared<const DecodedCommit>(decode_commit(fed->record.value));
        come.push_back(std::move(fed));
        if (come.size() == fetched_at_once) break;
    }
    if (consumer_.was_interrupted()) {
        lose_all();
        return true;
    }
    const std::lock_guard lock(mutex_);
    for (const auto& each : come) {
        const LogRecord& record = each->record;
        const auto next = window_.end_of(each->partition);
        if (next && record.offset >= *next)  // else its owner has told it already
            window_.add(each->partition, record.offset, record.value.size() + bytes_a_record, each);
    }
    return !come.empty();
}

}  // namespace tasklog::projections
