#pragma once
#include <algorithm>
#include <cstdint>
#include <expected>
#include <optional>
#include <pqxx/result>
#include <set>
#include <string>
#include <string_view>

#include "infra/http/message.hpp"
#include "query/cursor.hpp"

namespace tasklog::query {

/// A hash for tags (FNV-1a): not for secrets.
std::uint64_t hash_of(std::string_view text, std::uint64_t seed = 0);

http::Response not_modified(const std::string& etag);
http::Response json(std::string body, const std::string& etag);
/// An answer whose tag is made from its bytes, for what no one workspace's version stands for.
http::Response json_by_content(const http::Request& request, std::string body);

/// {"items":[…] of the first column of the first rows; the closing brace is the caller's.
std::string items_of(const pqxx::result& rows, std::size_t count);

/// A page, and the cursor of the next one. Columns of a row: the item, its sort key and its id; more rows than
/// the query's limit if there are more.
template <class Query>
std::string page_of(const pqxx::result& rows, const Query& query) {
    const std::size_t count = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(query.limit));
    std::string body = items_of(rows, count);
    if (rows.size() <= static_cast<pqxx::result::size_type>(count)) return body += R"(,"next":null})";
    const auto last = rows[static_cast<pqxx::result::size_type>(count) - 1];
    return body += R"(,"next":")" + encode_cursor(query.order(), {last[1].c_str(), last[2].c_str()}) + "\"}";
}

/// The parameters of a request whose only one is the workspace, if any.
std::expected<std::optional<std::string>, Problem> only_workspace(std::string_view query);
/// What the parameter workspaces names, the only one that there may be: at most 50, none twice.
std::expected<std::set<std::string>, Problem> some_workspaces(std::string_view query);

}  // namespace tasklog::query
