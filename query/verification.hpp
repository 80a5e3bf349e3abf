#pragma once
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <memory>
#include <string>

#include "query/access.hpp"

namespace tasklog::query {

/// POST /api/v1/history/verify: whether a workspace's history is what the log says, found out anew. One at a time is
/// looked at, on a thread of its own; who asks again within a minute gets the same answer.
class Verification {
  public:
    /// What was found for a workspace, as JSON. It may take long, and throws if the log or the database is away.
    using Verify = std::function<std::string(const std::string& workspace)>;

    Verification(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& entries,
                 postgres::Pool& pool, Verify verify)
        : io_(io), access_(io, std::move(authenticate), members, entries, pool), verify_(std::move(verify)) {}
    void add_to(http::Router& router);

  private:
    struct Job;
    boost::asio::awaitable<http::Response> post(const http::Request& request);
    /// The one that is under way or was done lately, or a new one; null if too many are under way.
    std::shared_ptr<Job> job_of(const std::string& workspace);

    boost::asio::io_context& io_;
    Access access_;
    const Verify verify_;
    std::map<std::string, std::shared_ptr<Job>> jobs_;
    boost::asio::thread_pool threads_{1};
};

}  // namespace tasklog::query
