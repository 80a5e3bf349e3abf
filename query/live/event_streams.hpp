#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <list>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "infra/holdings.hpp"
#include "infra/http/authenticate.hpp"
#include "infra/metrics.hpp"

namespace tasklog::query {

struct StreamBounds {
    std::size_t each = 40;             ///< of one person; more are refused
    std::size_t all = 3'000;           ///< of a process, which has 4,000 connections
    std::chrono::minutes longest{10};  ///< then it is ended: who comes back shows that they still may
};

/// Streams of server-sent events (WHATWG HTML, "Server-sent events"), each for some keys. A client that is slow gets
/// the newest event of each key only. A line every 15 s keeps proxies awake. For the io_context's thread.
class EventStreams {
  public:
    /// `open`: counts the streams. `of_people`: what people have of them, on all loops of the process.
    EventStreams(boost::asio::io_context& io, prometheus::Gauge& open, Holdings& of_people,
                 const StreamBounds& bounds = {})
        : io_(io), of_people_(of_people), open_(open), bounds_(bounds) {}

    /// The response that streams what is told for `keys` from now on until the client goes, or the token that it was
    /// asked for with is over, after `first`. A 429 or 503 if there are too many.
    http::Reply stream(const std::vector<std::string>& keys, const http::Asker& asker, std::string first);
    void tell(const std::string& key, const std::string& event);
    void tell_all(const std::string& event);
    bool has(const std::string& key) const { return by_key_.contains(key); }
    /// Those people for whom `may_hear` says false hear no more of this key, which they are told by the event `gone`; a
    /// stream that has no other key ends.
    void end_unless(const std::string& key, const std::function<bool(const std::string& person)>& may_hear);
    /// Ends the streams that were asked for by someone signed in to this session.
    void end_session(const std::string& session);
    /// Ends all that were asked for by someone signed in, where it is not known who still is: they come back.
    void end_sessions();
    /// Ends all streams.
    void stop();

    static std::string reset() { return "event: reset\ndata: {}\n\n"; }
    static std::string gone(const std::string& workspace) {
        return "event: gone\ndata: {\"workspace\":\"" + workspace + "\"}\n\n";
    }

  private:
    struct Subscriber;
    using Subscribers = std::multimap<std::string, Subscriber*>;
    struct Subscriber {
        std::string person;
        std::string session;
        std::vector<Subscribers::iterator> places;     ///< one for each of its keys
        std::map<std::string, std::string> pending{};  ///< what is to be written next, of each key
        boost::asio::steady_timer wake;
        std::chrono::steady_clock::time_point until;
        bool gone = false;  ///< its client
        bool ended = false;
    };
    class Subscription;
    static void tell(Subscriber& subscriber, const std::string& key, const std::string& event);
    static void end(Subscriber& subscriber, const std::string& event);
    boost::asio::awaitable<void> serve(http::Stream& out, std::shared_ptr<Subscription> subscription);

    boost::asio::io_context& io_;
    Subscribers by_key_;
    std::list<Subscriber> subscribers_;
    Holdings& of_people_;
    bool stopping_ = false;
    prometheus::Gauge& open_;
    const StreamBounds bounds_;
};

/// The key of what a person is told, and what is told: read the notifications again.
inline std::string feed_key(const std::string& person) { return "feed " + person; }
inline std::string notified_event() { return "event: notified\ndata: {}\n\n"; }

}  // namespace tasklog::query
