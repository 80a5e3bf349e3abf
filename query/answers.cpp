#include "query/answers.hpp"

#include <xxhash.h>

#include "infra/uuid.hpp"

namespace tasklog::query {

std::uint64_t hash_of(std::string_view text, std::uint64_t seed) {
    return XXH3_64bits_withSeed(text.data(), text.size(), seed);
}

http::Response not_modified(const std::string& etag) {
    http::Response response{.status = 304};
    response.add_header("ETag", etag);
    response.add_header("Cache-Control", "private, no-cache");
    return response;
}

http::Response json(std::string body, const std::string& etag) {
    http::Response response{.body = std::move(body)};
    response.add_header("ETag", etag);
    response.add_header("Cache-Control", "private, no-cache");
    return response;
}

http::Response json_by_content(const http::Request& request, std::string body) {
    const std::string tag = "\"c" + std::to_string(hash_of(body)) + "\"";
    return request.header("If-None-Match") == tag ? not_modified(tag) : json(std::move(body), tag);
}

std::string items_of(const pqxx::result& rows, std::size_t count) {
    std::size_t size = count + 64;
    for (std::size_t i = 0; i < count; ++i) size += rows[static_cast<pqxx::result::size_type>(i)][0].size();
    std::string out;
    out.reserve(size);
    out += R"({"items":[)";
    for (std::size_t i = 0; i < count; ++i) {
        const auto field = rows[static_cast<pqxx::result::size_type>(i)][0];
        if (i > 0) out += ',';
        out.append(field.c_str(), field.size());
    }
    return out += ']';
}

std::expected<std::optional<std::string>, Problem> only_workspace(std::string_view query) {
    const auto parameters = http::query_parameters(query);
    std::optional<std::string> workspace;
    for (const auto& [name, value] : parameters.value_or(std::vector<std::pair<std::string, std::string>>{{"", ""}})) {
        if (name != "workspace" || !is_uuid(value))
            return std::unexpected(Problem{.type = problems::invalid_parameter,
                                           .detail = "The only parameter here is workspace, a UUID.",
                                           .pointer = "?" + std::string(name == "workspace" ? name : "")});
        workspace = value;
    }
    return workspace;
}

std::expected<std::set<std::string>, Problem> some_workspaces(std::string_view query) {
    constexpr std::size_t most = 50;
    const auto parameters = http::query_parameters(query);
    if (!parameters) return http::broken_query();
    std::set<std::string> out;
    for (const auto& [name, value] : *parameters) {
        if (name != "workspaces") return http::bad_parameter(name, "is unknown: only workspaces can be said here");
        for (std::size_t from = 0; from <= value.size(); from += 37) {
            const std::string id = value.substr(from, 36);
            const bool goes_on = from + 36 < value.size();
            if (!is_uuid(id) || (goes_on && value[from + 36] != ','))
                return http::bad_parameter(name, "must be UUIDs with commas between them");
            out.insert(id);
        }
        if (out.size() > most) return http::bad_parameter(name, "must be 50 UUIDs at most");
    }
    return out;
}

}  // namespace tasklog::query
