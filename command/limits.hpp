#pragma once
#include <cstddef>
#include <cstdint>

/// Every bound on what a command may hold and a workspace may grow to.
namespace tasklog::command {

constexpr std::size_t max_commands = 500;  ///< in one request
constexpr std::size_t max_title_chars = 500;
constexpr std::size_t max_name_chars = 200;  ///< of a list or workspace
constexpr std::size_t max_notes_chars = 20'000;
constexpr std::size_t max_comment_chars = 10'000;
constexpr std::size_t max_comments = 200'000;  ///< of a workspace, deleted ones too
constexpr std::size_t max_except = 500;        ///< days left out of a recurrence
constexpr std::uint64_t max_occurrence_number = 1'000'000'000;
constexpr std::uint64_t max_estimate_minutes = 60'000;  ///< a thousand hours
constexpr std::size_t max_depth = 5;                    ///< of tasks within tasks
constexpr std::size_t max_subtasks = 500;               ///< of a task, at any depth
constexpr std::size_t max_tags = 50;                    ///< of a task
constexpr std::size_t max_tag_chars = 50;
constexpr std::size_t max_reminders = 20;               ///< of a task
constexpr std::int64_t max_reminder_minutes = 527'040;  ///< 366 days before or after a date
constexpr std::int64_t max_reminder_days = 366;
constexpr std::int64_t max_reminder_past_us = 3'600'000'000;  ///< how long past a moment may be that is asked for
constexpr std::int64_t late_us = 300'000'000;                 ///< a reminder that fires after this long says so
constexpr std::size_t max_key_chars = 200;                    ///< of an Idempotency-Key
constexpr std::size_t max_members = 500;                      ///< of a workspace, invitations too
constexpr std::size_t max_list_depth = 3;                     ///< of lists within lists, sections too
constexpr std::size_t max_lists = 2'000;                      ///< of a workspace, deleted ones too
constexpr std::size_t max_filters = 200;                      ///< of a workspace
constexpr std::size_t max_tasks = 2'000'000;                  ///< of a workspace, ended and deleted ones too

}  // namespace tasklog::command
