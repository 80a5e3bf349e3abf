#include "infra/kafka/producer.hpp"

#include "infra/log.hpp"

namespace tasklog::kafka {

Producer::Producer(boost::asio::io_context& io, const Config& config, std::function<void(const Delivery&)> on_delivery,
                   std::function<void(const std::string&)> on_fatal, std::function<void()> on_interrupted)
    : on_delivery_(std::move(on_delivery)), on_fatal_(std::move(on_fatal)), on_interrupted_(std::move(on_interrupted)) {
    auto conf = make_conf(config, {{"acks", "all"},
                                   // One request at a time: what comes meanwhile is the next one's batch, and a retry
                                   // keeps the order. What Kafka's own idempotence would add the log's readers do
                                   // themselves (docs/decisions/0003).
                                   {"enable.idempotence", "false"},
                                   {"max.in.flight.requests.per.connection", "1"},
                                   {"linger.ms", "0"},  // batches form by load; waiting would be on every lone request
                                   {"message.timeout.ms", "10000"},
                                   {"message.max.bytes", "4194304"},
                                   {"queue.buffering.max.messages", "500000"},
                                   {"queue.buffering.max.kbytes", "524288"},
                                   {"retry.backoff.ms", "50"}});
    rd_kafka_conf_set_opaque(conf.get(), this);
    rd_kafka_conf_set_dr_msg_cb(conf.get(), on_report);
    rd_kafka_conf_set_error_cb(conf.get(), on_error);
    char why[512];
    client_.reset(rd_kafka_new(RD_KAFKA_PRODUCER, conf.get(), why, sizeof why));
    if (!client_) throw Error(std::string("cannot make a Kafka producer: ") + why);
    conf.release();  // the client owns it now
    watcher_ = std::make_unique<QueueWatcher>(io, Owned<rd_kafka_queue_t>(rd_kafka_queue_get_main(client_.get())),
                                              [this] { rd_kafka_poll(client_.get(), 0); });
}

Producer::~Producer() {
    watcher_.reset();
    on_delivery_ = nullptr;
    on_fatal_ = nullptr;
    on_interrupted_ = nullptr;
    rd_kafka_purge(client_.get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
    rd_kafka_flush(client_.get(), 0);
    topics_.clear();
}

void Producer::produce(const std::string& name, int partition, std::string_view key, std::string_view value,
                       Headers headers, std::uint64_t tag) {
    rd_kafka_headers_t* list = rd_kafka_headers_new(headers.size());
    for (const auto& [header, text] : headers)
        rd_kafka_header_add(list, header.data(), static_cast<ssize_t>(header.size()), text.data(),
                            static_cast<ssize_t>(text.size()));
    rd_kafka_vu_t parts[7];
    parts[0].vtype = RD_KAFKA_VTYPE_RKT;
    parts[0].u.rkt = topic(name);
    parts[1].vtype = RD_KAFKA_VTYPE_PARTITION;
    parts[1].u.i32 = partition;
    parts[2].vtype = RD_KAFKA_VTYPE_MSGFLAGS;
    parts[2].u.i = RD_KAFKA_MSG_F_COPY;
    parts[3].vtype = RD_KAFKA_VTYPE_KEY;
    parts[3].u.mem = {const_cast<char*>(key.data()), key.size()};
    parts[4].vtype = RD_KAFKA_VTYPE_VALUE;
    parts[4].u.mem = {const_cast<char*>(value.data()), value.size()};
    parts[5].vtype = RD_KAFKA_VTYPE_HEADERS;
    parts[5].u.headers = list;
    parts[6].vtype = RD_KAFKA_VTYPE_OPAQUE;
    parts[6].u.ptr =
        reinterpret_cast<void*>(tag);  // NOLINT(performance-no-int-to-ptr): librdkafka's opaque is a pointer
    rd_kafka_error_t* failed = rd_kafka_produceva(client_.get(), parts, std::size(parts));
    if (!failed) {
        ++in_flight_;
        return;
    }
    rd_kafka_headers_destroy(list);
    const std::string why = rd_kafka_error_string(failed);
    rd_kafka_error_destroy(failed);
    if (on_delivery_) on_delivery_({.partition = partition, .tag = tag, .offset = std::nullopt, .error = why});
}

rd_kafka_topic_t* Producer::topic(const std::string& name) {
    auto& known = topics_[name];
    if (!known) known.reset(rd_kafka_topic_new(client_.get(), name.c_str(), nullptr));
    return known.get();
}

void Producer::on_report(rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
    auto& self = *static_cast<Producer*>(opaque);
    if (!self.on_delivery_) return;
    --self.in_flight_;
    Delivery delivery{.partition = message->partition,
                      .tag = reinterpret_cast<std::uint64_t>(message->_private),
                      .offset = std::nullopt};
    if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
        delivery.offset = message->offset;
    } else {
        delivery.error = rd_kafka_err2str(message->err);
    }
    self.on_delivery_(delivery);
}

void Producer::on_error(rd_kafka_t* client, int code, const char* reason, void* opaque) {
    auto& self = *static_cast<Producer*>(opaque);
    if (code == RD_KAFKA_RESP_ERR__ALL_BROKERS_DOWN && self.on_interrupted_) {
        log::debug("kafka producer was interrupted", {{"why", reason}});
        self.on_interrupted_();
    }
    if (code != RD_KAFKA_RESP_ERR__FATAL || !self.on_fatal_) return;
    char why[512];
    rd_kafka_fatal_error(client, why, sizeof why);
    log::error("kafka producer failed for good", {{"why", why}, {"reason", reason}});
    self.on_fatal_(why);
}

}  // namespace tasklog::kafka
