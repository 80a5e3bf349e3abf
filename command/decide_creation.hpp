#pragma once
#include "command/decide.hpp"

/// New lists and tasks, also those that another program had before.
namespace tasklog::command {

Decision decide_creation(const Workspace& w, const Sender& sender, const CreateList& c, Cost& cost);
Decision decide_creation(const Workspace& w, const Sender& sender, const CreateTask& c, Cost& cost);

}  // namespace tasklog::command
