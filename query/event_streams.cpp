#include "query/event_streams.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::chrono::seconds heartbeat{15};

}  // namespace

http::Response EventStreams::stream(const std::string& key, std::string first) {
    http::Response response{.content_type = "text/event-stream"};
    response.add_header("Cache-Control", "no-store");
    response.stream = [this, key, first = "retry: 2000\n\n" + std::move(first)](http::Stream& out) {
        return serve(out, key, first);
    };
    return response;
}

void EventStreams::tell(const std::string& key, const std::string& event) {
    for (Subscriber& each : subscribers_) {
        if (each.key != key) continue;
        each.pending = event;
        each.wake.cancel();
    }
}

void EventStreams::tell_all(const std::string& event) {
    for (Subscriber& each : subscribers_) {
        each.pending = event;
        each.wake.cancel();
    }
}

asio::awaitable<void> EventStreams::serve(http::Stream& out, std::string key, std::string first) {
    const auto self =
        subscribers_.insert(subscribers_.end(), Subscriber{std::move(key), std::move(first), asio::steady_timer(io_)});
    open_.Increment();
    for (bool open = true; open && !stopping_;) {
        if (self->pending.empty()) {
            self->wake.expires_after(heartbeat);
            co_await self->wake.async_wait(asio::as_tuple(asio::use_awaitable));
        }
        std::string next = std::exchange(self->pending, {});
        if (next.empty()) next = ": still here\n\n";
        open = !stopping_ && co_await out.write(std::move(next));
    }
    subscribers_.erase(self);
    open_.Decrement();
}

void EventStreams::stop() {
    stopping_ = true;
    for (Subscriber& each : subscribers_) each.wake.cancel();
}

}  // namespace tasklog::query
