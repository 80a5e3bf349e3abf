#pragma once
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "events/workspace.hpp"

namespace tasklog::projections {

/// A workspace's head as the history shows it: its name, its members and invitations.
struct WorkspaceThing {
    std::map<std::string, std::string> fields;
};

/// What events change, each as its last event left it.
struct Things {
    std::map<WorkspaceId, WorkspaceThing> workspaces;
    std::map<std::pair<WorkspaceId, ListId>, List> lists;
    std::map<std::pair<WorkspaceId, TaskId>, Task> tasks;
    std::map<std::pair<WorkspaceId, CommentId>, Comment> comments;
    std::map<std::pair<WorkspaceId, FilterId>, SavedFilter> filters;
};

/// Which thing an event is about. None: the workspace itself.
struct Subject {
    std::optional<TaskId> task;
    std::optional<ListId> list;
    std::optional<CommentId> comment{};
    std::optional<FilterId> filter{};
};
Subject subject_of(const Event& event);
/// The subject's own id.
std::string id_of(const WorkspaceId& workspace, const Subject& subject);
/// True if the event is the first of its thing.
bool begins(const Event& event);

/// The subject as JSON; empty if it does not exist yet.
std::string text_of(const Things& things, const WorkspaceId& workspace, const Subject& subject);
/// Puts one in from its JSON. Throws std::runtime_error if it can't be read.
void put(Things& things, const WorkspaceId& workspace, const Subject& subject, const std::string& json);
/// Applies an event. Throws Unappliable if it is about a thing that does not exist.
void change(Things& things, const WorkspaceId& workspace, const Event& event, Instant at);

}  // namespace tasklog::projections
