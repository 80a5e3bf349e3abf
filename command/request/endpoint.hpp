#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "command/owner/ownership.hpp"
#include "infra/http/client.hpp"
#include "infra/http/router.hpp"
#include "infra/loop/turns.hpp"

namespace tasklog::command {

/// For whom a worker of ours sends.
inline constexpr const char* on_behalf_header = "Tasklog-On-Behalf-Of";

/// Who sends a command.
struct Caller {
    std::string person;
    bool may_backdate = false;  ///< may say when it happened (Tasklog-At)
};
using Authenticate = std::function<boost::asio::awaitable<std::expected<Caller, Problem>>(const http::Request&)>;

/// POST /api/v1/commands: reads a request, gives it to the partition's writer, or passes it on to the loop or the
/// instance that owns the partition. Until set_ownership() is called (when Kafka first answers) every command gets a
/// 503.
class Endpoint {
  public:
    /// `worker`: the id under which our own workers send.
    Endpoint(boost::asio::io_context& io, Authenticate authenticate, std::string worker, Metrics& metrics,
             const TurnBounds& turns = {});
    void add_to(http::Router& router);
    void set_ownership(Ownership* ownership) { ownership_ = ownership; }
    /// Those of all loops of this process, this one among them, by their numbers. Before any of them runs.
    void set_neighbours(std::vector<Endpoint*> neighbours) { neighbours_ = std::move(neighbours); }

  private:
    boost::asio::awaitable<http::Reply> post(const http::Request& request);
    /// What becomes of it on this loop, which has the partition; none if another instance owns that.
    boost::asio::awaitable<std::optional<Outcome>> decide(const std::string& person, Request request, int partition);
    /// The same for what another loop of this process has read.
    boost::asio::awaitable<std::optional<Outcome>> take(std::string person, Request request, int partition);
    boost::asio::awaitable<http::Reply> forward(const http::Request& request, const WorkspaceId& workspace,
                                                const std::string& address);
    /// Those of large bodies away from the loop.
    boost::asio::awaitable<std::expected<Request, Problem>> read(const http::Request& request, const PersonId& actor,
                                                                 const WorkspaceId& new_workspace, bool keyed);
    boost::asio::awaitable<void> aside(boost::asio::thread_pool& threads, std::function<void()> work);
    boost::asio::awaitable<Outcome> submit(Partition& partition, const std::string& person, Request request);

    boost::asio::io_context& io_;
    Authenticate authenticate_;
    const std::string worker_;
    Ownership* ownership_ = nullptr;
    std::vector<Endpoint*> neighbours_;
    http::Client others_;
    Turns turns_;
    boost::asio::thread_pool readers_{1};   ///< of large bodies
    boost::asio::thread_pool fetchers_{1};  ///< of workspaces that are on disk
    prometheus::Counter& accepted_;
    prometheus::Counter& refused_;
    prometheus::Counter& forwarded_;
};

}  // namespace tasklog::command
