#include "command/decide_tags.hpp"

#include <algorithm>

#include "command/decisions.hpp"

namespace tasklog::command {

Decision decide_tags(const Workspace& w, const RenameTag& c, Cost& cost) {
    if (c.tag == c.to) return nothing_to_do();
    if (!cost.steps().take(w.tasks.size())) return std::unexpected(too_costly());
    std::vector<Event> events;
    for (const auto& [id, task] : w.tasks) {
        const auto at = std::find(task.tags.begin(), task.tags.end(), c.tag);
        if (at == task.tags.end() || !w.task(id)) continue;
        TaskDetailsChanged changed{
            .task = id, .title = {}, .notes = {}, .priority = {}, .tags = {}, .due = {}, .start = {}};
        std::vector<std::string>& tags = changed.tags.emplace(task.tags);
        const auto place = tags.begin() + (at - task.tags.begin());
        if (std::find(tags.begin(), tags.end(), c.to) == tags.end()) {
            *place = c.to;
        } else {
            tags.erase(place);
        }
        events.emplace_back(std::move(changed));
    }
    return events;
}

}  // namespace tasklog::command
