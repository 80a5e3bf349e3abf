#include "infra/kafka/admin.hpp"

#include <algorithm>
#include <thread>

namespace tasklog::kafka {
namespace {

Owned<rd_kafka_t> make_client(const Config& config) {
    auto conf = make_conf(config, {});
    char why[512];
    Owned<rd_kafka_t> client(rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), why, sizeof why));
    if (!client) throw Error(std::string("cannot make a Kafka client: ") + why);
    conf.release();
    return client;
}

using Metadata = Owned<const struct rd_kafka_metadata>;

/// What a broker tells of a topic, of which it may know nothing.
Metadata ask(const Config& config, rd_kafka_t* client, rd_kafka_topic_t* topic, std::chrono::milliseconds wait) {
    const struct rd_kafka_metadata* found = nullptr;
    const auto error = rd_kafka_metadata(client, 0, topic, &found, static_cast<int>(wait.count()));
    if (error) throw Error("no broker answers at " + config.brokers + ": " + rd_kafka_err2str(error));
    return Metadata(found);
}

int partitions_of(const Metadata& metadata) { return metadata->topic_cnt == 1 ? metadata->topics[0].partition_cnt : 0; }

bool has_leaders(const Metadata& metadata) {
    if (partitions_of(metadata) == 0) return false;
    const auto& topic = metadata->topics[0];
    return std::all_of(topic.partitions, topic.partitions + topic.partition_cnt,
                       [](const auto& each) { return each.leader >= 0; });
}

/// A controller answers before the brokers know of the topic: whoever asks one meanwhile is told that there is none.
void await_topic(const Config& config, rd_kafka_t* client, const char* topic, std::chrono::milliseconds wait) {
    const Owned<rd_kafka_topic_t> question(rd_kafka_topic_new(client, topic, nullptr));
    const auto until = std::chrono::steady_clock::now() + wait;
    while (!has_leaders(ask(config, client, question.get(), wait))) {
        if (std::chrono::steady_clock::now() > until)
            throw Error(std::string("topic ") + topic + " was created, but no broker serves it yet");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

}  // namespace

void create_topics(const Config& config, const std::vector<Topic>& topics, std::chrono::milliseconds wait) {
    const auto client = make_client(config);
    char why[512];
    std::vector<Owned<rd_kafka_NewTopic_t>> owned;
    std::vector<rd_kafka_NewTopic_t*> list;
    for (const Topic& topic : topics) {
        owned.emplace_back(
            rd_kafka_NewTopic_new(topic.name.c_str(), topic.partitions, topic.replication, why, sizeof why));
        if (!owned.back()) throw Error("topic " + topic.name + ": " + why);
        list.push_back(owned.back().get());
        for (const auto& [name, value] : topic.settings)
            if (const auto error = rd_kafka_NewTopic_set_config(list.back(), name.c_str(), value.c_str()))
                throw Error("topic " + topic.name + ": " + rd_kafka_err2str(error));
    }
    Owned<rd_kafka_AdminOptions_t> options(rd_kafka_AdminOptions_new(client.get(), RD_KAFKA_ADMIN_OP_CREATETOPICS));
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), static_cast<int>(wait.count()), why, sizeof why);
    rd_kafka_AdminOptions_set_request_timeout(options.get(), static_cast<int>(wait.count()), why, sizeof why);
    Owned<rd_kafka_queue_t> queue(rd_kafka_queue_new(client.get()));
    rd_kafka_CreateTopics(client.get(), list.data(), list.size(), options.get(), queue.get());
    Owned<rd_kafka_event_t> event(rd_kafka_queue_poll(queue.get(), static_cast<int>(wait.count()) + 1000));
    if (!event) throw Error("no broker answers at " + config.brokers);
    if (rd_kafka_event_error(event.get()))
        throw Error(std::string("cannot create topics: ") + rd_kafka_event_error_string(event.get()));
    std::size_t count = 0;
    const auto* results = rd_kafka_CreateTopics_result_topics(rd_kafka_event_CreateTopics_result(event.get()), &count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto error = rd_kafka_topic_result_error(results[i]);
        if (error != RD_KAFKA_RESP_ERR_NO_ERROR && error != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS)
            throw Error(std::string("topic ") + rd_kafka_topic_result_name(results[i]) + ": " +
                        rd_kafka_topic_result_error_string(results[i]));
        await_topic(config, client.get(), rd_kafka_topic_result_name(results[i]), wait);
    }
}

TopicQuestion::TopicQuestion(const Config& config, const std::string& topic)
    : config_(config),
      client_(make_client(config)),
      topic_(rd_kafka_topic_new(client_.get(), topic.c_str(), nullptr)) {}

int TopicQuestion::partitions(std::chrono::milliseconds wait) const {
    return partitions_of(ask(config_, client_.get(), topic_.get(), wait));
}

int partition_count(const Config& config, const std::string& topic, std::chrono::milliseconds wait) {
    return TopicQuestion(config, topic).partitions(wait);
}

int group_members(const Config& config, const std::string& group, std::chrono::milliseconds wait) {
    const auto client = make_client(config);
    const struct rd_kafka_group_list* found = nullptr;
    const auto error = rd_kafka_list_groups(client.get(), group.c_str(), &found, static_cast<int>(wait.count()));
    if (error) throw Error("no broker answers at " + config.brokers + ": " + rd_kafka_err2str(error));
    const Owned<const struct rd_kafka_group_list> groups(found);
    return groups->group_cnt == 1 ? groups->groups[0].member_cnt : 0;
}

}  // namespace tasklog::kafka
