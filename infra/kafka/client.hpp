#pragma once
#include <librdkafka/rdkafka.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>
#include <functional>
#include <map>
#include <memory>
#include <stdexcept>
#include <string>

namespace tasklog::kafka {

/// What every client of the cluster is made with.
struct Config {
    std::string brokers;                            ///< "host:port,host:port"
    std::map<std::string, std::string> settings{};  ///< librdkafka's own (security.protocol, sasl.…), win over ours
};

/// The same for a reader for whom a place that is not there any more is an error: it is another log's.
Config with_exact_places(Config config);

struct Error : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Frees librdkafka's objects.
struct Destroy {
    void operator()(rd_kafka_conf_t* p) const { rd_kafka_conf_destroy(p); }
    void operator()(rd_kafka_t* p) const { rd_kafka_destroy(p); }
    void operator()(rd_kafka_queue_t* p) const { rd_kafka_queue_destroy(p); }
    void operator()(rd_kafka_topic_t* p) const { rd_kafka_topic_destroy(p); }
    void operator()(rd_kafka_message_t* p) const { rd_kafka_message_destroy(p); }
    void operator()(rd_kafka_topic_partition_list_t* p) const { rd_kafka_topic_partition_list_destroy(p); }
    void operator()(rd_kafka_headers_t* p) const { rd_kafka_headers_destroy(p); }
    void operator()(rd_kafka_AdminOptions_t* p) const { rd_kafka_AdminOptions_destroy(p); }
    void operator()(rd_kafka_NewTopic_t* p) const { rd_kafka_NewTopic_destroy(p); }
    void operator()(rd_kafka_event_t* p) const { rd_kafka_event_destroy(p); }
    void operator()(rd_kafka_error_t* p) const { rd_kafka_error_destroy(p); }
    void operator()(const struct rd_kafka_metadata* p) const { rd_kafka_metadata_destroy(p); }
    void operator()(const struct rd_kafka_group_list* p) const { rd_kafka_group_list_destroy(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Destroy>;

/// A configuration with `settings` and then `config.settings` set; librdkafka's log lines go to ours.
/// Throws Error for a setting that librdkafka refuses.
Owned<rd_kafka_conf_t> make_conf(const Config& config, const std::map<std::string, std::string>& settings);

/// Calls back on the io_context's thread whenever a librdkafka queue has become non-empty. librdkafka writes a byte
/// into a pipe, so nothing polls.
class QueueWatcher {
  public:
    QueueWatcher(boost::asio::io_context& io, Owned<rd_kafka_queue_t> queue, std::function<void()> on_ready);
    ~QueueWatcher();
    QueueWatcher(const QueueWatcher&) = delete;

  private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace tasklog::kafka
