#pragma once
#include "command/decide.hpp"

/// What is decided about tags, which are no things of their own: each task has its words.
namespace tasklog::command {

Decision decide_tags(const Workspace& w, const RenameTag& c, Cost& cost);

}  // namespace tasklog::command
