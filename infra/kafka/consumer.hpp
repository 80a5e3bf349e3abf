#pragma once
#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "infra/kafka/client.hpp"

namespace tasklog::kafka {

/// One record read from the log; its views live as long as it does.
class Record {
  public:
    explicit Record(rd_kafka_message_t* message) : message_(message) {}
    std::string_view topic() const { return rd_kafka_topic_name(message_->rkt); }
    int partition() const { return message_->partition; }
    std::int64_t offset() const { return message_->offset; }
    std::string_view key() const { return {static_cast<const char*>(message_->key), message_->key_len}; }
    std::string_view value() const { return {static_cast<const char*>(message_->payload), message_->len}; }
    /// Empty if the record has no such header.
    std::string_view header(const char* name) const;

  private:
    Owned<rd_kafka_message_t> message_;
};

/// A member of a group, which is told its partitions and reads none of them; or a reader of partitions of its own
/// choice. Nothing is committed to Kafka: those who read know where they are.
class Consumer {
  public:
    /// What a group member does when partitions come and go. `on_assigned`: the group has answered, and all that it
    /// gave was told.
    struct Rebalance {
        std::function<void(int partition)> on_assign;
        std::function<void(int partition)> on_revoke;
        std::function<void()> on_assigned = [] {};
    };

    /// `group` is empty for a reader.
    Consumer(const Config& config, const std::string& group,
             std::chrono::milliseconds session_timeout = std::chrono::seconds(6));
    ~Consumer();
    Consumer(const Consumer&) = delete;

    void subscribe(const std::string& topic, Rebalance rebalance);
    /// Whether the group has taken this member in.
    bool joined() const;
    void assign(const std::string& topic, const std::map<int, std::int64_t>& offsets);
    /// Has the client find out now who leads the topic's partitions. Without, librdkafka first looks up to a second
    /// after it was told of a topic.
    void prepare(const std::string& topic);
    /// Calls this within poll() whenever all that a partition has was given out. For a client that is made with
    /// enable.partition.eof.
    void on_end(std::function<void(int partition)> call) { on_end_ = std::move(call); }
    /// One partition more, or less, for a reader that chooses its partitions. Nothing of one that was removed is given
    /// out any more.
    void add(const std::string& topic, int partition, std::int64_t offset);
    void remove(int partition);

    /// Whether the client has lost a broker, or its place in a partition, since this was last asked.
    bool was_interrupted() { return std::exchange(interrupted_, false); }

    /// The next record, none after `wait`. Callbacks run within.
    std::optional<Record> poll(std::chrono::milliseconds wait);
    /// Another thread's poll() returns now, or the next one does, at the latest when it has given out what is there.
    void wake();
    /// All that is there, up to `most` records, none after `wait`: cheaper than one by one. For a reader that chooses
    /// its partitions.
    std::vector<Record> poll_many(std::size_t most, std::chrono::milliseconds wait);
    /// Calls `on_ready` on the io_context's thread when there is something to poll.
    void watch(boost::asio::io_context& io, std::function<void()> on_ready);

    /// The offsets of the partition's first record, and of the one that will come next. Throws Error if no broker
    /// answers in time.
    std::pair<std::int64_t, std::int64_t> ends(const std::string& topic, int partition, std::chrono::milliseconds wait);
    /// The second of them.
    std::int64_t end_offset(const std::string& topic, int partition, std::chrono::milliseconds wait);
    /// The same from what the last fetch told; none before it.
    std::optional<std::int64_t> known_end_offset(int partition) const;

  private:
    std::int64_t listed(const std::string& topic, int partition, std::int64_t which, std::chrono::milliseconds wait);
    static void on_rebalance(rd_kafka_t*, rd_kafka_resp_err_t event, rd_kafka_topic_partition_list_t* partitions,
                             void* self);
    static void on_error(rd_kafka_t*, int code, const char* reason, void* self);

    /// Whether the client, which has left its group, is to be left as it is: with threads that wait for nothing.
    bool breaks_when_destroyed() const;

    const bool is_member_;
    bool was_assigned_ = false;
    Rebalance rebalance_;
    std::function<void(int)> on_end_ = [](int) {};
    std::string topic_;
    bool interrupted_ = false;
    Owned<rd_kafka_t> client_;
    Owned<rd_kafka_queue_t> queue_;
    Owned<rd_kafka_topic_t> prepared_;
    std::unique_ptr<QueueWatcher> watcher_;
};

}  // namespace tasklog::kafka
