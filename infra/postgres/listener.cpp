#include "infra/postgres/listener.hpp"

#include <boost/asio/post.hpp>
#include <chrono>
#include <pqxx/notification>
#include <utility>

#include "infra/alarm.hpp"

namespace tasklog::postgres {
namespace {

class Receiver final : public pqxx::notification_receiver {
  public:
    Receiver(pqxx::connection& connection, const std::string& channel,
             std::function<void(const std::string&)> on_payload)
        : pqxx::notification_receiver(connection, channel), on_payload_(std::move(on_payload)) {}
    void operator()(const std::string& payload, int) override { on_payload_(payload); }

  private:
    const std::function<void(const std::string&)> on_payload_;
};

}  // namespace

Listener::Listener(boost::asio::io_context& io, std::string url, std::string channel, Events events)
    : io_(io),
      url_(std::move(url)),
      channel_(std::move(channel)),
      events_(std::move(events)),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

Listener::~Listener() { *alive_ = false; }

void Listener::call(std::function<void()> what) {
    if (!what) return;
    boost::asio::post(io_, [alive = alive_, what = std::move(what)] {
        if (*alive) what();
    });
}

void Listener::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            listen(stop);
        } catch (const std::exception& error) {
            if (events_.disconnected) call([this, why = std::string(error.what())] { events_.disconnected(why); });
            wait(stop, std::chrono::milliseconds(500));
        }
    }
}

void Listener::listen(const std::stop_token& stop) {
    Session session(url_);
    const Receiver receiver(session.connection(), channel_, [this](const std::string& payload) {
        call([this, payload] { events_.payload(payload); });
    });
    if (events_.connected) call(events_.connected(session));
    while (!stop.stop_requested()) session.connection().await_notification(0, 500'000);
}

}  // namespace tasklog::postgres
