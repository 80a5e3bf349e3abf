#pragma once
#include <expected>
#include <string>
#include <string_view>

#include "events/comment.hpp"
#include "events/list.hpp"
#include "events/task.hpp"
#include "events/workspace_events.hpp"

namespace tasklog {

/// A thing as JSON: what read models keep and what the query API gives.
std::string encode(const Task& task);
std::string encode(const List& list);
std::string encode(const Comment& comment);
std::string encode(const SavedFilter& filter);

/// From what encode() made. The error says what is wrong.
std::expected<Task, std::string> decode_task(std::string_view json);
std::expected<List, std::string> decode_list(std::string_view json);
std::expected<Comment, std::string> decode_comment(std::string_view json);
std::expected<SavedFilter, std::string> decode_filter(std::string_view json);

}  // namespace tasklog
