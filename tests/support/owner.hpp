#pragma once
#include <utility>

#include <boost/asio/io_context.hpp>

#include "command/owner/ownership.hpp"
#include "tests/support/services.hpp"

namespace tasklog::testing {

/// One command process within the test: while run() is not called it is a process that stands still.
struct Owner {
    Owner(const OwnTopics& topics, int partitions, const std::string& group)
        : ownership(io,
                    {.kafka = kafka_config(),
                     .events_topic = topics.events,
                     .owners_topic = topics.owners,
                     .group = topics.name + group,
                     .address = group},
                    partitions, metrics, readiness) {}
    /// Runs the process until the condition holds, half a minute at most.
    void run_until(const std::function<bool()>& condition, const char* what) {
        eventually([&] { return io.run_one_for(std::chrono::milliseconds(5)), condition(); }, what);
    }
    command::Partition& partition(int number = 0) { return ownership.partition(number); }

    Metrics metrics;
    Readiness readiness;
    boost::asio::io_context io{1};
    command::Ownership ownership;
};

}  // namespace tasklog::testing
