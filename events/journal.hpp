#pragma once
#include <memory>
#include <optional>
#include <unordered_map>

#include "events/workspace.hpp"

namespace tasklog {

/// What a workspace was like before some events, as far as they changed it: for taking back a batch that was refused.
class Journal {
  public:
    void keep(const Workspace& workspace);
    void keep(const Workspace& workspace, const TaskId& task);
    void keep(const Workspace& workspace, const ListId& list);
    void keep(const Workspace& workspace, const CommentId& comment);
    void keep(const Workspace& workspace, const FilterId& filter);
    void take_back(Workspace& workspace) const;

  private:
    struct Head;
    std::shared_ptr<Head> head_;
    std::unordered_map<TaskId, std::optional<Task>> tasks_;
    std::unordered_map<ListId, std::optional<List>> lists_;
    std::unordered_map<CommentId, std::optional<Comment>> comments_;
    std::unordered_map<FilterId, std::optional<SavedFilter>> filters_;
};

}  // namespace tasklog
