#pragma once
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/problem.hpp"
#include "query/cursor.hpp"

namespace tasklog::query {

/// What GET /api/v1/history asks for.
struct HistoryQuery {
    std::optional<std::string> workspace{};
    std::optional<std::string> task{};
    std::optional<std::string> list{};
    std::optional<std::string> person{};
    std::vector<std::string> types{};     ///< of events, any of; empty: all
    std::optional<std::string> after{};   ///< inclusive
    std::optional<std::string> before{};  ///< exclusive
    bool descending = true;
    int limit = 50;
    std::optional<Cursor> cursor{};  ///< the time, and the number of the event within its commit

    std::string order() const { return descending ? "history-" : "history+"; }
    bool fits(const Cursor& at) const;
};
std::expected<HistoryQuery, Problem> parse_history_query(std::string_view query);

/// What GET /api/v1/history/digest asks for.
struct DigestQuery {
    std::optional<std::string> workspace{};
    std::optional<std::string> since{};  ///< exclusive; always there
    std::optional<std::string> until{};  ///< inclusive; none: now
};
std::expected<DigestQuery, Problem> parse_digest_query(std::string_view query);

}  // namespace tasklog::query
