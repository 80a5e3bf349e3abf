#pragma once
#include <cstdint>
#include <expected>
#include <optional>
#include <pqxx/result>
#include <string>
#include <string_view>

#include "infra/http/message.hpp"

namespace tasklog::query {

/// A hash for tags (FNV-1a): not for secrets.
std::uint64_t fnv1a(std::string_view text, std::uint64_t hash = 0xcbf29ce484222325ULL);

http::Response not_modified(const std::string& etag);
http::Response json(std::string body, const std::string& etag);
/// An answer whose tag is made from its bytes, for what no one workspace's version stands for.
http::Response json_by_content(const http::Request& request, std::string body);

/// {"items":[…] of the first column of the first rows; the closing brace is the caller's.
std::string items_of(const pqxx::result& rows, std::size_t count);

/// The parameters of a request whose only one is the workspace, if any.
std::expected<std::optional<std::string>, Problem> only_workspace(std::string_view query);

}  // namespace tasklog::query
