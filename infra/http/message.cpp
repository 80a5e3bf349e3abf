#include "infra/http/message.hpp"

#include <algorithm>
#include <utility>

#include <boost/beast/http/fields.hpp>

#include "base/url.hpp"

namespace tasklog::http {
std::string_view Request::header(std::string_view name) const {
    const auto& all = *static_cast<const boost::beast::http::fields*>(fields);
    const auto at = all.find(boost::beast::string_view(name.data(), name.size()));
    if (at == all.end()) return {};
    const auto value = at->value();
    return {value.data(), value.size()};
}

Response problem_response(const Problem& problem) {
    Response response{
        .status = problem.type.status, .content_type = "application/problem+json", .body = to_json(problem)};
    if (problem.retry_after_s) response.add_header("Retry-After", std::to_string(*problem.retry_after_s));
    if (problem.type.status == 401) response.add_header("WWW-Authenticate", "Bearer");
    return response;
}

std::optional<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query) {
    std::vector<std::pair<std::string, std::string>> out;
    while (!query.empty()) {
        const std::string_view part = query.substr(0, query.find('&'));
        query.remove_prefix(std::min(query.size(), part.size() + 1));
        if (part.empty()) continue;
        const std::size_t equals = part.find('=');
        auto name = form_decode(part.substr(0, equals));
        auto value = form_decode(equals == std::string_view::npos ? std::string_view{} : part.substr(equals + 1));
        if (!name || !value) return std::nullopt;
        out.emplace_back(std::move(*name), std::move(*value));
    }
    return out;
}

std::unexpected<Problem> bad_parameter(std::string_view name, const std::string& why) {
    return std::unexpected(Problem{.type = problems::invalid_parameter,
                                   .detail = "The parameter " + std::string(name) + " " + why + ".",
                                   .pointer = "?" + std::string(name)});
}

std::unexpected<Problem> broken_query() {
    return bad_parameter("", "encoding is broken: a % must be followed by two hexadecimal digits");
}

}  // namespace tasklog::http
