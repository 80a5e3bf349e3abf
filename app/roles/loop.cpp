#include "app/roles/loop.hpp"

#include "infra/log.hpp"
#include "infra/loop/polling.hpp"

namespace asio = boost::asio;

namespace tasklog::app {

http::Authenticate authenticate_for(identity::Identity& identity, identity::Scope scope) {
    return [&identity, scope](const http::Request& request) -> asio::awaitable<std::expected<http::Asker, Problem>> {
        auto person = co_await identity.authenticate(request, scope);
        if (!person) co_return std::unexpected(std::move(person.error()));
        co_return http::Asker{std::move(person->id), person->until_s, std::move(person->session)};
    };
}

void Loop::add(const Settings& settings, const RoleSet& roles, const std::string& address, const std::string& process,
               QuerySource* source, Metrics& metrics, Readiness& readiness) {
    identity.emplace(io, settings.identity_config("http://" + address));
    if (roles.contains(Role::command))
        command.emplace(io, number, loops, settings, *identity, router, metrics, readiness);
    if (source)
        query.emplace(io, number, settings, *source, authenticate_for(*identity, identity::Scope::read), router,
                      metrics, readiness, process);
}

void Loop::run(std::chrono::microseconds longest_look, Metrics& metrics) {
    auto& stalls =
        metrics.histogram("tasklog_loop_stall_seconds", "Processor time of what held a loop longer than it may (5 ms)");
    run_polling(io, {.longest = longest_look,
                     .look = [this] { return command ? command->poll() : 0; },
                     .stalled =
                         [&](std::chrono::nanoseconds took) {
                             stalls.Observe(std::chrono::duration<double>(took).count());
                             log::debug("the loop was held", {{"us", took.count() / 1'000}});
                         }});
}

}  // namespace tasklog::app
