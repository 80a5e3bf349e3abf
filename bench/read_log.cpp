// Reads a whole topic, and tells how fast.
//   bench_read_log BROKERS TOPIC bare   librdkafka alone: every record is fetched, none is looked at
//   bench_read_log BROKERS TOPIC fold   every record through the claim filter, decoded, and folded into its workspace
// Prints {"records":…,"bytes":…,"seconds":…}; with fold also the tasks.
#include <array>
#include <cstdlib>
#include <future>
#include <iostream>
#include <map>
#include <unordered_map>

#include "bench/raw_kafka.hpp"
#include "bench/spread.hpp"
#include "events/format/commit_json.hpp"
#include "events/format/log_record.hpp"
#include "events/workspace.hpp"
#include "infra/kafka/reading.hpp"

using namespace tasklog;

namespace {

struct Read {
    std::uint64_t records = 0;
    std::uint64_t bytes = 0;
    std::uint64_t tasks = 0;
};

Read bare(const std::string& brokers, const std::string& topic) {
    rd_kafka_t* client = bench::make_client(RD_KAFKA_CONSUMER, brokers,
                                            {{"group.id", "bench"},
                                             {"enable.auto.commit", "false"},
                                             {"enable.partition.eof", "true"},
                                             {"queued.min.messages", "50000"},
                                             {"fetch.message.max.bytes", "4194304"}});
    rd_kafka_topic_partition_list_t* all = rd_kafka_topic_partition_list_new(8);
    int open = bench::partition_count(client, topic);
    for (int p = 0; p < open; ++p) rd_kafka_topic_partition_list_add(all, topic.c_str(), p)->offset = 0;
    rd_kafka_assign(client, all);
    rd_kafka_queue_t* queue = rd_kafka_queue_get_consumer(client);
    std::vector<rd_kafka_message_t*> batch(10'000);
    Read read;
    while (open > 0) {
        const auto got = rd_kafka_consume_batch_queue(queue, 100, batch.data(), batch.size());
        for (std::ptrdiff_t i = 0; i < got; ++i) {
            rd_kafka_message_t* message = batch[static_cast<std::size_t>(i)];
            if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) --open;
            if (!message->err) ++read.records, read.bytes += message->len;
            rd_kafka_message_destroy(message);
        }
    }
    return read;
}

/// Some of the partitions. What it has made is left there: to give each task's memory back is no part of reading.
Read fold_some(const kafka::Config& config, const std::string& topic, const std::map<int, kafka::Span>& spans) {
    std::map<int, ClaimFilter> filters;
    auto& workspaces = *new std::map<WorkspaceId, Workspace>;
    Read read;
    kafka::Consumer consumer(config, "");
    kafka::read(consumer, topic, spans, [&](const kafka::Record& record) {
        ++read.records;
        read.bytes += record.value().size();
        if (!counts(filters[record.partition()], log_record(record))) return true;
        const auto commit = decode_commit(record.value());
        if (!commit) throw std::runtime_error(commit.error().why);
        tasklog::fold(workspaces[commit->workspace], *commit, record.value(), record.offset());
        return true;
    });
    for (const auto& [id, workspace] : workspaces) read.tasks += workspace.tasks.size();
    return read;
}

/// The partitions side by side on two threads, as `tasklog replay` reads them.
Read fold(const std::string& brokers, const std::string& topic) {
    const kafka::Config config{.brokers = brokers};
    std::array<std::map<int, kafka::Span>, 2> shares;
    for (const auto& [partition, span] : kafka::whole(config, topic))
        shares[static_cast<std::size_t>(partition) % shares.size()].emplace(partition, span);
    auto second = std::async(std::launch::async, [&] { return fold_some(config, topic, shares[1]); });
    Read all = fold_some(config, topic, shares[0]);
    const Read other = second.get();
    all.records += other.records;
    all.bytes += other.bytes;
    all.tasks += other.tasks;
    return all;
}

}  // namespace

int main(int argc, char** argv) {
    if (argc != 4) {
        std::cerr << "bench_read_log BROKERS TOPIC bare|fold\n";
        return 2;
    }
    const auto begin = bench::Clock::now();
    const Read read = argv[3] == std::string("bare") ? bare(argv[1], argv[2]) : fold(argv[1], argv[2]);
    const std::chrono::duration<double> took = bench::Clock::now() - begin;
    std::cout << R"({"records":)" << read.records << R"(,"bytes":)" << read.bytes << R"(,"tasks":)" << read.tasks
              << R"(,"seconds":)" << took.count() << "}\n";
    std::exit(0);  // without giving each task's memory back
}
