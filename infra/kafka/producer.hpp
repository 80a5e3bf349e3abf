#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "infra/kafka/client.hpp"

namespace tasklog::kafka {

/// What became of one record.
struct Delivery {
    int partition = -1;
    std::uint64_t tag = 0;               ///< as given to produce()
    std::optional<std::int64_t> offset;  ///< none: not written, or not known to be
    std::string error{};
};

using Headers = std::span<const std::pair<std::string_view, std::string_view>>;

/// An acks=all producer whose delivery reports come on the io_context's thread. Not for other threads.
class Producer {
  public:
    /// `on_fatal`: this producer will never write again and must be replaced (librdkafka's fatal errors).
    /// `on_interrupted`: no broker was within reach; the client goes on by itself.
    Producer(boost::asio::io_context& io, const Config& config, std::function<void(const Delivery&)> on_delivery,
             std::function<void(const std::string&)> on_fatal, std::function<void()> on_interrupted = {});
    /// Drops what is not written yet; no report comes for it.
    ~Producer();
    Producer(const Producer&) = delete;

    /// Queues a record. Every call is answered by one report, a full queue included (but then from within the call).
    /// Records keep their order but for one case: those queued before the client has first heard of the topic can land
    /// behind later ones. So wait for the first record of a topic (an owner's claim) before the next.
    void produce(const std::string& topic, int partition, std::string_view key, std::string_view value, Headers headers,
                 std::uint64_t tag);
    /// Makes the reports that have come, before the loop's own turn to do so. Returns how many are still awaited.
    std::size_t poll() {
        if (in_flight_ > 0) rd_kafka_poll(client_.get(), 0);
        return in_flight_;
    }
    /// The client's handle, for its in-process mock broker in tests.
    rd_kafka_t* handle() { return client_.get(); }

  private:
    static void on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* self);
    static void on_error(rd_kafka_t* client, int code, const char* reason, void* self);
    rd_kafka_topic_t* topic(const std::string& name);

    std::function<void(const Delivery&)> on_delivery_;
    std::function<void(const std::string&)> on_fatal_;
    std::function<void()> on_interrupted_;
    Owned<rd_kafka_t> client_;
    std::map<std::string, Owned<rd_kafka_topic_t>> topics_;
    std::unique_ptr<QueueWatcher> watcher_;
    std::size_t in_flight_ = 0;
};

}  // namespace tasklog::kafka
