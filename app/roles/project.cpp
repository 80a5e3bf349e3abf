#include "app/roles/project.hpp"

namespace tasklog::app {

std::shared_ptr<Alarm> Projections::add(projections::Projection projection, projections::Gathering gathering,
                                        std::size_t number, projections::Telling telling) {
    if (!feed_) feed_ = std::make_shared<projections::Feed>(settings_.kafka_config(), settings_.events_topic());
    const projections::RunnerConfig config{.kafka = settings_.kafka_config(),
                                           .topic = settings_.events_topic(),
                                           .feed = feed_,
                                           .postgres = settings_.postgres,
                                           .pooler = settings_.pooled(),
                                           .worker = number == 0 ? address_ : address_ + " " + std::to_string(number),
                                           .silence = std::chrono::milliseconds(settings_.session_timeout_ms),
                                           .telling = std::move(telling),
                                           .gathering = gathering};
    runners_.emplace_back(config, std::move(projection), metrics_, readiness_);
    return config.alarm;
}

}  // namespace tasklog::app
