#include "app/tools/log_accept.hpp"

#include <utility>

#include <boost/asio/io_context.hpp>
#include <iostream>
#include <thread>

#include "command/owner/snapshots/snapshot_record.hpp"
#include "infra/kafka/admin.hpp"
#include "infra/kafka/producer.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::seconds wait{30};
/// Twice, since an owner that has not noticed that the log is another may tell what it knows once more.
constexpr int times = 2;
constexpr std::chrono::seconds between{3};

/// Writes records, each after the one before is there.
class Writer {
  public:
    explicit Writer(const kafka::Config& config)
        : producer_(
              io_, config,
              [this](const kafka::Delivery& delivery) {
                  there_ = true;
                  if (!delivery.offset) why_ = delivery.error;
              },
              [this](const std::string& why) { why_ = why; }) {}

    void write(const std::string& topic, int partition, const std::string& key, std::string_view value) {
        there_ = false;
        // Without a value the key is deleted.
        producer_.produce(topic, partition, key, value.empty() ? std::string_view() : value, {}, 0);
        const auto latest = std::chrono::steady_clock::now() + wait;
        while (!there_ && why_.empty() && std::chrono::steady_clock::now() < latest) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds(100));
        }
        if (!there_ && why_.empty()) why_ = "no broker answers";
        if (!why_.empty()) throw kafka::Error("cannot write to " + topic + ": " + why_);
    }

  private:
    boost::asio::io_context io_{1};
    bool there_ = false;
    std::string why_;
    kafka::Producer producer_;
};

}  // namespace

void accept_log(const Settings& settings) {
    const kafka::Config config = settings.kafka_config();
    const int partitions = kafka::partition_count(config, settings.events_topic(), wait);
    if (partitions == 0)
        throw kafka::Error("there is no topic " + settings.events_topic() + ": make it with `tasklog topics` first");
    const bool has_snapshots = kafka::partition_count(config, settings.snapshots_topic(), wait) > 0;
    Writer writer(config);
    for (int time = 0; time < times; ++time) {
        if (time > 0) std::this_thread::sleep_for(between);
        for (int p = 0; p < partitions; ++p) {
            if (has_snapshots)
                for (const command::SnapshotRecord& record : command::acceptance_records())
                    writer.write(settings.snapshots_topic(), p, record.key, record.value);
            writer.write(settings.owners_topic(), 0, std::to_string(p), {});
        }
    }
    std::cout << "The log is accepted as it is now. Fill the read models from it: tasklog replay all\n";
}

}  // namespace tasklog::app
