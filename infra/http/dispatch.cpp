#include "infra/http/dispatch.hpp"

#include <algorithm>
#include <utility>

#include "infra/log.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;
namespace beast = boost::beast;

namespace tasklog::http {
namespace {

std::string request_id(const Request& request) {
    const std::string_view given = request.header("X-Request-Id");
    const bool usable = !given.empty() && given.size() <= 64 &&
                        given.find_first_not_of("0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ-_.") ==
                            std::string_view::npos;
    return usable ? std::string(given) : uuid_v7();
}

}  // namespace

Dispatch::Dispatch(const Router& router, Metrics& metrics)
    : router_(router),
      seconds_(metrics.histogram("tasklog_http_request_seconds", "From the whole request read to the answer made")),
      answers_{&metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "2xx"}}),
               &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "3xx"}}),
               &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "4xx"}}),
               &metrics.counter("tasklog_http_requests_total", "Requests by class of status", {{"class", "5xx"}})} {}

asio::awaitable<Response> Dispatch::handle(const std::string& peer, const Parser& parser, Upload* upload) {
    const auto begin = Clock::now();
    const auto& message = parser.get();
    const std::string_view target(message.target().data(), message.target().size());
    const std::string_view path = path_of(parser);
    Request request{.method = {message.method_string().data(), message.method_string().size()},
                    .path = path,
                    .query = target.substr(std::min(target.size(), path.size() + 1)),
                    .body = message.body(),
                    .peer = peer,
                    .path_params = {},
                    .fields = &static_cast<const beast::http::fields&>(message),
                    .upload = upload};
    Response response = co_await dispatch(request);
    if (response.status >= 400) {
        const std::string id = request_id(request);
        response.add_header("X-Request-Id", id);
        if (response.status >= 500 && response.status != 503) {
            log::error("request failed", {{"request", id}, {"path", request.path}, {"status", response.status}});
        } else {
            log::debug("request refused", {{"request", id}, {"path", request.path}, {"status", response.status}});
        }
    }
    answers_[std::min(response.status / 100, 5U) - 2]->Increment();
    seconds_.Observe(std::chrono::duration<double>(Clock::now() - begin).count());
    co_return response;
}

/// The one place that makes responses of problems, and of what nobody expected a 500 with an id that is in the log.
asio::awaitable<Response> Dispatch::dispatch(Request& request) {
    auto match = router_.find(request.method, request.path);
    if (!match.handler) {
        if (match.allowed.empty())
            co_return problem_response({problems::not_found, "There is nothing at this path. See /api/docs."});
        Response response = problem_response({problems::method_not_allowed, "This path knows: " + match.allowed + "."});
        response.add_header("Allow", match.allowed);
        co_return response;
    }
    request.path_params = std::move(match.path_params);
    try {
        Reply reply = co_await (*match.handler)(request);
        co_return reply ? std::move(*reply) : problem_response(reply.error());
    } catch (const std::exception& unexpected) {
        const std::string id = uuid_v7();
        log::error("unexpected", {{"id", id}, {"path", request.path}, {"what", unexpected.what()}});
        co_return problem_response(
            {problems::internal, "Something unexpected happened. It is in the log as " + id + "."});
    }
}

}  // namespace tasklog::http
