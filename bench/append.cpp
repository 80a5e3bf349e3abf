// Bare librdkafka: idempotent acks=all appends, so many in flight, over the topic's partitions in turn.
//   bench_append BROKERS TOPIC VALUE_BYTES IN_FLIGHT SECONDS
// Prints {"rate":…,"p50_us":…,"p99_us":…}.
#include <chrono>
#include <cstdlib>
#include <iostream>

#include "bench/raw_kafka.hpp"
#include "bench/spread.hpp"

using namespace tasklog::bench;

namespace {

struct InFlight {
    rd_kafka_topic_t* topic;
    std::string value;
    int partitions = 0;
    std::uint64_t sent = 0;
    std::vector<Clock::time_point> begun;
    std::vector<double> us;
};

void append(InFlight& all, std::size_t slot) {
    all.begun[slot] = Clock::now();
    if (rd_kafka_produce(all.topic, static_cast<int>(all.sent++ % static_cast<unsigned>(all.partitions)),
                         RD_KAFKA_MSG_F_COPY, all.value.data(), all.value.size(),
                         "01890c5e-7f4a-7000-8000-000000000000", 36,
                         reinterpret_cast<void*>(slot)) != 0)  // NOLINT(performance-no-int-to-ptr): an opaque
        std::exit(1);
}

void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    auto& all = *static_cast<InFlight*>(opaque);
    if (message->err) {
        std::cerr << rd_kafka_err2str(message->err) << "\n";
        std::exit(1);
    }
    const auto slot = reinterpret_cast<std::size_t>(message->_private);
    all.us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - all.begun[slot]).count());
    append(all, slot);
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 6) {
        std::cerr << "bench_append BROKERS TOPIC VALUE_BYTES IN_FLIGHT SECONDS\n";
        return 2;
    }
    InFlight all{.topic = nullptr,
                 .value = std::string(static_cast<std::size_t>(std::atoi(argv[3])), 'x'),
                 .begun = {},
                 .us = {}};
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_dr_msg_cb(conf, on_report);
    rd_kafka_conf_set_opaque(conf, &all);
    rd_kafka_t* producer =
        make_client(RD_KAFKA_PRODUCER, argv[1], {{"enable.idempotence", "true"}, {"linger.ms", "0"}}, conf);
    all.topic = rd_kafka_topic_new(producer, argv[2], nullptr);
    all.partitions = partition_count(producer, argv[2]);
    all.begun.resize(static_cast<std::size_t>(std::atoi(argv[4])));
    for (std::size_t slot = 0; slot < all.begun.size(); ++slot) append(all, slot);
    const auto run = [&](double seconds) {
        all.us.clear();
        const auto end = Clock::now() + std::chrono::duration<double>(seconds);
        while (Clock::now() < end) rd_kafka_poll(producer, 10);
    };
    run(0.5);  // until the connection is warm
    const double seconds = std::atof(argv[5]);
    run(seconds);
    print_spread(std::move(all.us), seconds);
    std::exit(0);  // what is in flight is no matter
}
