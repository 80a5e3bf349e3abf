#include "infra/kafka/client.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include <array>
#include <boost/asio/buffer.hpp>

#include "infra/log.hpp"

namespace asio = boost::asio;

namespace tasklog::kafka {
namespace {

void forward_log(const rd_kafka_t*, int level, const char* facility, const char* text) {
    // Lost and refused connections come once a second while a broker is away: /readyz and one line of ours tell that.
    if (level <= 3) {
        log::debug("kafka client", {{"facility", facility}, {"text", text}});
    } else if (level <= 4) {
        log::debug("kafka client warns", {{"facility", facility}, {"text", text}});
    }
}

}  // namespace

Config with_exact_places(Config config) {
    config.settings["auto.offset.reset"] = "error";
    return config;
}

Owned<rd_kafka_conf_t> make_conf(const Config& config, const std::map<std::string, std::string>& settings) {
    Owned<rd_kafka_conf_t> conf(rd_kafka_conf_new());
    const auto set = [&](const std::string& name, const std::string& value) {
        char why[512];
        if (rd_kafka_conf_set(conf.get(), name.c_str(), value.c_str(), why, sizeof why) != RD_KAFKA_CONF_OK)
            throw Error("Kafka setting " + name + "=" + value + ": " + why);
    };
    set("bootstrap.servers", config.brokers);
    set("client.id", "tasklog");
    set("socket.nagle.disable", "true");
    set("reconnect.backoff.ms", "50");
    set("reconnect.backoff.max.ms", "1000");
    for (const auto& [name, value] : settings) set(name, value);
    for (const auto& [name, value] : config.settings) set(name, value);
    rd_kafka_conf_set_log_cb(conf.get(), forward_log);
    return conf;
}

struct QueueWatcher::State : std::enable_shared_from_this<State> {
    State(asio::io_context& io, Owned<rd_kafka_queue_t> q, std::function<void()> f)
        : queue(std::move(q)), on_ready(std::move(f)), reader(io) {
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) != 0) throw Error("cannot make a pipe");
        reader.assign(ends[0]);
        writer = ends[1];
    }
    ~State() { ::close(writer); }

    void wait() {
        reader.async_read_some(asio::buffer(sink), [self = shared_from_this()](auto error, std::size_t) {
            if (error || !self->on_ready) return;
            self->on_ready();
            if (self->on_ready) self->wait();
        });
    }

    Owned<rd_kafka_queue_t> queue;
    std::function<void()> on_ready;
    asio::posix::stream_descriptor reader;
    int writer = -1;
    std::array<char, 256> sink{};
};

QueueWatcher::QueueWatcher(asio::io_context& io, Owned<rd_kafka_queue_t> queue, std::function<void()> on_ready)
    : state_(std::make_shared<State>(io, std::move(queue), std::move(on_ready))) {
    rd_kafka_queue_io_event_enable(state_->queue.get(), state_->writer, "1", 1);
    state_->wait();
}

QueueWatcher::~QueueWatcher() {
    rd_kafka_queue_io_event_enable(state_->queue.get(), -1, nullptr, 0);
    state_->queue.reset();
    state_->on_ready = nullptr;
    boost::system::error_code ignored;
    state_->reader.close(ignored);
}

}  // namespace tasklog::kafka
