#pragma once
#include <librdkafka/rdkafka.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

/// librdkafka with nothing of ours around it: the limit that Tasklog is held against, and what writes logs to read.
namespace tasklog::bench {

using Pairs = std::vector<std::pair<std::string, std::string>>;

/// Ends the program with the reason if librdkafka refuses.
rd_kafka_t* make_client(rd_kafka_type_t type, const std::string& brokers, const Pairs& settings,
                        rd_kafka_conf_t* conf = rd_kafka_conf_new());

int partition_count(rd_kafka_t* client, const std::string& topic);

/// Appends with acks=all, idempotently: in order, none lost, none twice.
class RawProducer {
  public:
    RawProducer(const std::string& brokers, const std::string& topic, const Pairs& settings);
    ~RawProducer();
    RawProducer(const RawProducer&) = delete;

    int partitions() const { return partitions_; }
    /// Waits only where the client's queue is full. A record that is not delivered ends the program.
    void append(int partition, std::string_view key, std::string_view value, const Pairs& headers);
    /// The offset that it got.
    std::int64_t append_and_wait(int partition, std::string_view key, std::string_view value, const Pairs& headers);
    void flush();

  private:
    rd_kafka_t* client_;
    rd_kafka_topic_t* topic_;
    int partitions_;
};

}  // namespace tasklog::bench
