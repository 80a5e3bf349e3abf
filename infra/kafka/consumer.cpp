#include "infra/kafka/consumer.hpp"

#include <algorithm>

#include "infra/log.hpp"

namespace tasklog::kafka {
namespace {

using namespace std::chrono_literals;

Owned<rd_kafka_topic_partition_list_t> one(const std::string& topic, int partition, std::int64_t offset = 0) {
    Owned<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
    return list;
}

/// Those before abort the process when a member is destroyed that its group has answered, and not given anything yet
/// (librdkafka's issue 4312).
constexpr int first_that_leaves_at_any_time = 0x02030000;

/// Of a topic that was made a moment ago, or a broker that comes back.
bool may_pass(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION || error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           error == RD_KAFKA_RESP_ERR__TRANSPORT;
}

}  // namespace

std::string_view Record::header(const char* name) const {
    rd_kafka_headers_t* headers = nullptr;
    const void* value = nullptr;
    std::size_t size = 0;
    if (rd_kafka_message_headers(message_.get(), &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    if (rd_kafka_header_get_last(headers, name, &value, &size) != RD_KAFKA_RESP_ERR_NO_ERROR) return {};
    return {static_cast<const char*>(value), size};
}

Consumer::Consumer(const Config& config, const std::string& group, std::chrono::milliseconds session_timeout)
    : is_member_(!group.empty()) {
    std::map<std::string, std::string> settings{{"enable.auto.commit", "false"},
                                                {"enable.auto.offset.store", "false"},
                                                {"auto.offset.reset", "earliest"},
                                                {"isolation.level", "read_uncommitted"},
                                                {"fetch.error.backoff.ms", "50"},
                                                {"queued.min.messages", "10000000"},
                                                {"queued.max.messages.kbytes", "131072"},
                                                {"fetch.message.max.bytes", "4194304"},
                                                {"topic.metadata.refresh.interval.ms", "5000"},
                                                {"allow.auto.create.topics", "false"},
                                                {"group.id", group.empty() ? "tasklog-none" : group}};
    if (is_member_) {
        settings["partition.assignment.strategy"] = "cooperative-sticky";
        settings["session.timeout.ms"] = std::to_string(session_timeout.count());
        settings["heartbeat.interval.ms"] = std::to_string(session_timeout.count() / 5);
    }
    auto conf = make_conf(config, settings);
    rd_kafka_conf_set_opaque(conf.get(), this);
    rd_kafka_conf_set_error_cb(conf.get(), on_error);
    if (is_member_) rd_kafka_conf_set_rebalance_cb(conf.get(), on_rebalance);
    char why[512];
    client_.reset(rd_kafka_new(RD_KAFKA_CONSUMER, conf.get(), why, sizeof why));
    if (!client_) throw Error(std::string("cannot make a Kafka consumer: ") + why);
    conf.release();  // the client owns it now
    rd_kafka_poll_set_consumer(client_.get());
    queue_.reset(rd_kafka_queue_get_consumer(client_.get()));
}

Consumer::~Consumer() {
    watcher_.reset();
    queue_.reset();
    prepared_.reset();
    rd_kafka_consumer_close(client_.get());
    if (breaks_when_destroyed()) static_cast<void>(client_.release());
}

bool Consumer::breaks_when_destroyed() const {
    return is_member_ && !was_assigned_ && rd_kafka_version() < first_that_leaves_at_any_time;
}

void Consumer::prepare(const std::string& topic) {
    prepared_.reset(rd_kafka_topic_new(client_.get(), topic.c_str(), nullptr));
}

void Consumer::subscribe(const std::string& topic, Rebalance rebalance) {
    prepare(topic);
    topic_ = topic;
    rebalance_ = std::move(rebalance);
    const auto list = one(topic, RD_KAFKA_PARTITION_UA);
    if (const auto error = rd_kafka_subscribe(client_.get(), list.get()))
        throw Error("cannot subscribe to " + topic + ": " + rd_kafka_err2str(error));
}

bool Consumer::joined() const {
    char* id = rd_kafka_memberid(client_.get());
    const bool is_member = id && *id;
    if (id) rd_kafka_mem_free(client_.get(), id);
    return is_member;
}

void Consumer::assign(const std::string& topic, const std::map<int, std::int64_t>& offsets) {
    prepare(topic);
    topic_ = topic;
    Owned<rd_kafka_topic_partition_list_t> list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
    for (const auto& [partition, offset] : offsets)
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), partition)->offset = offset;
    if (const auto error = rd_kafka_assign(client_.get(), list.get()))
        throw Error("cannot read " + topic + ": " + rd_kafka_err2str(error));
}

void Consumer::add(const std::string& topic, int partition, std::int64_t offset) {
    topic_ = topic;
    Owned<rd_kafka_error_t> failed(rd_kafka_incremental_assign(client_.get(), one(topic, partition, offset).get()));
    if (failed) throw Error("cannot read " + topic + ": " + rd_kafka_error_string(failed.get()));
}

void Consumer::remove(int partition) {
    const Owned<rd_kafka_error_t> not_read(rd_kafka_incremental_unassign(client_.get(), one(topic_, partition).get()));
}

std::optional<Record> Consumer::poll(std::chrono::milliseconds wait) {
    // None must mean that the queue is empty: who watches it is not called again before it has been.
    while (rd_kafka_message_t* message = rd_kafka_consumer_poll(client_.get(), static_cast<int>(wait.count()))) {
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) return Record(message);
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            on_end_(message->partition);
        } else {
            interrupted_ = true;
        }
        log::debug("kafka consumer", {{"error", rd_kafka_message_errstr(message)}});  // it tries again by itself
        rd_kafka_message_destroy(message);
    }
    return std::nullopt;
}

void Consumer::wake() { rd_kafka_queue_yield(queue_.get()); }

std::vector<Record> Consumer::poll_many(std::size_t most, std::chrono::milliseconds wait) {
    std::vector<rd_kafka_message_t*> messages(most);
    const auto got = rd_kafka_consume_batch_queue(queue_.get(), static_cast<int>(wait.count()), messages.data(), most);
    std::vector<Record> records;
    records.reserve(most);
    for (std::ptrdiff_t i = 0; i < got; ++i) {
        rd_kafka_message_t* message = messages[static_cast<std::size_t>(i)];
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            records.emplace_back(message);
        } else {
            rd_kafka_message_destroy(message);
        }
    }
    return records;
}

void Consumer::watch(boost::asio::io_context& io, std::function<void()> on_ready) {
    watcher_ = std::make_unique<QueueWatcher>(io, Owned<rd_kafka_queue_t>(rd_kafka_queue_get_consumer(client_.get())),
                                              std::move(on_ready));
}

std::pair<std::int64_t, std::int64_t> Consumer::ends(const std::string& topic, int partition,
                                                     std::chrono::milliseconds wait) {
    const std::int64_t begin = listed(topic, partition, RD_KAFKA_OFFSET_BEGINNING, wait);
    return {begin, end_offset(topic, partition, wait)};
}

std::int64_t Consumer::end_offset(const std::string& topic, int partition, std::chrono::milliseconds wait) {
    return listed(topic, partition, RD_KAFKA_OFFSET_END, wait);
}

/// What Kafka's ListOffsets says, which takes -2 and -1 for a time. rd_kafka_query_watermark_offsets asks the same,
/// and waits for a leader that is away whatever its timeout (librdkafka's issue 2588, before 2.3).
std::int64_t Consumer::listed(const std::string& topic, int partition, std::int64_t which,
                              std::chrono::milliseconds wait) {
    const auto until = std::chrono::steady_clock::now() + wait;
    const auto asked = one(topic, partition);
    const rd_kafka_topic_partition_t& answer = asked->elems[0];
    rd_kafka_resp_err_t error{};
    do {
        asked->elems[0].offset = which;
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - std::chrono::steady_clock::now());
        error = rd_kafka_offsets_for_times(client_.get(), asked.get(), static_cast<int>(std::max(left, 1ms).count()));
        if (!error) error = answer.err;
    } while (may_pass(error) && std::chrono::steady_clock::now() < until);
    if (error) throw Error("cannot read the end of " + topic + ": " + rd_kafka_err2str(error));
    if (answer.offset < 0) throw Error("cannot read the end of " + topic + ": the broker has not said it");
    return answer.offset;
}

std::optional<std::int64_t> Consumer::known_end_offset(int partition) const {
    std::int64_t low = 0;
    std::int64_t high = 0;
    if (rd_kafka_get_watermark_offsets(client_.get(), topic_.c_str(), partition, &low, &high)) return std::nullopt;
    if (high < 0) return std::nullopt;
    return high;
}

/// Within poll(): the client goes on by itself, but what it comes back to may be another log.
void Consumer::on_error(rd_kafka_t*, int code, const char* reason, void* self) {
    static_cast<Consumer*>(self)->interrupted_ = true;
    log::debug("kafka consumer was interrupted", {{"code", code}, {"why", reason}});
}

void Consumer::on_rebalance(rd_kafka_t* client, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t* partitions,
                            void* opaque) {
    auto& self = *static_cast<Consumer*>(opaque);
    if (event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        self.was_assigned_ = true;
        for (int i = 0; i < partitions->cnt; ++i) {
            self.rebalance_.on_assign(partitions->elems[i].partition);
            partitions->elems[i].offset = 0;
        }
        if (rd_kafka_error_t* failed = rd_kafka_incremental_assign(client, partitions)) rd_kafka_error_destroy(failed);
        rd_kafka_pause_partitions(client, partitions);
        self.rebalance_.on_assigned();
    } else {
        for (int i = 0; i < partitions->cnt; ++i) self.rebalance_.on_revoke(partitions->elems[i].partition);
        // Even where the member was thrown out of its group: it rejoins only after this call.
        if (rd_kafka_error_t* failed = rd_kafka_incremental_unassign(client, partitions))
            rd_kafka_error_destroy(failed);
    }
}

}  // namespace tasklog::kafka
