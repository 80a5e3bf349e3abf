#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/settings.hpp"
#include "command/owner/ownership.hpp"
#include "command/request/endpoint.hpp"
#include "identity/identity.hpp"
#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"
#include "projections/feed.hpp"

namespace tasklog::app {

/// The command role on one loop: its endpoint at once, its ownership when Kafka first answers.
class CommandRole {
  public:
    /// `loop`: its number, of so many `loops`.
    CommandRole(boost::asio::io_context& io, int loop, int loops, const Settings& settings,
                identity::Identity& identity, http::Router& router, Metrics& metrics, Readiness& readiness);

    command::Endpoint& endpoint() { return endpoint_; }
    /// `address`: of the process. `feed`: is told what is appended; may be none. `tell_loops`: from the first loop to
    /// the others, which have begun before.
    void begin(int partitions, const std::string& address, const std::shared_ptr<projections::Feed>& feed,
               std::function<void(const command::GroupNews&)> tell_loops);
    void heard(const command::GroupNews& news) { ownership_->heard(news); }
    void stop(std::function<void()> done);
    std::size_t poll() { return ownership_ ? ownership_->poll() : 0; }

  private:
    boost::asio::io_context& io_;
    const int loop_;
    const int loops_;
    const Settings& settings_;
    Metrics& metrics_;
    Readiness& readiness_;
    command::Endpoint endpoint_;
    std::optional<command::Ownership> ownership_;
};

}  // namespace tasklog::app
