#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <string>

#include "infra/postgres/listener.hpp"

namespace tasklog::query {

/// Hears of sessions that end (signed out, ended from elsewhere, the account deleted), for what is open in their name.
/// What ends while the connection is away is not heard of: streams end with their token at the latest.
class SessionEnds {
  public:
    /// `schema`: identity's. `ended` is called with the session's id, on `io`.
    SessionEnds(boost::asio::io_context& io, const std::string& postgres, const std::string& schema,
                std::function<void(const std::string& session)> ended);
    ~SessionEnds();

  private:
    std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);
    std::unique_ptr<postgres::Listener> listener_;
};

}  // namespace tasklog::query
