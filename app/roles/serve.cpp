#include "app/roles/serve.hpp"

#include <sys/resource.h>

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <deque>
#include <optional>
#include <thread>

#include "app/roles/docs_page.hpp"
#include "app/roles/loop.hpp"
#include "app/roles/operations.hpp"
#include "app/roles/roles.hpp"
#include "infra/http/server.hpp"
#include "infra/http/static_files.hpp"
#include "infra/kafka/health.hpp"
#include "infra/log.hpp"
#include "infra/loop/thread_name.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

/// Of one loop: connections are shared out evenly.
http::Limits http_limits(const Settings& settings, std::size_t loops) {
    http::Limits limits = settings.limits.http;
    limits.max_connections = std::max<std::size_t>(1, limits.max_connections / loops);
    limits.trusted_proxies = settings.trusted_proxies;
    return limits;
}

/// Looking instead of sleeping takes a core. Where other roles run in the same process they have more use for it.
std::chrono::microseconds longest_look(const Settings& settings, const RoleSet& roles) {
    const unsigned by_role = roles == RoleSet{Role::command} ? 200 : 0;
    return std::chrono::microseconds(settings.poll_us.value_or(by_role));
}

std::function<void(const std::string&)> tell(std::deque<Loop>& loops) {
    if (!loops.front().query) return nullptr;
    return [&loops](const std::string& notification) {
        for (Loop& each : loops)
            asio::post(each.io, [&query = each.query, notification] { query->model.told(notification); });
    };
}

void begin_commands(std::deque<Loop>& loops, int partitions, const std::string& address,
                    const std::shared_ptr<projections::Feed>& feed) {
    const std::function<void(const command::GroupNews&)> tell_others = [&loops](const command::GroupNews& news) {
        for (Loop& each : loops)
            if (each.number > 0) asio::post(each.io, [&each, news] { each.command->heard(news); });
    };
    // The first one last: it tells the others what comes of it.
    for (auto each = loops.rbegin(); each != loops.rend(); ++each)
        if (each->command)
            asio::post(each->io, [&command = *each->command, partitions, &address, feed,
                                  tell = each->number == 0 ? tell_others : nullptr] {
                command.begin(partitions, address, feed, tell);
            });
}

/// Calls `done` on the first loop when all of them have written what they had taken.
void stop_commands(std::deque<Loop>& loops, const std::function<void()>& done) {
    auto left = std::make_shared<std::size_t>(loops.size());
    for (Loop& each : loops)
        asio::post(each.io, [&each, &first = loops.front().io, left, done] {
            const auto stopped = [&first, left, done] {
                asio::post(first, [left, done] {
                    if (--*left == 0) done();
                });
            };
            if (each.query) each.query->stop();
            if (!each.command) return stopped();
            each.command->stop(stopped);
        });
}

/// Each on a thread of its own, the first one on this, until they are stopped.
void run(std::deque<Loop>& loops, std::chrono::microseconds longest, Metrics& metrics) {
    std::vector<std::jthread> threads;
    struct StopAll {
        std::deque<Loop>& loops;
        ~StopAll() {
            for (Loop& each : loops) each.io.stop();
        }
    } const stop_all{loops};  // before the threads are waited for, if the first one fails, too
    for (Loop& each : loops)
        if (each.number > 0)
            threads.emplace_back([&each, longest, &metrics] {
                name_this_thread("loop " + std::to_string(each.number));
                each.run(longest, metrics);
            });
    loops.front().run(longest, metrics);
}

/// As many files, and so connections, as the system lets this process have.
void raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0 || limit.rlim_cur == limit.rlim_max) return;
    limit.rlim_cur = limit.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &limit) != 0) log::warn("the limit of open files could not be raised");
}

/// Kafka is asked for by every role but these, which need Postgres only.
bool need_log(const RoleSet& roles) { return roles != RoleSet{Role::query} && roles != RoleSet{Role::identity}; }

void run_until_stopped(const Settings& settings, const RoleSet& roles) {
    Metrics metrics;
    Readiness readiness;
    std::deque<Loop> loops;
    const bool many = roles.contains(Role::command) || roles.contains(Role::query);
    const int count = many ? settings.loop_count() : 1;
    for (int i = 0; i < count; ++i) loops.emplace_back(i, count);
    Loop& first = loops.front();
    asio::io_context& io = first.io;
    http::Router& router = first.router;
    http::Server server(io, settings.listen, settings.port, router, http_limits(settings, loops.size()), metrics);
    const std::string address = settings.address(server.port());

    add_health(router, readiness);
    const MetricsPort metrics_port(io, settings, metrics);
    add_docs(router);
    if (!settings.web_root.empty()) router.set_fallback(http::static_files(settings.web_root));
    const std::string name = uuid_v7();
    std::optional<QuerySource> source;
    if (roles.contains(Role::query)) source.emplace(settings);
    for (Loop& each : loops) each.add(settings, roles, address, name, source ? &*source : nullptr, metrics, readiness);
    // What is declared first ends last: the projections before the loops that they tell, their workers before them.
    Process process(settings, first, name, address, tell(loops), metrics, readiness);
    for (const RoleForm& form : role_forms())
        if (form.add_to && roles.contains(form.role)) form.add_to(process);
    std::optional<kafka::Health> health;
    if (need_log(roles)) {
        readiness.waiting("kafka", "not asked yet");
        health.emplace(settings.kafka_config(), settings.events_topic(), readiness, [&](int partitions) {
            // On the first loop, which runs when all is there.
            asio::post(io, [&, partitions] { begin_commands(loops, partitions, address, process.projections.feed()); });
        });
    } else {
        readiness.ready("kafka");
    }
    std::vector<command::Endpoint*> neighbours;
    for (Loop& each : loops)
        if (each.command) neighbours.push_back(&each.command->endpoint());
    for (Loop& each : loops) {
        if (each.command) each.command->endpoint().set_neighbours(neighbours);
        if (each.number == 0) continue;
        each.router.add_elsewhere(each.io, router, io);
        server.add_loop(each.io, each.router, http_limits(settings, loops.size()), metrics);
    }
    if (source) source->listener.start();
    log::info("serving", {{"address", address}, {"loops", static_cast<std::int64_t>(loops.size())}});

    bool stopping = false;
    asio::signal_set signals(io, SIGINT, SIGTERM);
    signals.async_wait([&](auto error, int) {
        if (error || std::exchange(stopping, true)) return;
        log::info("stopping");
        stop_commands(loops, [&] {
            server.stop([&] {
                for (Loop& each : loops) each.io.stop();
            });
        });
    });
    run(loops, longest_look(settings, roles), metrics);
}

}  // namespace

int serve(const Settings& settings, const RoleSet& roles) {
    raise_file_limit();
    run_until_stopped(settings, roles);
    log::info("stopped");
    return 0;
}

}  // namespace tasklog::app
