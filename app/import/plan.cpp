#include "app/import/plan.hpp"

#include "app/import/commands.hpp"
#include "events/value/overloaded.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr std::size_t max_sample = 20;
constexpr int max_generations = 100;

std::string id_of_list(const std::string& name) { return uuid_v5("import list\n" + name); }

}  // namespace

asio::awaitable<Inventory::KnownRecords> ImportPlan::known(const std::vector<ForeignItem>& items) {
    std::set<std::string> tasks;
    std::set<std::string> comments;
    for (const ForeignItem& item : items) {
        if (const auto* task = std::get_if<ForeignTask>(&item)) tasks.insert(task->id);
        if (const auto* comment = std::get_if<ForeignComment>(&item)) comments.insert(comment->id);
    }
    const std::set<std::string> lists;
    co_return co_await inventory_.known(run_, tasks, lists, comments);
}

/// Where a list was deleted, the next one of its name stands in its place.
asio::awaitable<ImportPlan::Place*> ImportPlan::place_of(std::string first_id) {
    if (const auto at = places_.find(first_id); at != places_.end()) co_return &at->second;
    Place place;
    for (int generation = 0; generation < max_generations; ++generation) {
        place.id =
            generation == 0 ? first_id : uuid_v5("import list again\n" + first_id + "\n" + std::to_string(generation));
        const std::set<std::string> none;
        const std::set<std::string> one{place.id};
        const auto found = co_await inventory_.known(run_, none, one, none);
        const auto at = found.find(place.id);
        place.there = at != found.end();
        if (!place.there || !at->second) break;
        place.gone = true;
    }
    co_return &places_.emplace(std::move(first_id), std::move(place)).first->second;
}

void ImportPlan::make(const ForeignList& list, Place& place, std::vector<ImportCommand>& out) {
    ForeignList made = list;
    made.id = place.id;
    const auto parent = places_.find(list.parent);
    if (parent != places_.end() && parent->second.there) {
        made.parent = parent->second.id;
    } else if (!list.parent.empty()) {  // it comes later in the file
        made.parent.clear();
        parts_.push_back({list.line, place.id, list.parent, nest_list(place.id, list.parent, list.section)});
    }
    out.push_back({list.line, place.id, create_list(made), 'l'});
    if (list.archived) out.push_back({list.line, place.id, archive_list(place.id)});
    place.there = true;
}

asio::awaitable<std::string> ImportPlan::list_of(const ForeignTask& task, std::vector<ImportCommand>& out) {
    if (task.list.empty() && task.list_id.empty()) co_return "";
    std::string first_id = task.list_id.empty() ? id_of_list(task.list) : task.list_id;
    Place* place = co_await place_of(first_id);
    if (!task.section.empty()) {
        if (!place->there) make(ForeignList{.line = task.line, .name = task.list}, *place, out);
        place = co_await place_of(id_of_list(task.list + " / " + task.section));
        if (!place->there)
            make(ForeignList{.line = task.line, .name = task.section, .parent = first_id, .section = true}, *place,
                 out);
    }
    if (place->there) co_return place->id;
    if (const auto described = lists_.find(task.list_id); described != lists_.end()) {
        make(described->second, *place, out);
    } else if (!task.list.empty()) {
        make(ForeignList{.line = task.line, .name = task.list}, *place, out);
    }
    co_return place->id;
}

asio::awaitable<void> ImportPlan::add(const ForeignList& list, std::vector<ImportCommand>& out) {
    lists_.emplace(list.id, list);
    Place* const place = co_await place_of(list.id);
    if (!place->there && (!place->gone || run_.bring_back)) make(list, *place, out);
}

asio::awaitable<void> ImportPlan::add(const ForeignTask& task, const Inventory::KnownRecords& known,
                                      std::vector<ImportCommand>& out) {
    const auto before = known.find(task.id);
    if (before != known.end() && !before->second) {
        ++run_.made.there;
        co_return;
    }
    if (before != known.end() && !run_.bring_back) {
        ++run_.made.gone;
        co_return;
    }
    const std::string list = co_await list_of(task, out);
    if (before != known.end()) {
        out.push_back({task.line, task.id, restore_task(task.id)});
        out.push_back({task.line, task.id, move_task(task.id, list)});
        ++run_.brought_back;
    } else {
        out.push_back({task.line, task.id, create_task(task, list), 't'});
        if (!task.assignee.empty()) out.push_back({task.line, task.id, assign_task(task.id, task.assignee)});
    }
    if (!task.parent.empty()) parts_.push_back({task.line, task.id, task.parent, nest_task(task.id, task.parent)});
}

void ImportPlan::add(const ForeignComment& comment, const Inventory::KnownRecords& known,
                     std::vector<ImportCommand>& out) {
    const auto before = known.find(comment.id);
    if (before == known.end()) {
        out.push_back({comment.line, comment.id, add_comment(comment), 'c'});
    } else {
        ++(before->second ? run_.made.gone : run_.made.there);
    }
}

asio::awaitable<std::vector<ImportCommand>> ImportPlan::commands(const std::vector<ForeignItem>& items) {
    std::vector<ImportCommand> out;
    const auto there = co_await known(items);
    for (const ForeignItem& item : items) {
        if (const auto* list = std::get_if<ForeignList>(&item)) co_await add(*list, out);
        if (const auto* task = std::get_if<ForeignTask>(&item)) co_await add(*task, there, out);
        if (const auto* comment = std::get_if<ForeignComment>(&item)) add(*comment, there, out);
        if (const auto* filter = std::get_if<ForeignFilter>(&item))
            out.push_back({filter->line, filter->id, save_filter(*filter)});
    }
    co_return out;
}

asio::awaitable<void> ImportPlan::count(const std::vector<ForeignItem>& items) {
    const auto there = co_await known(items);
    ImportRun::Counts& found = run_.found;
    for (const ForeignItem& item : items) {
        std::string id;
        if (const auto* task = std::get_if<ForeignTask>(&item)) {
            ++found.tasks;
            id = task->id;
            if (run_.sample.size() < max_sample) run_.sample.push_back(create_task(*task, task->list));
            if (!task->list.empty() && names_.insert(task->list).second) ++found.lists;
            if (!task->section.empty() && names_.insert(task->list + " / " + task->section).second) ++found.lists;
        } else if (const auto* comment = std::get_if<ForeignComment>(&item)) {
            ++found.comments;
            id = comment->id;
        } else if (std::holds_alternative<ForeignList>(item)) {
            ++found.lists;
        }
        const auto before = there.find(id);
        if (before != there.end()) ++(before->second ? found.gone : found.there);
    }
}

void ImportPlan::passed_over(const std::vector<ForeignItem>& items, const std::set<std::string>& made) {
    for (const ForeignItem& item : items) {
        if (const auto* list = std::get_if<ForeignList>(&item)) {
            lists_.emplace(list->id, *list);
            if (!list->parent.empty() && made.contains(list->id))
                parts_.push_back(
                    {list->line, list->id, list->parent, nest_list(list->id, list->parent, list->section)});
        }
        if (const auto* task = std::get_if<ForeignTask>(&item))
            if (!task->parent.empty() && made.contains(task->id))
                parts_.push_back({task->line, task->id, task->parent, nest_task(task->id, task->parent)});
    }
}

void ImportPlan::accepted(const ImportCommand& command) {
    if (command.makes == 't') ++run_.made.tasks;
    if (command.makes == 'l') ++run_.made.lists;
    if (command.makes == 'c') ++run_.made.comments;
}

}  // namespace tasklog::app
