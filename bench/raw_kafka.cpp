#include "bench/raw_kafka.hpp"

#include <cstdlib>
#include <iostream>

namespace tasklog::bench {
namespace {

[[noreturn]] void end(const std::string& why) {
    std::cerr << why << "\n";
    std::exit(1);
}

void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void*) {
    if (message->err) end(rd_kafka_err2str(message->err));
    if (message->_private) *static_cast<std::int64_t*>(message->_private) = message->offset;
}

}  // namespace

rd_kafka_t* make_client(rd_kafka_type_t type, const std::string& brokers, const Pairs& settings,
                        rd_kafka_conf_t* conf) {
    char why[512];
    Pairs all{{"bootstrap.servers", brokers}, {"socket.nagle.disable", "true"}};
    all.insert(all.end(), settings.begin(), settings.end());
    for (const auto& [name, value] : all)
        if (rd_kafka_conf_set(conf, name.c_str(), value.c_str(), why, sizeof why) != RD_KAFKA_CONF_OK) end(why);
    rd_kafka_t* client = rd_kafka_new(type, conf, why, sizeof why);
    return client ? client : (end(why), nullptr);
}

int partition_count(rd_kafka_t* client, const std::string& name) {
    rd_kafka_topic_t* topic = rd_kafka_topic_new(client, name.c_str(), nullptr);
    const struct rd_kafka_metadata* metadata = nullptr;
    if (const auto error = rd_kafka_metadata(client, 0, topic, &metadata, 10'000)) end(rd_kafka_err2str(error));
    const int partitions = metadata->topics[0].partition_cnt;
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(topic);
    if (partitions == 0) end("there is no topic " + name);
    return partitions;
}

RawProducer::RawProducer(const std::string& brokers, const std::string& topic, const Pairs& settings) {
    rd_kafka_conf_t* conf = rd_kafka_conf_new();
    rd_kafka_conf_set_dr_msg_cb(conf, on_report);
    Pairs all{{"enable.idempotence", "true"}, {"acks", "all"}};
    all.insert(all.end(), settings.begin(), settings.end());
    client_ = make_client(RD_KAFKA_PRODUCER, brokers, all, conf);
    topic_ = rd_kafka_topic_new(client_, topic.c_str(), nullptr);
    partitions_ = partition_count(client_, topic);
}

RawProducer::~RawProducer() {
    rd_kafka_topic_destroy(topic_);
    rd_kafka_destroy(client_);
}

namespace {

rd_kafka_resp_err_t produce(rd_kafka_t* client, rd_kafka_topic_t* topic, int partition, std::string_view key,
                            std::string_view value, const Pairs& pairs, std::int64_t* offset) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(pairs.size());
    for (const auto& [name, text] : pairs)
        rd_kafka_header_add(headers, name.c_str(), -1, text.data(), static_cast<std::ptrdiff_t>(text.size()));
    const auto error = rd_kafka_producev(
        client, RD_KAFKA_V_RKT(topic), RD_KAFKA_V_PARTITION(partition), RD_KAFKA_V_KEY(key.data(), key.size()),
        RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
        RD_KAFKA_V_HEADERS(headers), RD_KAFKA_V_OPAQUE(offset), RD_KAFKA_V_END);
    if (error) rd_kafka_headers_destroy(headers);
    return error;
}

}  // namespace

void RawProducer::append(int partition, std::string_view key, std::string_view value, const Pairs& headers) {
    for (;;) {
        const auto error = produce(client_, topic_, partition, key, value, headers, nullptr);
        if (error && error != RD_KAFKA_RESP_ERR__QUEUE_FULL) end(rd_kafka_err2str(error));
        rd_kafka_poll(client_, error ? 100 : 0);
        if (!error) return;
    }
}

std::int64_t RawProducer::append_and_wait(int partition, std::string_view key, std::string_view value,
                                          const Pairs& headers) {
    std::int64_t offset = -1;
    if (const auto error = produce(client_, topic_, partition, key, value, headers, &offset))
        end(rd_kafka_err2str(error));
    while (offset < 0) rd_kafka_poll(client_, 1000);
    return offset;
}

void RawProducer::flush() {
    if (const auto error = rd_kafka_flush(client_, 60'000)) end(rd_kafka_err2str(error));
}

}  // namespace tasklog::bench
