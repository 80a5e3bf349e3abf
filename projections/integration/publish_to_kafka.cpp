#include "projections/integration/publish_to_kafka.hpp"

#include <array>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <memory>
#include <set>

#include "infra/kafka/producer.hpp"

namespace tasklog::projections {
namespace {

constexpr std::chrono::seconds wait{15};  ///< longer than the client tries a record

class KafkaTopics {
  public:
    KafkaTopics(const kafka::Config& config, std::string prefix) : config_(config), prefix_(std::move(prefix)) {
        config_.settings.emplace("partitioner", "murmur2_random");  // the one of Java's clients, and of the log
    }

    std::string publish(std::span<Publication> publications) {
        if (!producer_) make_producer();
        why_.clear();
        publications_ = publications;
        for (std::size_t i = 0; i < publications.size() && why_.empty(); ++i) {
            produce(publications[i], i);
            // The first record of a topic is waited for: see kafka::Producer::produce().
            if (known_.insert(publications[i].topic).second) settle();
        }
        settle();
        publications_ = {};
        return why_;
    }

  private:
    void make_producer() {
        known_.clear();
        producer_ = std::make_unique<kafka::Producer>(
            io_, config_,
            [this](const kafka::Delivery& delivery) {
                --under_way_;
                if (delivery.offset && why_.empty()) publications_[delivery.tag].taken = true;
                if (!delivery.offset && why_.empty()) why_ = delivery.error;
            },
            [this](const std::string& why) { why_ = why; });
    }

    void produce(const Publication& each, std::size_t number) {
        static constexpr std::array<std::pair<std::string_view, std::string_view>, 1> headers{
            {{"content-type", "application/cloudevents+json; charset=utf-8"}}};
        ++under_way_;
        producer_->produce(prefix_ + each.topic, RD_KAFKA_PARTITION_UA, each.key, each.body, headers, number);
    }

    /// Waits until all are acknowledged. With one that is not the producer goes, and what it still holds with it: what
    /// comes behind must not overtake.
    void settle() {
        const auto until = std::chrono::steady_clock::now() + wait;
        while (under_way_ > 0 && why_.empty() && std::chrono::steady_clock::now() < until) {
            io_.restart();
            io_.run_one_for(std::chrono::milliseconds(100));
        }
        if (under_way_ > 0 && why_.empty()) why_ = "Kafka does not answer";
        if (why_.empty()) return;
        producer_.reset();
        under_way_ = 0;
    }

    kafka::Config config_;
    const std::string prefix_;
    boost::asio::io_context io_{1};
    std::unique_ptr<kafka::Producer> producer_;
    std::set<std::string> known_;          ///< topics that a record of this producer is in
    std::span<Publication> publications_;  ///< those that are being published
    std::size_t under_way_ = 0;
    std::string why_;  ///< why a record was not taken
};

}  // namespace

Publish publish_to_kafka(const kafka::Config& config, const std::string& prefix) {
    return [topics = std::make_shared<KafkaTopics>(config, prefix)](std::span<Publication> publications) {
        return topics->publish(publications);
    };
}

}  // namespace tasklog::projections
