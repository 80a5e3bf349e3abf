#pragma once
#include <array>
#include <string>

#include "infra/http/connection.hpp"
#include "infra/http/router.hpp"
#include "infra/metrics.hpp"

namespace tasklog::http {

/// From a request that was read to its answer: finds the handler, turns what nobody expected into a 500, and counts.
class Dispatch {
  public:
    Dispatch(const Router& router, Metrics& metrics);
    boost::asio::awaitable<Response> handle(const std::string& peer, const Parser& parser, Upload* upload = nullptr);

  private:
    boost::asio::awaitable<Response> dispatch(Request& request);

    const Router& router_;
    prometheus::Histogram& seconds_;
    std::array<prometheus::Counter*, 4> answers_;
};

}  // namespace tasklog::http
