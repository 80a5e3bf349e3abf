#pragma once
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "identity/accounts/accounts.hpp"
#include "infra/postgres/pool.hpp"

namespace tasklog::identity {

/// The tables of identity, for the event loop.
class Database {
  public:
    Database(boost::asio::io_context& io, postgres::Pool& pool, std::string schema)
        : io_(io), pool_(pool), schema_(std::move(schema)) {}

    const std::string& schema() const { return schema_; }

    /// What `work(session)` returns, done on a thread of the pool. It is tried again if the connection was broken.
    /// Name a lambda before it is given here: GCC 12 destroys one twice that is made within a co_await expression.
    template <class F>
    auto run(F work) -> boost::asio::awaitable<decltype(work(std::declval<postgres::Session&>()))> {
        using Result = decltype(work(std::declval<postgres::Session&>()));
        auto result = std::make_shared<std::optional<Result>>();
        postgres::Work on_pool = [work = std::move(work), result, created = created_,
                                  schema = schema_](postgres::Session& session) {
            if (!*created) accounts::create(session, schema);
            *created = true;
            result->emplace(work(session));
            return pqxx::result();
        };
        co_await pool_.run(io_, std::move(on_pool));
        co_return std::move(**result);
    }

  private:
    boost::asio::io_context& io_;
    postgres::Pool& pool_;
    const std::string schema_;
    std::shared_ptr<std::atomic<bool>> created_ = std::make_shared<std::atomic<bool>>(false);  ///< the tables
};

}  // namespace tasklog::identity
