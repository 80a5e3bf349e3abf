#pragma once
#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "infra/kafka/client.hpp"

namespace tasklog::kafka {

struct Topic {
    std::string name;
    int partitions = 1;
    int replication = 1;
    std::map<std::string, std::string> settings{};
};

/// Creates those topics that do not exist, and waits until each can be used: its partitions have leaders, and brokers
/// tell of them. Throws Error if the cluster can't be reached, refuses, or is not so far in time.
void create_topics(const Config& config, const std::vector<Topic>& topics, std::chrono::milliseconds wait);

/// For who asks the cluster about a topic again and again.
class TopicQuestion {
  public:
    TopicQuestion(const Config& config, const std::string& topic);
    /// Its number of partitions; 0 if it does not exist. Throws Error if the cluster can't be reached.
    int partitions(std::chrono::milliseconds wait) const;

  private:
    const Config config_;
    const Owned<rd_kafka_t> client_;
    const Owned<rd_kafka_topic_t> topic_;
};

/// The same for who asks once.
int partition_count(const Config& config, const std::string& topic, std::chrono::milliseconds wait);

/// How many clients have joined the consumer group. Throws Error if the cluster can't be reached.
int group_members(const Config& config, const std::string& group, std::chrono::milliseconds wait);

}  // namespace tasklog::kafka
