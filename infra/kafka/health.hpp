#pragma once
#include <functional>
#include <string>
#include <thread>

#include "infra/kafka/admin.hpp"
#include "infra/readiness.hpp"

namespace tasklog::kafka {

/// Asks the cluster every two seconds about a topic, and tells readiness (part "kafka") whether it answers.
class Health {
  public:
    /// `on_partitions` is called once, on the watching thread, when the topic's number of partitions is first known.
    Health(const Config& config, std::string topic, Readiness& readiness, std::function<void(int)> on_partitions);

  private:
    void run(const std::stop_token& stop);

    const std::string topic_;
    const TopicQuestion question_;
    Readiness& readiness_;
    std::function<void(int)> on_partitions_;
    std::jthread thread_;
};

}  // namespace tasklog::kafka
