#pragma once
#include <string>
#include <string_view>

/// The forms of days and moments that go to Postgres as they are.
namespace tasklog::query {

/// A day or an RFC 3339 instant.
bool is_time(std::string_view text);
/// As Postgres writes one: 2026-12-01 09:00:00.5+00, or infinity.
bool is_stamp(std::string text);

}  // namespace tasklog::query
