#include "infra/postgres/listener.hpp"

#include <boost/asio/post.hpp>
#include <chrono>
#include <list>
#include <pqxx/notification>
#include <utility>

#include "infra/loop/alarm.hpp"

namespace tasklog::postgres {
namespace {

constexpr std::chrono::milliseconds before_next_try{500};

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

void Listener::start() {
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

void Listener::call(const Channel& channel, std::function<void()> what) {
    if (!what) return;
    boost::asio::post(channel.io, [alive = alive_, what = std::move(what)] {
        if (*alive) what();
    });
}

void Listener::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        try {
            hear(stop);
        } catch (const std::exception& error) {
            for (Channel& each : channels_) {
                each.connected = false;
                disconnected(each, error.what());
            }
            wait(stop, before_next_try);
        }
    }
}

void Listener::hear(const std::stop_token& stop) {
    Session session(url_);
    std::list<Receiver> receivers;
    for (Channel& each : channels_)
        receivers.emplace_back(session.connection(), each.name, [this, &each](const std::string& payload) {
            if (each.connected) call(each, [&each, payload] { each.events.payload(payload); });
        });
    std::chrono::steady_clock::time_point next_try{};
    while (!stop.stop_requested()) {
        if (const auto now = std::chrono::steady_clock::now(); now >= next_try) {
            next_try = now + before_next_try;
            for (Channel& each : channels_)
                if (!each.connected) connect(session, each);
        }
        session.connection().await_notification(0, std::chrono::microseconds(before_next_try).count());
    }
}

void Listener::connect(Session& session, Channel& channel) {
    try {
        if (channel.events.connected) call(channel, channel.events.connected(session));
        channel.connected = true;
    } catch (const std::exception& error) {
        if (is_connection_error(error)) throw;
        disconnected(channel, error.what());
    }
}

void Listener::disconnected(const Channel& channel, const std::string& why) {
    if (channel.events.disconnected) call(channel, [&channel, why] { channel.events.disconnected(why); });
}

}  // namespace tasklog::postgres
