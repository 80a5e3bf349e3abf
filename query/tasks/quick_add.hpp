#pragma once
#include <expected>
#include <optional>
#include <pqxx/result>
#include <string>
#include <string_view>

#include "infra/problem.hpp"
#include "words/line.hpp"

namespace tasklog::query {

/// What POST /api/v1/quick-add asks for: what a line says.
struct LineQuery {
    std::optional<std::string> workspace{};
    words::Line line{};
    /// Whether lists can be named in it: a sign for them is there.
    bool names_lists() const { return line.text.contains('@') || line.text.contains('/'); }
};
std::expected<LineQuery, Problem> parse_line_query(std::string_view body);

/// The answer. `lists`: of quick_add_lists.sql, none where the line names none; `person`: who asks.
std::string said_by(const LineQuery& query, const pqxx::result& lists, const std::string& person);

}  // namespace tasklog::query
