#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <set>
#include <string>

#include "infra/http/router.hpp"
#include "query/access.hpp"

namespace tasklog::query {

/// Finds people's names, by their ids.
using FindNames =
    std::function<std::map<std::string, std::string>(postgres::Session& session, const std::set<std::string>& people)>;

/// GET /api/v1/export: all of a workspace but what was deleted, as JSON Lines, page by page. An import takes it back.
class Export {
  public:
    Export(boost::asio::io_context& io, http::Authenticate authenticate, ReadModel& model, postgres::Pool& pool,
           FindNames find_names)
        : io_(io),
          access_(io, std::move(authenticate), model, model, pool),
          pool_(pool),
          find_names_(std::move(find_names)) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> page(const http::Request& request);
    /// The lines that the first page begins with: what this is, and who the others are.
    boost::asio::awaitable<std::string> head(const Readable& readable);

    boost::asio::io_context& io_;
    Access access_;
    postgres::Pool& pool_;
    const FindNames find_names_;
};

}  // namespace tasklog::query
