#include "query/live.hpp"

#include <charconv>

namespace tasklog::query {
namespace {

std::string changed_event(const std::string& workspace, std::int64_t version) {
    return "id: " + std::to_string(version) + "\nevent: changed\ndata: {\"workspace\":\"" + workspace +
           "\",\"version\":" + std::to_string(version) + "}\n\n";
}

}  // namespace

Live::Live(boost::asio::io_context& io, ReadModel& model, Metrics& metrics)
    : streams_(io, metrics.gauge("tasklog_live_streams", "Open streams of live updates", {{"of", "workspaces"}})) {
    model.set_changed([this](const std::string& workspace, std::int64_t version) {
        if (workspace.empty()) {
            streams_.tell_all(EventStreams::reset());
        } else {
            streams_.tell(workspace, changed_event(workspace, version));
        }
    });
}

http::Response Live::stream(const std::string& workspace, std::string_view last_event_id, std::int64_t version) {
    std::string first;
    if (!last_event_id.empty()) {
        std::int64_t seen = -1;
        const auto [end, error] =
            std::from_chars(last_event_id.data(), last_event_id.data() + last_event_id.size(), seen);
        if (error != std::errc() || end != last_event_id.data() + last_event_id.size() || seen > version) {
            first = EventStreams::reset();
        } else if (seen < version) {
            first = changed_event(workspace, version);
        }
    }
    return streams_.stream(workspace, std::move(first));
}

}  // namespace tasklog::query
