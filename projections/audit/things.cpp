#include "projections/audit/things.hpp"

#include "events/json.hpp"
#include "events/row.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {
namespace {

template <class E>
concept AboutTask = requires(E e) { e.task; };
template <class E>
concept AboutList = requires(E e) { e.list; } && !AboutTask<E>;

template <class Map, class Key>
auto& existing(Map& map, const Key& key) {
    const auto at = map.find(key);
    if (at == map.end()) throw Unappliable("an event is about a thing that does not exist");
    return at->second;
}

template <class T>
T readable(std::expected<T, std::string> thing) {
    if (!thing) throw std::runtime_error("a thing of the audit history cannot be read: " + thing.error());
    return std::move(*thing);
}

}  // namespace

Subject subject_of(const Event& event) {
    return std::visit(
        []<class E>(const E& e) -> Subject {
            if constexpr (AboutTask<E>) {
                return {.task = e.task, .list = {}};
            } else if constexpr (AboutList<E>) {
                return {.task = {}, .list = e.list};
            } else {
                return {};
            }
        },
        event);
}

bool begins(const Event& event) {
    return std::holds_alternative<TaskCreated>(event) || std::holds_alternative<ListCreated>(event) ||
           std::holds_alternative<WorkspaceCreated>(event);
}

std::string text_of(const Things& things, const WorkspaceId& workspace, const Subject& subject) {
    if (subject.task) {
        const auto at = things.tasks.find({workspace, *subject.task});
        return at == things.tasks.end() ? std::string() : encode(at->second);
    }
    if (subject.list) {
        const auto at = things.lists.find({workspace, *subject.list});
        return at == things.lists.end() ? std::string() : encode(at->second);
    }
    const auto at = things.workspaces.find(workspace);
    if (at == things.workspaces.end()) return {};
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "name", at->second.name);
        w.EndObject();
    });
}

void put(Things& things, const WorkspaceId& workspace, const Subject& subject, const std::string& text) {
    if (subject.task) {
        things.tasks.insert_or_assign({workspace, *subject.task}, readable(decode_task(text)));
    } else if (subject.list) {
        things.lists.insert_or_assign({workspace, *subject.list}, readable(decode_list(text)));
    } else {
        rapidjson::Document document;
        document.Parse(text.data(), text.size());
        WorkspaceThing thing;
        if (document.HasParseError() || !document.IsObject() || json::read_member(document, "name", thing.name))
            throw std::runtime_error("a workspace of the audit history cannot be read");
        things.workspaces.insert_or_assign(workspace, std::move(thing));
    }
}

void change(Things& things, const WorkspaceId& workspace, const Event& event, Instant at) {
    std::visit(
        [&]<class E>(const E& e) {
            if constexpr (std::is_same_v<E, WorkspaceCreated>) {
                things.workspaces[workspace].name = e.title;
            } else if constexpr (std::is_same_v<E, WorkspaceRenamed>) {
                existing(things.workspaces, workspace).name = e.title;
            } else if constexpr (std::is_same_v<E, TaskCreated>) {
                things.tasks.insert_or_assign({workspace, e.task}, created(e, at));
            } else if constexpr (std::is_same_v<E, ListCreated>) {
                things.lists.insert_or_assign({workspace, e.list}, created(e, at));
            } else if constexpr (AboutTask<E>) {
                evolve(existing(things.tasks, std::pair(workspace, e.task)), event, at);
            } else {
                evolve(existing(things.lists, std::pair(workspace, e.list)), event, at);
            }
        },
        event);
}

}  // namespace tasklog::projections
