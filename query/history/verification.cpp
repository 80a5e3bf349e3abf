#include "query/history/verification.hpp"

#include <chrono>
#include <optional>
#include <utility>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/http/database.hpp"
#include "infra/log.hpp"
#include "query/answers.hpp"
#include "query/limits.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::minutes kept{1};
constexpr std::chrono::seconds patience{20};  ///< of one request; then it is told to ask again
constexpr std::chrono::milliseconds pause{50};

Problem too_busy() {
    return {.type = problems::too_busy,
            .detail = "Other people's histories are being verified. Try again.",
            .retry_after_s = 10};
}

Problem one_at_a_time() {
    return {.type = problems::too_many_requests,
            .detail = "Another history is being verified for you. Wait until that is done.",
            .retry_after_s = 5};
}

Problem not_done_yet() {
    return {.type = problems::too_busy,
            .detail = "The history is long and is still being verified. Ask again to hear of it.",
            .retry_after_s = 1};
}

}  // namespace

/// Written on the io_context's thread only.
struct Verification::Job {
    Job(Holdings& of_people, std::string person) : held(std::in_place, of_people, std::move(person), 1) {}
    std::optional<Holding> held;  ///< of who asked first; none once it is done
    bool done = false;
    std::string result{};  ///< empty: it could not be found out
    Clock::time_point ended{};
};

Verification::~Verification() {
    stop();
    threads_.join();
    // What was posted to the loop and will not run any more still has the jobs.
    for (auto& [workspace, job] : jobs_) job->held.reset();
}

void Verification::add_to(http::Router& router) {
    router.add("POST", "/api/v1/history/verify",
               http::with_database([this](const http::Request& request) { return post(request); },
                                   {.type = problems::read_model_unavailable,
                                    .detail = "The read model is not reachable. Try again.",
                                    .retry_after_s = 1}));
}

std::expected<std::shared_ptr<Verification::Job>, Problem> Verification::job_of(const std::string& workspace,
                                                                                const std::string& person) {
    std::erase_if(jobs_, [](const auto& each) {
        return each.second->done && (each.second->result.empty() || Clock::now() - each.second->ended > kept);
    });
    if (const auto at = jobs_.find(workspace); at != jobs_.end()) return at->second;
    if (of_people_.of(person) > 0) return std::unexpected(one_at_a_time());
    if (of_people_.all() >= max_verifications) return std::unexpected(too_busy());
    auto job = jobs_.emplace(workspace, std::make_shared<Job>(of_people_, person)).first->second;
    asio::post(threads_, [this, job, workspace] {
        std::string result;
        try {
            result = verify_(workspace, stop_.get_token());
        } catch (const std::exception& error) {
            log::warn("a history could not be verified", {{"workspace", workspace}, {"why", error.what()}});
        }
        asio::post(io_, [job, result = std::move(result)]() mutable {
            job->result = std::move(result);
            job->ended = Clock::now();
            job->done = true;
            job->held.reset();
        });
    });
    return job;
}

asio::awaitable<http::Reply> Verification::post(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return std::unexpected(workspace.error());
    const auto readable = co_await access_.readable(request, *workspace);
    if (!readable) co_return std::unexpected(readable.error());
    const auto found = job_of(readable->workspace, readable->asker.person);
    if (!found) co_return std::unexpected(found.error());
    const std::shared_ptr<Job>& job = *found;
    const auto until = Clock::now() + patience;
    asio::steady_timer timer(io_);
    while (!job->done && Clock::now() < until) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (!job->done) co_return std::unexpected(not_done_yet());
    if (job->result.empty())
        co_return std::unexpected(Problem{
            .type = problems::log_unavailable, .detail = "The log is not reachable. Try again.", .retry_after_s = 5});
    co_return http::Response{.body = job->result};
}

}  // namespace tasklog::query
