#include "identity/role.hpp"

#include "base/url.hpp"
#include "infra/http/database.hpp"

namespace tasklog::identity {
void add(http::Router& router, const char* method, const char* pattern, http::Handler handle) {
    router.add(method, pattern,
               http::with_database(std::move(handle),
                                   {.type = problems::accounts_unavailable,
                                    .detail = "The database is not reachable. Nothing was changed. Try again.",
                                    .retry_after_s = 1}));
}

std::optional<Problem> cross_site(const Role& role, const http::Request& request) {
    // Browsers send Origin with everything but GET and HEAD; programs send none, and no cookie against their will.
    const std::string_view origin = request.header("Origin");
    if (origin.empty()) return std::nullopt;
    const auto from = authority_of(origin);
    if (from && (*from == request.header("Host") || from == authority_of(role.public_url))) return std::nullopt;
    return Problem{.type = problems::cross_site,
                   .detail =
                       "This can only be asked for by Tasklog's own pages. If they are reached "
                       "through a proxy, set --public-url to where people reach them."};
}

Problem no_account() {
    return {.type = problems::no_account, .detail = "You have no account here: your token is of another kind."};
}

Problem only_owner(const std::vector<std::string>& workspaces) {
    std::string names;
    for (const std::string& each : workspaces) names += (names.empty() ? "\"" : ", \"") + each + "\"";
    return {.type = problems::only_owner,
            .detail = "Others use, or are invited to, workspaces that nobody but you owns: " + names +
                      ". Hand each over to someone else, or remove the others, and try again."};
}

Problem no_link() {
    return {.type = problems::link_not_found, .detail = "This link was used, or is too old. Ask for a new one."};
}

std::unexpected<Problem> too_many(unsigned wait_s) {
    return std::unexpected(
        Problem{.type = problems::too_many_attempts,
                .detail = "Too many attempts. Wait " + std::to_string((wait_s + 59) / 60) + " minutes and try again.",
                .retry_after_s = wait_s});
}

}  // namespace tasklog::identity
