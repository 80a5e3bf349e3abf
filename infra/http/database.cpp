#include "infra/http/database.hpp"

#include "infra/log.hpp"
#include "infra/postgres/session.hpp"

namespace asio = boost::asio;

namespace tasklog::http {

Handler with_database(Handler handle, Problem away) {
    return [handle = std::move(handle), away = std::move(away)](const Request& request) -> asio::awaitable<Response> {
        try {
            co_return co_await handle(request);
        } catch (const std::exception& error) {
            if (postgres::is_data_error(error))
                co_return problem_response(
                    {.status = 400,
                     .type = "invalid-parameter",
                     .detail = std::string("A parameter's value is out of range: ") + error.what()});
            if (!postgres::is_connection_error(error) && !postgres::is_missing_table(error)) throw;
            log::debug("Postgres is away", {{"why", error.what()}});
        }
        co_return problem_response(away);
    };
}

}  // namespace tasklog::http
