// Bare librdkafka: idempotent acks=all appends of one record after the other, each waited for. Prints the median in
// microseconds.
//   bench_append BROKERS TOPIC VALUE_BYTES COUNT
#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* done) {
    if (message->err) {
        std::cerr << rd_kafka_err2str(message->err) << "\n";
        std::exit(1);
    }
    *static_cast<bool*>(done) = true;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 5) {
        std::cerr << "bench_append BROKERS TOPIC VALUE_BYTES COUNT\n";
        return 2;
    }
    char why[512];
    bool done = false;
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    for (const auto& [name, value] : {std::pair{"bootstrap.servers", argv[1]},
                                      {"enable.idempotence", const_cast<char*>("true")},
                                      {"linger.ms", const_cast<char*>("0")},
                                      {"socket.nagle.disable", const_cast<char*>("true")}})
        if (rd_kafka_conf_set(conf, name, value, why, sizeof why) != RD_KAFKA_CONF_OK)
            return std::cerr << why << "\n", 1;
    rd_kafka_conf_set_dr_msg_cb(conf, on_report);
    rd_kafka_conf_set_opaque(conf, &done);
    rd_kafka_t* producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, why, sizeof why);
    rd_kafka_topic_t* topic = rd_kafka_topic_new(producer, argv[2], nullptr);
    std::string value(static_cast<std::size_t>(std::atoi(argv[3])), 'x');
    std::vector<double> us;
    for (int i = std::atoi(argv[4]); i > 0; --i) {
        done = false;
        const auto begin = Clock::now();
        rd_kafka_produce(topic, 0, RD_KAFKA_MSG_F_COPY, value.data(), value.size(), nullptr, 0, nullptr);
        while (!done) rd_kafka_poll(producer, 1000);
        us.push_back(std::chrono::duration<double, std::micro>(Clock::now() - begin).count());
    }
    std::nth_element(us.begin(), us.begin() + static_cast<std::ptrdiff_t>(us.size() / 2), us.end());
    std::cout << us[us.size() / 2] << "\n";
    rd_kafka_topic_destroy(topic);
    rd_kafka_destroy(producer);
}
