#include "query/live.hpp"

#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::chrono::seconds heartbeat{15};

std::string changed_event(const std::string& workspace, std::int64_t version) {
    return "id: " + std::to_string(version) + "\nevent: changed\ndata: {\"workspace\":\"" + workspace +
           "\",\"version\":" + std::to_string(version) + "}\n\n";
}

std::string reset_event() { return "event: reset\ndata: {}\n\n"; }

}  // namespace

Live::Live(asio::io_context& io, ReadModel& model, Metrics& metrics)
    : io_(io), streams_(metrics.gauge("tasklog_live_streams", "Open streams of live updates")) {
    model.set_changed([this](const std::string& workspace, std::int64_t version) {
        for (Subscriber& each : subscribers_) {
            if (workspace.empty()) {
                each.pending = reset_event();
            } else if (each.workspace == workspace) {
                each.pending =
                    changed_event(workspace, version);  // the newest says all: a slow client gets one, not a queue
            } else {
                continue;
            }
            each.wake.cancel();
        }
    });
}

http::Response Live::stream(const std::string& workspace, std::string_view last_event_id, std::int64_t version) {
    std::string first = "retry: 2000\n\n";
    if (!last_event_id.empty()) {
        std::int64_t seen = -1;
        const auto [end, error] =
            std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), seen);
        if (error != std::errc() || end != last_event_id.data() + last_event_id.size() || seen > version) {
            first += reset_event();
        } else if (seen < version) {
            first += changed_event(workspace, version);
        }
    }
    http::Response response{.content_type = "text/event-stream"};
    response.add_header("Cache-Control", "no-store");
    response.stream = [this, workspace, first = std::move(first)](http::Stream& out) {
        return serve(out, workspace, first);
    };
    return response;
}

asio::awaitable<void> Live::serve(http::Stream& out, std::string workspace, std::string first) {
    const auto self = subscribers_.insert(subscribers_.end(),
                                          Subscriber{std::move(workspace), std::move(first), asio::steady_timer(io_)});
    streams_.Increment();
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
    streams_.Decrement();
}

void Live::stop() {
    stopping_ = true;
    for (Subscriber& each : subscribers_) each.wake.cancel();
}

}  // namespace tasklog::query
