#include "query/verification.hpp"

#include <chrono>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "infra/http/database.hpp"
#include "infra/log.hpp"
#include "query/answers.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t max_jobs = 16;
constexpr std::chrono::minutes kept{1};
constexpr std::chrono::seconds patience{20};  ///< of one request; then it is told to ask again
constexpr std::chrono::milliseconds pause{50};

Problem too_busy() {
    return {.status = 503,
            .type = "too-busy",
            .detail = "Other histories are being verified. Try again.",
            .retry_after_s = 10};
}

}  // namespace

/// Written on the io_context's thread only.
struct Verification::Job {
    bool done = false;
    std::string result{};  ///< empty: it could not be found out
    Clock::time_point ended{};
};

void Verification::add_to(http::Router& router) {
    router.add("POST", "/api/v1/history/verify",
               http::with_database([this](const http::Request& request) { return post(request); },
                                   {.status = 503,
                                    .type = "read-model-unavailable",
                                    .detail = "The read model is not reachable. Try again.",
                                    .retry_after_s = 1}));
}

std::shared_ptr<Verification::Job> Verification::job_of(const std::string& workspace) {
    std::erase_if(jobs_, [](const auto& each) {
        return each.second->done && (each.second->result.empty() || Clock::now() - each.second->ended > kept);
    });
    if (const auto at = jobs_.find(workspace); at != jobs_.end()) return at->second;
    if (jobs_.size() >= max_jobs) return nullptr;
    auto job = jobs_.emplace(workspace, std::make_shared<Job>()).first->second;
    asio::post(threads_, [this, job, workspace] {
        std::string result;
        try {
            result = verify_(workspace);
        } catch (const std::exception& error) {
            log::warn("a history could not be verified", {{"workspace", workspace}, {"why", error.what()}});
        }
        asio::post(io_, [job, result = std::move(result)]() mutable {
            job->result = std::move(result);
            job->ended = Clock::now();
            job->done = true;
        });
    });
    return job;
}

asio::awaitable<http::Response> Verification::post(const http::Request& request) {
    const auto workspace = only_workspace(request.query);
    if (!workspace) co_return http::problem_response(workspace.error());
    const auto readable = co_await access_.readable(request, *workspace);
    if (!readable) co_return http::problem_response(readable.error());
    const auto job = job_of(readable->workspace);
    if (!job) co_return http::problem_response(too_busy());
    const auto until = Clock::now() + patience;
    asio::steady_timer timer(io_);
    while (!job->done && Clock::now() < until) {
        timer.expires_after(pause);
        co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
    }
    if (!job->done) co_return http::problem_response(too_busy());
    if (job->result.empty())
        co_return http::problem_response({.status = 503,
                                          .type = "log-unavailable",
                                          .detail = "The log is not reachable. Try again.",
                                          .retry_after_s = 5});
    co_return http::Response{.body = job->result};
}

}  // namespace tasklog::query
