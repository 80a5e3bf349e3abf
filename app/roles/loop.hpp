#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <optional>
#include <string>

#include "app/roles/command_role.hpp"
#include "app/roles/query_role.hpp"
#include "app/roles/role.hpp"
#include "app/settings.hpp"
#include "identity/identity.hpp"
#include "infra/http/authenticate.hpp"
#include "infra/http/router.hpp"
#include "infra/metrics.hpp"
#include "infra/readiness.hpp"

namespace tasklog::app {

/// One of a process's loops, which one thread runs: its connections, and what answers there. Loops share nothing that
/// one would have to wait for another for. What is asked for rarely is on the first one alone, and answers for all.
struct Loop {
    /// One `of` so many.
    Loop(int its_number, int of) : number(its_number), loops(of) {}

    /// Adds the roles that are on each loop. `source`: with the query role.
    void add(const Settings& settings, const RoleSet& roles, const std::string& address, const std::string& process,
             QuerySource* source, Metrics& metrics, Readiness& readiness);
    /// Runs it until it is stopped, on this thread.
    void run(std::chrono::microseconds longest_look, Metrics& metrics);

    const int number;
    const int loops;
    boost::asio::io_context io{1};
    http::Router router;
    std::optional<identity::Identity> identity;
    std::optional<CommandRole> command;
    std::optional<QueryRole> query;
};

/// For endpoints of people: who asks, if their token allows what is needed.
http::Authenticate authenticate_for(identity::Identity& identity, identity::Scope scope);

}  // namespace tasklog::app
