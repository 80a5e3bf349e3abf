#include "infra/kafka/health.hpp"

#include <chrono>

#include "infra/loop/alarm.hpp"

namespace tasklog::kafka {

Health::Health(const Config& config, std::string topic, Readiness& readiness, std::function<void(int)> on_partitions)
    : topic_(std::move(topic)),
      question_(config, topic_),
      readiness_(readiness),
      on_partitions_(std::move(on_partitions)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

void Health::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        auto pause = std::chrono::milliseconds(2000);
        try {
            const int partitions = question_.partitions(std::chrono::milliseconds(1'000));
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
