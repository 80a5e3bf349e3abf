#pragma once
#include <array>
#include <expected>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/http/message.hpp"
#include "infra/names.hpp"
#include "infra/problem.hpp"
#include "query/cursor.hpp"

/// The parameters of queries: what each may be. A problem names the parameter.
namespace tasklog::query {

using Read = std::expected<void, Problem>;

Read read_bool(const std::string& name, const std::string& value, bool& out);
/// A whole number, such as a page's limit.
Read read_number(const std::string& name, const std::string& value, int max, int& out);
/// asc or desc.
Read read_order(const std::string& value, bool& descending);
Read read_id(const std::string& name, const std::string& value, std::optional<std::string>& out);
/// An id, or this word.
Read read_id_or(const std::string& name, const std::string& value, std::string_view word,
                std::optional<std::string>& out);
/// A day or a moment.
Read read_time(const std::string& name, const std::string& value, std::optional<std::string>& out);
Read read_zone(const std::string& value, std::string& out);
/// What every query says of a name that it does not have.
std::unexpected<Problem> unknown_parameter(const std::string& name);

/// At every such character; none in it gives the text itself.
std::vector<std::string> split(std::string_view text, char at);

/// One or more of the names, with commas between.
template <std::size_t N>
Read read_set(const std::string& name, const std::string& value, const std::array<std::string_view, N>& names,
              std::vector<int>& out) {
    for (const std::string& each : split(value, ',')) {
        const auto index = index_in(names, each);
        if (!index)
            return http::bad_parameter(name, "must be one or more of " + listed(names) + ", with commas between");
        out.push_back(*index);
    }
    return {};
}

/// Calls `read` with each parameter but the cursor, whose text it gives: it is for whoever knows the rest.
std::expected<std::optional<std::string>, Problem> read_parameters(
    std::string_view text, const std::function<Read(const std::string& name, const std::string& value)>& read);

/// A query. One with pages has a `cursor`, an `order()` that its cursors are good for, and says whether one `fits`.
template <class Query>
std::expected<Query, Problem> parse_query(std::string_view text,
                                          Read (*read)(Query&, const std::string& name, const std::string& value)) {
    Query query;
    const auto cursor =
        read_parameters(text, [&](const auto& name, const auto& value) { return read(query, name, value); });
    if (!cursor) return std::unexpected(cursor.error());
    if (!*cursor) return query;
    if constexpr (requires { query.cursor; }) {
        query.cursor = decode_cursor(query.order(), **cursor);
        if (!query.cursor || !query.fits(*query.cursor))
            return http::bad_parameter("cursor", "is not one that this query gave; begin again without it");
        return query;
    } else {
        return unknown_parameter("cursor");
    }
}

}  // namespace tasklog::query
