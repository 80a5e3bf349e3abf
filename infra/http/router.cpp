#include "infra/http/router.hpp"

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
