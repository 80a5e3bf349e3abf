#include "query/live/event_streams.hpp"

#include <algorithm>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/clock.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::chrono::seconds heartbeat{15};

}  // namespace

/// From the making of the response on, so that nothing is missed while its head is written; until it is gone.
class EventStreams::Subscription {
  public:
    Subscription(EventStreams& streams, const std::vector<std::string>& keys, const http::Asker& asker,
                 std::string first)
        : streams_(streams),
          held_(streams.of_people_, asker.person, 1),
          at_(streams.subscribers_.insert(
              streams.subscribers_.end(),
              Subscriber{.person = asker.person,
                         .session = asker.session,
                         .places = {},
                         .wake = asio::steady_timer(streams.io_),
                         .until = std::chrono::steady_clock::now() + longest(streams, asker)})) {
        for (const std::string& key : keys) at_->places.push_back(streams.by_key_.emplace(key, &*at_));
        at_->pending.emplace("", std::move(first));
        streams_.open_.Increment();
    }
    ~Subscription() {
        for (const auto& place : at_->places) streams_.by_key_.erase(place);
        streams_.subscribers_.erase(at_);
        streams_.open_.Decrement();
    }
    Subscription(const Subscription&) = delete;

    Subscriber& operator*() { return *at_; }

  private:
    static std::chrono::seconds longest(const EventStreams& streams, const http::Asker& asker) {
        return std::min<std::chrono::seconds>(
            streams.bounds_.longest, std::chrono::seconds(std::max<std::int64_t>(0, asker.until_s - unix_s())));
    }

    EventStreams& streams_;
    const Holding held_;
    const std::list<Subscriber>::iterator at_;
};

http::Reply EventStreams::stream(const std::vector<std::string>& keys, const http::Asker& asker, std::string first) {
    if (of_people_.of(asker.person) >= bounds_.each)
        return std::unexpected(Problem{.type = problems::too_many_streams,
                                       .detail = "You have " + std::to_string(bounds_.each) +
                                                 " streams of live updates open. Close one of them first.",
                                       .retry_after_s = 5});
    if (of_people_.all() >= bounds_.all)
        return std::unexpected(Problem{.type = problems::too_many_streams_in_all,
                                       .detail = "Too many streams are open. Try again soon.",
                                       .retry_after_s = 5});
    http::Response response{.content_type = "text/event-stream"};
    response.add_header("Cache-Control", "no-store");
    response.add_header("X-Accel-Buffering", "no");
    auto subscription = std::make_shared<Subscription>(*this, keys, asker, "retry: 2000\n\n" + std::move(first));
    response.stream = [this, subscription = std::move(subscription)](http::Stream& out) {
        return serve(out, subscription);
    };
    return response;
}

void EventStreams::tell(Subscriber& subscriber, const std::string& key, const std::string& event) {
    if (subscriber.ended) return;
    subscriber.pending[key] = event;
    subscriber.wake.cancel();
}

void EventStreams::tell(const std::string& key, const std::string& event) {
    for (auto [at, end] = by_key_.equal_range(key); at != end; ++at) tell(*at->second, key, event);
}

void EventStreams::tell_all(const std::string& event) {
    for (auto& each : subscribers_) tell(each, "", event);
}

void EventStreams::end_unless(const std::string& key, const std::function<bool(const std::string& person)>& may_hear) {
    for (auto [at, last] = by_key_.equal_range(key); at != last;) {
        const auto place = at++;
        Subscriber& each = *place->second;
        if (may_hear(each.person)) continue;
        if (each.places.size() == 1) {
            end(each, gone(key));
        } else {
            tell(each, key, gone(key));
            std::erase(each.places, place);
            by_key_.erase(place);
        }
    }
}

void EventStreams::end_session(const std::string& session) {
    for (auto& each : subscribers_)
        if (each.session == session) end(each, "event: gone\ndata: {}\n\n");
}

void EventStreams::end_sessions() {
    for (auto& each : subscribers_) {
        if (each.session.empty()) continue;
        each.until = std::chrono::steady_clock::now();
        each.wake.cancel();
    }
}

void EventStreams::end(Subscriber& subscriber, const std::string& event) {
    subscriber.pending = {{"", event}};
    subscriber.ended = true;
    subscriber.wake.cancel();
}

asio::awaitable<void> EventStreams::serve(http::Stream& out, std::shared_ptr<Subscription> subscription) {
    Subscriber& self = **subscription;
    out.on_gone([&self] {
        self.gone = true;
        self.wake.cancel();
    });
    for (bool open = true; open && !self.gone && !stopping_ && std::chrono::steady_clock::now() < self.until;) {
        if (self.pending.empty()) {
            if (self.ended) break;
            self.wake.expires_after(std::min<std::chrono::steady_clock::duration>(
                heartbeat, self.until - std::chrono::steady_clock::now()));
            co_await self.wake.async_wait(asio::as_tuple(asio::use_awaitable));
            if (stopping_ || self.gone) break;
        }
        std::string next;
        for (auto& [key, event] : self.pending) next += event;
        self.pending.clear();
        if (next.empty()) next = ": still here\n\n";
        open = co_await out.write(std::move(next));
    }
}

void EventStreams::stop() {
    stopping_ = true;
    for (auto& each : subscribers_) each.wake.cancel();
}

}  // namespace tasklog::query
