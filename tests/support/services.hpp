#pragma once
#include <gtest/gtest.h>

#include <chrono>
#include <cstdlib>
#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

#include "infra/kafka/admin.hpp"
#include "infra/postgres/session.hpp"
#include "infra/uuid.hpp"

/// The Kafka and the Postgres that `./dev test` has started. Each test has topics and a schema of its own.
namespace tasklog::testing {

inline std::string service(const char* variable) {
    const char* value = std::getenv(variable);
    if (!value) throw std::runtime_error(std::string(variable) + " is not set: run the tests by ./dev test");
    return value;
}

inline kafka::Config kafka_config() { return {.brokers = service("TASKLOG_TEST_KAFKA")}; }
inline std::string postgres_url() { return service("TASKLOG_TEST_POSTGRES"); }

struct OwnTopics {
    explicit OwnTopics(int partitions) {
        kafka::create_topics(kafka_config(),
                             {{.name = events, .partitions = partitions}, {.name = owners, .partitions = 1}},
                             std::chrono::seconds(20));
    }
    const std::string name = "test-" + uuid_v7();
    const std::string events = name + ".events";
    const std::string owners = name + ".owners";
};

inline std::string own_schema() {
    std::string name = "test_" + uuid_v7();
    for (char& c : name)
        if (c == '-') c = '_';
    return name;
}

/// Waits on a condition, half a minute at most unless told otherwise.
inline void eventually(const std::function<bool()>& condition, const char* what,
                       std::chrono::seconds patience = std::chrono::seconds(30)) {
    const auto latest = std::chrono::steady_clock::now() + patience;
    while (!condition()) {
        if (std::chrono::steady_clock::now() > latest)
            throw std::runtime_error(std::string("it did not come about: ") + what);
        std::this_thread::yield();
    }
}

}  // namespace tasklog::testing
