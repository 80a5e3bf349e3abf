#include "infra/kafka/health.hpp"

#include <chrono>

#include "infra/alarm.hpp"
#include "infra/kafka/admin.hpp"

namespace tasklog::kafka {

Health::Health(const Config& config, std::string topic, Readiness& readiness, std::function<void(int)> on_partitions)
    : config_(config),
      topic_(std::move(topic)),
      readiness_(readiness),
      on_partitions_(std::move(on_partitions)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Health::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        auto pause = std::chrono::milliseconds(2000);
        try {
            const int partitions = partition_count(config_, topic_, std::chrono::milliseconds(1000));
            if (partitions > 0) {
                readiness_.ready("kafka");
                if (on_partitions_) std::exchange(on_partitions_, nullptr)(partitions);
            } else {
                readiness_.waiting("kafka", "the topic " + topic_ + " does not exist: run `tasklog topics`");
                pause = std::chrono::milliseconds(500);
            }
        } catch (const Error& error) {
            readiness_.waiting("kafka", error.what());
            pause = std::chrono::milliseconds(500);
        }
        wait(stop, pause);
    }
}

}  // namespace tasklog::kafka
