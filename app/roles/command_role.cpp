#include "app/roles/command_role.hpp"

#include <utility>

#include "app/roles/worker_client.hpp"
#include "infra/scratch_file.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

command::WriterLimits writer_limits(const Settings& settings) {
    command::WriterLimits limits = settings.limits.commands;
    limits.snapshots.every = settings.snapshot_every;
    limits.store.folder = settings.scratch_folder;
    return limits;
}

command::Authenticate authenticate_commands(identity::Identity& identity, const std::string& worker) {
    return
        [&identity, worker](const http::Request& request) -> asio::awaitable<std::expected<command::Caller, Problem>> {
            auto person = co_await identity.authenticate(request, identity::Scope::write);
            if (!person) co_return std::unexpected(std::move(person.error()));
            // An import goes on when the token that began it is long past: our own worker sends it for its person.
            if (const auto whom = request.header(command::on_behalf_header); person->id == worker && is_uuid(whom))
                co_return command::Caller{std::string(whom), false};
            co_return command::Caller{std::move(person->id), person->may_backdate};
        };
}

std::function<void(int, AppendedCommit)> tell(const std::shared_ptr<projections::Feed>& feed) {
    if (!feed) return nullptr;
    return [feed](int partition, AppendedCommit commit) { feed->append(partition, std::move(commit)); };
}

}  // namespace

CommandRole::CommandRole(asio::io_context& io, int loop, int loops, const Settings& settings,
                         identity::Identity& identity, http::Router& router, Metrics& metrics, Readiness& readiness)
    : io_(io),
      loop_(loop),
      loops_(loops),
      settings_(settings),
      metrics_(metrics),
      readiness_(readiness),
      endpoint_(io, authenticate_commands(identity, worker_id(settings)), worker_id(settings), metrics,
                settings.limits.turns) {
    ScratchFile(settings.scratch_folder).put("x");  // it says what is wrong at once, and not when it is needed
    endpoint_.add_to(router);
    readiness.waiting(part_of_loop("partitions", loop), "Kafka has not answered yet");
}

void CommandRole::begin(int partitions, const std::string& address, const std::shared_ptr<projections::Feed>& feed,
                        std::function<void(const command::GroupNews&)> tell_loops) {
    ownership_.emplace(
        io_,
        command::OwnershipConfig{.kafka = settings_.kafka_config(),
                                 .events_topic = settings_.events_topic(),
                                 .owners_topic = settings_.owners_topic(),
                                 .snapshots_topic = settings_.snapshot_every > 0 ? settings_.snapshots_topic() : "",
                                 .group = settings_.group_prefix + "command",
                                 .session_timeout = std::chrono::milliseconds(settings_.session_timeout_ms),
                                 .limits = writer_limits(settings_),
                                 .address = address,
                                 .loop = loop_,
                                 .loops = loops_,
                                 .tell_loops = std::move(tell_loops),
                                 .appended = tell(feed)},
        partitions, metrics_, readiness_);
    endpoint_.set_ownership(&*ownership_);
}

void CommandRole::stop(std::function<void()> done) {
    if (!ownership_) return done();
    ownership_->stop(std::move(done));
}

}  // namespace tasklog::app
