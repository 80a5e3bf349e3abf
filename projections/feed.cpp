#include "projections/feed.hpp"

#include "infra/kafka/admin.hpp"
#include "infra/log.hpp"
#include "infra/thread_name.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_bytes = 16UL * 1024 * 1024;
constexpr std::size_t bytes_a_record = 1'000;    ///< beside its value: headers, and what is decoded
constexpr std::size_t told_at_once = 256;        ///< records, of those that are there already
constexpr std::chrono::seconds longest_wait{1};  ///< for a record
constexpr std::chrono::milliseconds before_next_try{100};
constexpr std::chrono::milliseconds longest_question{1'000};

kafka::Config reading(const kafka::Config& config) {
    kafka::Config out = config;
    out.settings["auto.offset.reset"] = "error";  // a place that is not there any more is another log's
    return out;
}

}  // namespace

Feed::Feed(const kafka::Config& config, std::string topic)
    : config_(config),
      topic_(std::move(topic)),
      consumer_(reading(config), ""),
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
    while (!stop.stop_requested()) {
        try {
            count_partitions();
            follow_all();
            if (take_some()) alarm_.ring();
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
void Feed::follow_all() {
    std::set<int> wanted;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [partition, count] : followers_) wanted.insert(partition);
    }
    for (const int partition : std::set<int>(followed_)) {
        if (wanted.contains(partition)) continue;
        consumer_.remove(partition);
        followed_.erase(partition);
        const std::lock_guard lock(mutex_);
        window_.end(partition);
    }
    for (const int partition : wanted) {
        if (followed_.contains(partition)) continue;
        const std::int64_t end = consumer_.end_offset(topic_, partition, longest_question);
        consumer_.add(topic_, partition, end);
        followed_.insert(partition);
        {
            const std::lock_guard lock(mutex_);
            window_.begin(partition, end);
        }
        alarm_.ring();
    }
}

void Feed::lose_all() {
    for (const int partition : std::exchange(followed_, {})) consumer_.remove(partition);
    const std::lock_guard lock(mutex_);
    ++interruptions_;
    for (const auto& [partition, count] : followers_) window_.end(partition);
}

/// What is there already, after the first of it has come. After an interruption it may be another log's: nothing of it
/// is given out then.
bool Feed::take_some() {
    std::vector<std::shared_ptr<const FedRecord>> come;
    for (auto record = consumer_.poll(longest_wait); record; record = consumer_.poll(std::chrono::milliseconds(0))) {
        auto fed = std::make_shared<FedRecord>(FedRecord{std::move(*record)});
        if (fed->record.header("kind") == "commit")
            fed->commit = std::make_shared<const DecodedCommit>(decode_commit(fed->record.value()));
        come.push_back(std::move(fed));
        if (come.size() == told_at_once) break;
    }
    if (consumer_.was_interrupted()) {
        lose_all();
        return true;
    }
    const std::lock_guard lock(mutex_);
    for (auto& each : come) {
        const kafka::Record& record = each->record;
        if (followed_.contains(record.partition()))
            window_.add(record.partition(), record.offset(), record.value().size() + bytes_a_record, std::move(each));
    }
    return !come.empty();
}

}  // namespace tasklog::projections
