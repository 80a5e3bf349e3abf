#pragma once
#include "command/decide.hpp"

/// What is said about tasks.
namespace tasklog::command {

Decision decide_comment(const Workspace& w, const Sender& sender, const AddComment& c);
Decision decide_comment(const Workspace& w, const Sender& sender, const EditComment& c);
Decision decide_comment(const Workspace& w, const Sender& sender, const DeleteComment& c);
Decision decide_comment(const Workspace& w, const Sender& sender, const RestoreComment& c);

}  // namespace tasklog::command
