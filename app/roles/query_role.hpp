#pragma once
#include <boost/asio/io_context.hpp>
#include <optional>
#include <string>

#include "app/settings.hpp"
#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/listener.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/readiness.hpp"
#include "query/endpoint.hpp"
#include "query/export.hpp"
#include "query/feed.hpp"
#include "query/history/history.hpp"
#include "query/history/verification.hpp"
#include "query/live/event_streams.hpp"
#include "query/live/live.hpp"
#include "query/read_model.hpp"

namespace tasklog::app {

/// What the query role of all of a process's loops reads with.
struct QuerySource {
    explicit QuerySource(const Settings& settings);

    postgres::Pool pool;
    postgres::Listener listener;
    Holdings streams;
};

/// The query role on one loop: what its endpoints read, and all that they share.
struct QueryRole {
    /// `loop`: its number. `process`: by which it knows what the projections of the same process tell (see ReadModel).
    QueryRole(boost::asio::io_context& io, int loop, const Settings& settings, QuerySource& source,
              const http::Authenticate& authenticate, http::Router& router, Metrics& metrics, Readiness& readiness,
              const std::string& process);
    void stop();

    query::ReadModel model;
    query::ReadModel audit;
    query::EventStreams streams;
    query::Live live;
    query::ReadModel notifications;
    query::Endpoint endpoint;
    query::Export exports;
    query::History history;
    query::Feed feed;
    std::optional<query::Verification> verification;  ///< on the first loop: it has threads for a few at a time
};

}  // namespace tasklog::app
