#pragma once
#include "query/access.hpp"
#include "query/history/history_query.hpp"

namespace tasklog::query {

/// The audit history: GET /api/v1/history, a task's own as /api/v1/tasks/{task}/history, and what happened in some time
/// by person and list as /api/v1/history/digest.
class History {
  public:
    /// `members`: the tasks' read model; `entries`: that of the audit projection.
    History(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& entries,
            postgres::Pool& pool)
        : access_(io, std::move(authenticate), members, entries, pool) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> page(const http::Request& request, HistoryQuery query);
    boost::asio::awaitable<http::Reply> digest(const http::Request& request);

    Access access_;
};

/// The page that the query asks for: body, time and number of each entry, more rows than the limit if there are more.
/// `tasks`: the schema that knows what tasks and lists are called.
Statement history_page(const HistoryQuery& query, const std::string& schema, const std::string& tasks,
                       const std::string& workspace);

}  // namespace tasklog::query
