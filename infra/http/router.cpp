#include "infra/http/router.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <cassert>

namespace asio = boost::asio;

namespace tasklog::http {
namespace {

/// The segment that `path` starts with; removes it and its slash.
std::string_view take_segment(std::string_view& path) {
    path.remove_prefix(1);
    const std::string_view segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

bool match(const std::vector<std::string>& pattern, std::string_view path, std::vector<std::string_view>& params) {
    params.clear();
    for (const std::string& expected : pattern) {
        if (path.empty()) return false;
        const std::string_view segment = take_segment(path);
        if (expected.starts_with('{')) {
            if (segment.empty()) return false;
            params.push_back(segment);
        } else if (segment != expected) {
            return false;
        }
    }
    return path.empty();
}

/// For a handler on another loop: the pieces of a body are still read on the connection's.
class ElsewhereUpload final : public Upload {
  public:
    ElsewhereUpload(asio::io_context& home, Upload& upload) : home_(home), upload_(upload) {}
    asio::awaitable<std::optional<std::string>> next() override {
        co_return co_await asio::co_spawn(home_, upload_.next(), asio::use_awaitable);
    }
    bool is_too_large() const override { return upload_.is_too_large(); }

  private:
    asio::io_context& home_;
    Upload& upload_;
};

Handler handled_elsewhere(asio::io_context& here, const Handler& handler, asio::io_context& there) {
    return [&here, &handler, &there](const Request& request) -> asio::awaitable<Reply> {
        std::optional<ElsewhereUpload> upload;
        Request passed = request;
        if (request.upload) passed.upload = &upload.emplace(here, *request.upload);
        Reply reply = co_await asio::co_spawn(there, handler(passed), asio::use_awaitable);
        assert(!reply || !reply->stream);  // it would be written there, and the connection is here
        co_return reply;
    };
}

}  // namespace

void Router::add(std::string method, const std::string& pattern, Handler handler) {
    std::vector<std::string> segments;
    for (std::string_view rest = pattern; !rest.empty();) segments.emplace_back(take_segment(rest));
    routes_.push_back({std::move(method), std::move(segments), std::move(handler)});
}

void Router::add_upload(const std::string& pattern, std::uint64_t max_bytes, Handler handler) {
    add("POST", pattern, std::move(handler));
    uploads_.push_back({routes_.back().segments, max_bytes});
}

void Router::add_elsewhere(asio::io_context& here, const Router& other, asio::io_context& there) {
    const std::size_t own = routes_.size();
    for (const Route& route : other.routes_) {
        const auto is_same = [&](const Route& each) {
            return each.method == route.method && each.segments == route.segments;
        };
        if (std::any_of(routes_.begin(), routes_.begin() + static_cast<std::ptrdiff_t>(own), is_same)) continue;
        routes_.push_back({route.method, route.segments, handled_elsewhere(here, route.handler, there)});
    }
    uploads_.insert(uploads_.end(), other.uploads_.begin(), other.uploads_.end());
    if (!fallback_ && other.fallback_) fallback_ = handled_elsewhere(here, other.fallback_, there);
}

std::uint64_t Router::upload_bytes(std::string_view method, std::string_view path) const {
    std::vector<std::string_view> ignored;
    if (method != "POST") return 0;
    for (const Upload& each : uploads_)
        if (match(each.segments, path, ignored)) return each.max_bytes;
    return 0;
}

Router::Match Router::find(std::string_view method, std::string_view path) const {
    Match result;
    if (method == "HEAD") method = "GET";
    if (path.empty() || path[0] != '/') return result;
    for (const Route& route : routes_) {
        if (!match(route.segments, path, result.path_params)) continue;
        if (route.method == method) {
            result.handler = &route.handler;
            return result;
        }
        if (!result.allowed.empty()) result.allowed += ", ";
        result.allowed += route.method;
    }
    result.path_params.clear();
    if (result.allowed.empty() && fallback_ && method == "GET") result.handler = &fallback_;
    return result;
}

}  // namespace tasklog::http
