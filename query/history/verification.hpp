#pragma once
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <map>
#include <memory>
#include <stop_token>
#include <string>

#include "infra/holdings.hpp"
#include "query/access.hpp"

namespace tasklog::query {

/// POST /api/v1/history/verify: whether a workspace's history is what the log says, found out anew. Two at a time are
/// looked at, on threads of their own, but one of a person; who asks again within a minute gets the same answer.
class Verification {
  public:
    /// What was found for a workspace, as JSON. It may take long, and throws if the log or the
    /// database is away or `stop` is requested.
    using Verify = std::function<std::string(const std::string& workspace, const std::stop_token& stop)>;

    Verification(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& entries,
                 postgres::Pool& pool, Verify verify)
        : io_(io), access_(io, std::move(authenticate), members, entries, pool), verify_(std::move(verify)) {}
    ~Verification();
    void add_to(http::Router& router);
    /// Ends what is under way, without a result.
    void stop() { stop_.request_stop(); }

  private:
    struct Job;
    boost::asio::awaitable<http::Reply> post(const http::Request& request);
    /// The one that is under way or was done lately, or a new one, or why there can be none now.
    std::expected<std::shared_ptr<Job>, Problem> job_of(const std::string& workspace, const std::string& person);

    boost::asio::io_context& io_;
    Access access_;
    const Verify verify_;
    Holdings of_people_;
    std::map<std::string, std::shared_ptr<Job>> jobs_;
    std::stop_source stop_;
    boost::asio::thread_pool threads_{2};
};

}  // namespace tasklog::query
