#include "app/roles/operations.hpp"

#include <stdexcept>
#include <utility>

#include "base/json.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

http::Response text_response(unsigned status, std::string_view content_type, std::string body) {
    return {.status = status, .content_type = content_type, .body = std::move(body)};
}

std::string readiness_json(const std::map<std::string, std::string>& missing) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        w.Key("ready");
        w.Bool(missing.empty());
        w.Key("waiting");
        w.StartObject();
        for (const auto& [part, why] : missing) {
            w.Key(part.c_str());
            w.String(why.c_str());
        }
        w.EndObject();
        w.EndObject();
    });
}

}  // namespace

void add_health(http::Router& router, const Readiness& readiness) {
    router.add("GET", "/healthz", [](const http::Request&) -> asio::awaitable<http::Reply> {
        co_return text_response(200, "text/plain", "ok\n");
    });
    router.add("GET", "/readyz", [&readiness](const http::Request&) -> asio::awaitable<http::Reply> {
        const auto missing = readiness.missing();
        co_return text_response(missing.empty() ? 200 : 503, "application/json", readiness_json(missing));
    });
}

MetricsPort::MetricsPort(asio::io_context& io, const Settings& settings, const Metrics& metrics) {
    if (settings.metrics_port == 0) return;
    router_.add("GET", "/metrics", [&metrics](const http::Request&) -> asio::awaitable<http::Reply> {
        co_return text_response(200, "text/plain; version=0.0.4", metrics.text());
    });
    try {
        server_.emplace(io, settings.metrics_listen, settings.metrics_port, router_, http::Limits{}, own_);
    } catch (const boost::system::system_error& error) {
        throw std::runtime_error("/metrics can't be served on " + settings.metrics_listen + ":" +
                                 std::to_string(settings.metrics_port) + " (" + error.code().message() +
                                 "). Set --metrics-port to a free port, or to 0 for none.");
    }
}

}  // namespace tasklog::app
