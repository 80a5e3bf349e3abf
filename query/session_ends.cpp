#include "query/session_ends.hpp"

#include <utility>

#include <boost/asio/post.hpp>

namespace tasklog::query {

SessionEnds::SessionEnds(boost::asio::io_context& io, const std::string& postgres, const std::string& schema,
                         std::function<void(const std::string& session)> ended) {
    listener_ = std::make_unique<postgres::Listener>(
        postgres, "tasklog_" + schema + "_ended",
        postgres::Listener::Events{.connected = [](postgres::Session&) {},
                                   .payload =
                                       [&io, alive = alive_, ended = std::move(ended)](const std::string& session) {
                                           boost::asio::post(io, [alive, ended, session] {
                                               if (*alive) ended(session);
                                           });
                                       },
                                   .disconnected = [](const std::string&) {}});
}

SessionEnds::~SessionEnds() {
    *alive_ = false;
    listener_.reset();
}

}  // namespace tasklog::query
