#pragma once
#include <boost/asio/io_context.hpp>
#include <string>

#include "app/settings.hpp"
#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/postgres/listener.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/readiness.hpp"
#include "query/endpoint.hpp"
#include "query/event_streams.hpp"
#include "query/export.hpp"
#include "query/feed.hpp"
#include "query/history.hpp"
#include "query/live.hpp"
#include "query/read_model.hpp"
#include "query/verification.hpp"

namespace tasklog::app {

/// The query role: what its endpoints read, and all that they share.
struct QueryRole {
    /// `process`: by which it knows what the projections of the same process tell (see ReadModel).
    QueryRole(boost::asio::io_context& io, const Settings& settings, const http::Authenticate& authenticate,
              http::Router& router, Metrics& metrics, Readiness& readiness, const std::string& process);
    void stop();

    postgres::Pool pool;
    query::ReadModel model;
    query::ReadModel audit;
    query::EventStreams streams;
    query::Live live;
    query::ReadModel notifications;
    query::Endpoint endpoint;
    query::Export exports;
    query::History history;
    query::Feed feed;
    query::Verification verification;
    postgres::Listener listener;
};

}  // namespace tasklog::app
