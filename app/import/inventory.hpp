#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>

#include "app/import/formats/task.hpp"
#include "app/import/run.hpp"
#include "infra/postgres/pool.hpp"
#include "infra/problem.hpp"

namespace tasklog::app {

/// What a workspace has of a file already, by the read model.
class Inventory {
  public:
    struct Config {
        postgres::Address postgres;
        std::string schema;  ///< of the tasks' read model
    };
    Inventory(boost::asio::io_context& io, const Config& config)
        : io_(io), schema_(config.schema), pool_(config.postgres, 2) {}

    /// Why the person may not change anything in the run's workspace; none if they may. Looked at once.
    boost::asio::awaitable<std::optional<Problem>> refusal(const ImportRun& run);
    /// The same, with the patience of an import; throws ImportFailure.
    boost::asio::awaitable<void> must_be_editor(const ImportRun& run);
    /// Returns once the read model has what the imports of this process have sent to the workspace.
    boost::asio::awaitable<void> is_up_to_date(const ImportRun& run);
    void sent(const std::string& workspace, const std::string& position);

    /// Ids → whether the thing was deleted, or is gone with its list. What is not in it was never there.
    using KnownRecords = std::unordered_map<std::string, bool>;
    boost::asio::awaitable<KnownRecords> known(const ImportRun& run, const std::set<std::string>& tasks,
                                               const std::set<std::string>& lists,
                                               const std::set<std::string>& comments);

  private:
    boost::asio::awaitable<pqxx::result> ask(const ImportRun& run, std::string_view sql,
                                             std::vector<std::string> parameters, int patience_s = 600);
    boost::asio::awaitable<std::optional<Problem>> refusal(const ImportRun& run, int patience_s);

    boost::asio::io_context& io_;
    const std::string schema_;
    postgres::Pool pool_;
    std::map<std::string, std::int64_t> offsets_;  ///< by workspace: of the last command that an import sent
};

}  // namespace tasklog::app
