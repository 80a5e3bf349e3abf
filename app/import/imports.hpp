#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <expected>
#include <filesystem>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <thread>

#include "app/import/bounds.hpp"
#include "app/import/inventory.hpp"
#include "app/import/sender.hpp"
#include "app/import/store.hpp"
#include "infra/http/message.hpp"

namespace tasklog::app {

/// The imports of everybody, on a thread of its own: each run goes on for some milliseconds, then the next one.
class Imports {
  public:
    struct Config {
        std::filesystem::path folder;
        ImportBounds bounds;
        Inventory::Config inventory;
        ImportSender::Config sender;
    };
    explicit Imports(Config config);
    ~Imports();
    Imports(const Imports&) = delete;

    /// All that follows is called on this thread's io_context.
    boost::asio::io_context& io() { return io_; }

    /// Why the person can't import into the run's workspace; none if they can.
    boost::asio::awaitable<std::optional<Problem>> refusal(const ImportRun& run) { return inventory_.refusal(run); }
    /// A file begins to come; `run` says for whom. The run's id.
    std::expected<std::string, Problem> begin(ImportRun run);
    std::expected<void, Problem> write(const std::string& upload, std::string_view piece);
    /// It is there, and is looked through at once. `format`: none, where the content tells.
    std::expected<ImportRun, Problem> finish(const std::string& upload, std::optional<ImportFormat> format);
    void abandon(const std::string& upload);

    std::vector<ImportRun> runs_of(const std::string& person) const;
    std::expected<ImportRun, Problem> find(const std::string& person, const std::string& run) const;
    std::vector<ReportLine> report_of(const std::string& run, std::size_t from, std::size_t limit) const;
    std::expected<ImportRun, Problem> start(const std::string& person, const std::string& run, bool bring_back);
    std::expected<ImportRun, Problem> undo(const std::string& person, const std::string& run);
    std::expected<void, Problem> remove(const std::string& person, const std::string& run);

  private:
    class Reading;
    struct Coming {
        ImportRun run;
        std::ofstream file;
    };
    using Shared = std::shared_ptr<ImportRun>;
    using Work = boost::asio::awaitable<void> (Imports::*)(Shared);

    void launch(const Shared& run, Work work);
    boost::asio::awaitable<void> guarded(Shared run, Work work);
    boost::asio::awaitable<void> look_through(Shared run);
    boost::asio::awaitable<void> bring_in(Shared run);
    boost::asio::awaitable<void> take_back(Shared run);
    boost::asio::awaitable<void> sweep();
    boost::asio::awaitable<void> yield();

    std::uint64_t kept_bytes() const;
    bool make_room(const std::string& person, std::uint64_t bytes);
    void forget(const std::string& run);
    Shared find_own(const std::string& person, const std::string& run) const;
    std::optional<Problem> busy(const std::string& person) const;
    void go_on_after_restart();
    ImportContext context_of(const ImportRun& run) const;

    const Config config_;
    boost::asio::io_context io_;
    boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_;
    ImportStore store_;
    Inventory inventory_;
    ImportSender sender_;
    bool is_ours_ = false;  ///< the folder
    std::map<std::string, Shared> runs_;
    std::map<std::string, Coming> coming_;
    std::set<std::string> stopped_;  ///< runs that are to end
    std::jthread thread_;
};

}  // namespace tasklog::app
