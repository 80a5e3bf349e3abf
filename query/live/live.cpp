#include "query/live/live.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "infra/log.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

std::string changed_event(const std::string& workspace, std::int64_t version) {
    return "id: " + std::to_string(version) + "\nevent: changed\ndata: {\"workspace\":\"" + workspace +
           "\",\"version\":" + std::to_string(version) + "}\n\n";
}

}  // namespace

Live::Live(boost::asio::io_context& io, ReadModel& model, postgres::Pool& pool, EventStreams& streams)
    : io_(io), model_(model), pool_(pool), streams_(streams) {
    model.set_changed([this](const std::string& workspace, std::int64_t version) {
        if (workspace.empty()) {
            streams_.tell_all(EventStreams::reset());
        } else if (streams_.has(workspace)) {
            asio::co_spawn(io_, changed(workspace, version, alive_), asio::detached);
        }
    });
}

asio::awaitable<void> Live::changed(std::string workspace, std::int64_t version, std::shared_ptr<bool> alive) {
    try {
        const KnownWorkspace known = co_await model_.workspace(pool_, workspace, "live " + workspace);
        if (!*alive) co_return;
        streams_.end_unless(workspace, [&](const std::string& person) {
            return std::find(known.members->begin(), known.members->end(), person) != known.members->end();
        });
        streams_.tell(workspace, changed_event(workspace, version));
    } catch (const std::exception& error) {
        // Who may hear of it is not known now: who reads anew is looked at then.
        log::debug("a change could not be told", {{"workspace", workspace}, {"why", error.what()}});
        if (*alive) streams_.tell(workspace, EventStreams::reset());
    }
}

http::Reply Live::stream(const std::string& workspace, const http::Asker& asker, std::string_view last_event_id,
                         std::int64_t version) {
    // Also who comes for the first time: what they read before they came may be older.
    std::string first = version < 0 ? std::string() : changed_event(workspace, version);
    if (!last_event_id.empty()) {
        std::int64_t seen = -1;
        const auto [end, error] =
            std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), seen);
        if (error != std::errc() || end != last_event_id.data() + last_event_id.size() || seen > version) {
            first = EventStreams::reset();
        } else if (seen == version) {
            first.clear();
        }
    }
    const std::vector<std::string> keys{workspace};
    return streams_.stream(keys, asker, std::move(first));
}

http::Reply Live::stream(const http::Asker& asker, const std::vector<Readable>& workspaces,
                         const std::vector<std::string>& gone) {
    std::vector<std::string> keys{feed_key(asker.person)};
    std::string first = notified_event();
    for (const Readable& each : workspaces) {
        keys.push_back(each.workspace);
        if (each.version >= 0) first += changed_event(each.workspace, each.version);
    }
    for (const std::string& each : gone) first += EventStreams::gone(each);
    return streams_.stream(keys, asker, std::move(first));
}

}  // namespace tasklog::query
