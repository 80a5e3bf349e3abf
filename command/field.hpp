#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "command/decision.hpp"
#include "command/limits.hpp"
#include "events/format/fault.hpp"
#include "events/people.hpp"
#include "events/task.hpp"

/// How commands are declared, each in its subject's file: who may send it, what its answer names, its fields with the
/// rules of their values, and by a friend the decision, which the subject's source has.
///
///     struct RenameList {
///         TASKLOG_COMMAND(RenameList, editors, list);
///         std::optional<ListId> list;
///         std::string title;
///         TASKLOG_FIELDS { f("list", c.list, must), f("name", c.title, must, form::Line{max_name_chars}); }
///     };
///
/// A command that has a rule for several fields together has it in `json::MaybeFault fault() const`.
#define TASKLOG_COMMAND(type, who, thing)                \
    static constexpr std::string_view name = #type;      \
    static constexpr LeastRole allowed = LeastRole::who; \
    const auto& answer() const { return thing; }         \
    friend Decision decide(const Workspace& workspace, const Sender& sender, const type& command, Cost& cost)
#define TASKLOG_FIELDS             \
    template <class Self, class F> \
    static void fields([[maybe_unused]] Self& c, [[maybe_unused]] F f)

namespace tasklog::command {

/// The least role that may send a command; `invited`: whoever has the invitation, `workers`: only Tasklog's own.
enum class LeastRole { viewers, commenters, editors, owners, invited, workers };

/// The answer names the workspace.
struct Whole {};
inline constexpr Whole whole_workspace{};

/// Whether a field must be given. `or_made`: an id that is made where it is left out. `must_or_null`: null means none.
enum class Presence { may, must, must_or_null, or_made };
using enum Presence;

/// The rules of texts and numbers. These types have no rule of their own: a field names one of these.
namespace form {

/// One line, not blank.
struct Line {
    std::size_t max_chars;
    json::MaybeFault operator()(const std::string& text) const;
};
/// Any lines.
struct Text {
    std::size_t max_chars;
    bool blank = true;  ///< may be
    json::MaybeFault operator()(const std::string& text) const;
};
/// The words of a filter (docs/filters.md), any lines. A fault names the column.
struct FilterWords {
    json::MaybeFault operator()(const std::string& text) const;
};
/// #rrggbb, or none.
struct Color {
    json::MaybeFault operator()(const std::string& text) const;
};
struct Rank {
    json::MaybeFault operator()(const std::string& text) const;
};
/// IANA.
struct Zone {
    json::MaybeFault operator()(const std::string& text) const;
};
/// RFC 5545 §3.3.10.
struct Rule {
    json::MaybeFault operator()(const std::string& text) const;
};
struct Number {
    std::uint64_t least;
    std::uint64_t most;
    json::MaybeFault operator()(const std::uint64_t& number) const;
};
/// A moment that is computed and not typed: of any year.
struct Any {
    json::MaybeFault operator()(const Instant&) const { return std::nullopt; }
};

}  // namespace form

// The rules that go with a type.
json::MaybeFault check(Instant& at);
json::MaybeFault check(Date& day);
json::MaybeFault check(std::vector<Date>& days);
json::MaybeFault check(Due& due);
json::MaybeFault check(Role& role);
json::MaybeFault check(RelativeTime& relative);
json::MaybeFault check(Recurrence& recurrence);
/// Those that are there twice are taken out.
json::MaybeFault check(std::vector<std::string>& tags);
json::MaybeFault check(std::string& text) = delete;
json::MaybeFault check(std::uint64_t& number) = delete;
inline json::MaybeFault check(bool&) { return std::nullopt; }
template <class Kind>
json::MaybeFault check(Id<Kind>&) {
    return std::nullopt;
}
template <class T>
    requires std::is_enum_v<T>
json::MaybeFault check(T&) {
    return std::nullopt;
}

/// The rule of a field that names none.
struct ByType {
    template <class T>
    json::MaybeFault operator()(T& value) const {
        return check(value);
    }
};

}  // namespace tasklog::command
