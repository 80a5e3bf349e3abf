#include "infra/postgres/listener.hpp"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <pqxx/notification>

namespace tasklog::postgres {
namespace {

class Receiver final : public pqxx::notification_receiver {
  public:
    Receiver(pqxx::connection& connection, const std::string& channel,
             const std::function<void(const std::string&)>& on_payload)
        : pqxx::notification_receiver(connection, channel), on_payload_(on_payload) {}
    void operator()(const std::string& payload, int) override { on_payload_(payload); }

  private:
    const std::function<void(const std::string&)>& on_payload_;
};

}  // namespace

Listener::Listener(std::string url, std::string channel, Events events)
    : url_(std::move(url)),
      channel_(std::move(channel)),
      events_(std::move(events)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Listener::~Listener() = default;

void Listener::run(const std::stop_token& stop) {
    std::mutex mutex;
    std::condition_variable_any wake;
    while (!stop.stop_requested()) {
        try {
            listen(stop);
        } catch (const std::exception& error) {
            events_.disconnected(error.what());
            std::unique_lock lock(mutex);
            wake.wait_for(lock, stop, std::chrono::milliseconds(500), [] { return false; });
        }
    }
}

void Listener::listen(const std::stop_token& stop) {
    Session session(url_);
    const Receiver receiver(session.connection(), channel_, events_.payload);
    events_.connected(session);
    while (!stop.stop_requested()) session.connection().await_notification(0, 500'000);
}

}  // namespace tasklog::postgres
