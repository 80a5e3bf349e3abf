#pragma once
#include <string>

#include "app/import/formats/task.hpp"

/// The commands that bring a thing of a file in, as JSON. Sent again they change nothing.
namespace tasklog::app {

std::string create_list(const ForeignList& list);
/// `list`: the id of its list; empty: the inbox.
std::string create_task(const ForeignTask& task, const std::string& list);
std::string add_comment(const ForeignComment& comment);
std::string save_filter(const ForeignFilter& filter);
std::string archive_list(const std::string& list);
std::string nest_task(const std::string& task, const std::string& parent);
std::string nest_list(const std::string& list, const std::string& parent, bool section);
std::string assign_task(const std::string& task, const std::string& person);
std::string restore_task(const std::string& task);
std::string move_task(const std::string& task, const std::string& list);
/// The undoing: only what is as it was made.
std::string delete_task(const std::string& task, std::uint64_t version);
std::string delete_list(const std::string& list, std::uint64_t version);

/// The command without one of its members.
std::string without_member(const std::string& command, const std::string& name);

}  // namespace tasklog::app
