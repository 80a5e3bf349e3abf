#pragma once
#include <boost/asio/io_context.hpp>
#include <optional>

#include "app/settings.hpp"
#include "infra/http/server.hpp"
#include "infra/readiness.hpp"

/// What operators look at.
namespace tasklog::app {

/// GET /healthz and /readyz.
void add_health(http::Router& router, const Readiness& readiness);

/// GET /metrics, on a port of its own: it tells of everybody's work, and the API's port may be public.
class MetricsPort {
  public:
    /// Throws std::runtime_error if the port can't be had. With --metrics-port 0 there is none.
    MetricsPort(boost::asio::io_context& io, const Settings& settings, const Metrics& metrics);

  private:
    http::Router router_;
    Metrics own_;  ///< scraping is not counted among people's requests
    std::optional<http::Server> server_;
};

}  // namespace tasklog::app
