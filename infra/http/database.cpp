#include "infra/http/database.hpp"

#include "infra/log.hpp"
#include "infra/postgres/pool.hpp"

namespace asio = boost::asio;

namespace tasklog::http {

Handler with_database(Handler handle, Problem away) {
    return [handle = std::move(handle), away = std::move(away)](const Request& request) -> asio::awaitable<Reply> {
        try {
            co_return co_await handle(request);
        } catch (const std::exception& error) {
            if (dynamic_cast<const postgres::TooMuch*>(&error))
                co_return std::unexpected(Problem{.type = problems::too_many_requests,
                                                  .detail = "Too many of your queries wait. Try again soon.",
                                                  .retry_after_s = 1});
            if (postgres::is_timeout(error))
                co_return std::unexpected(Problem{.type = problems::too_slow,
                                                  .detail = "This took too long and was ended. Ask for less at once.",
                                                  .retry_after_s = 5});
            if (!postgres::is_connection_error(error) && !postgres::is_missing_table(error)) throw;
            log::debug("Postgres is away", {{"why", error.what()}});
        }
        co_return std::unexpected(away);
    };
}

}  // namespace tasklog::http
