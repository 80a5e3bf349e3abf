#include "projections/things/things.hpp"

#include "base/json_read.hpp"
#include "events/form.hpp"
#include "events/format/json.hpp"
#include "events/format/row.hpp"
#include "events/value/overloaded.hpp"
#include "projections/projection.hpp"

namespace tasklog::projections {
namespace {

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

/// As People (events/people.hpp): the fields of a workspace's thing.
struct PeopleFields {
    std::map<std::string, std::string>& fields;
    void member(const PersonId& person, std::optional<Role> role) { set("member:" + person.text(), role); }
    void invitation(const InvitationId& id, const std::optional<Invitation>& invitation) {
        set("invitation:" + id.text(), invitation ? std::optional(invitation->role) : std::nullopt);
    }
    void set(const std::string& field, std::optional<Role> role) {
        if (role) {
            fields[field] = name_of(*role);
        } else {
            fields.erase(field);
        }
    }
};

/// Only the last one is kept: what was read is a list without end.
void mark_read(WorkspaceThing& thing, const NotificationsRead& e) {
    if (e.through) {
        thing.fields.erase("notificationRead");
        thing.fields["notificationsReadThrough"] = e.through->text();
    } else {
        thing.fields["notificationRead"] = e.notification->text();
    }
}

/// What is about none of its things is about the workspace itself.
template <class E>
void change_itself(WorkspaceThing& thing, const E& e) {
    PeopleFields people{thing.fields};
    if constexpr (AboutPeople<E>) e.evolve(people);
    if constexpr (std::is_same_v<E, NotificationsRead>) mark_read(thing, e);
}

}  // namespace

Subject subject_of(const Event& event) {
    return std::visit(
        []<class E>(const E& e) -> Subject {
            if constexpr (AboutTask<E>) {
                return {.task = e.task, .list = {}};
            } else if constexpr (AboutList<E>) {
                return {.task = {}, .list = e.list};
            } else if constexpr (AboutComment<E>) {
                return {.task = {}, .list = {}, .comment = e.comment};
            } else if constexpr (AboutFilter<E>) {
                return {.task = {}, .list = {}, .filter = e.filter};
            } else {
                return {};
            }
        },
        event);
}

std::string id_of(const WorkspaceId& workspace, const Subject& subject) {
    if (subject.task) return subject.task->text();
    if (subject.list) return subject.list->text();
    if (subject.filter) return subject.filter->text();
    return subject.comment ? subject.comment->text() : workspace.text();
}

bool begins(const Event& event) {
    return std::holds_alternative<TaskCreated>(event) || std::holds_alternative<ListCreated>(event) ||
           std::holds_alternative<WorkspaceCreated>(event) || std::holds_alternative<CommentAdded>(event);
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
    if (subject.comment) {
        const auto at = things.comments.find({workspace, *subject.comment});
        return at == things.comments.end() ? std::string() : encode(at->second);
    }
    if (subject.filter) {
        const auto at = things.filters.find({workspace, *subject.filter});
        return at == things.filters.end() ? std::string() : encode(at->second);
    }
    const auto at = things.workspaces.find(workspace);
    if (at == things.workspaces.end()) return {};
    return json::text([&](json::Writer& w) {
        w.StartObject();
        for (const auto& [name, value] : at->second.fields) {
            json::write(w, name);
            json::write(w, value);
        }
        w.EndObject();
    });
}

void put(Things& things, const WorkspaceId& workspace, const Subject& subject, const std::string& text) {
    if (subject.task) {
        things.tasks.insert_or_assign({workspace, *subject.task}, readable(decode_task(text)));
    } else if (subject.list) {
        things.lists.insert_or_assign({workspace, *subject.list}, readable(decode_list(text)));
    } else if (subject.comment) {
        things.comments.insert_or_assign({workspace, *subject.comment}, readable(decode_comment(text)));
    } else if (subject.filter) {
        things.filters.insert_or_assign({workspace, *subject.filter}, readable(decode_filter(text)));
    } else {
        WorkspaceThing thing;
        simdjson::dom::object fields;
        const auto value = json::parse(text);
        if (!value || value->get(fields)) throw std::runtime_error("a workspace of the audit history cannot be read");
        for (const auto& [name, field] : fields) thing.fields.emplace(name, json::text_of(field).value_or(""));
        things.workspaces.insert_or_assign(workspace, std::move(thing));
    }
}

void change(Things& things, const WorkspaceId& workspace, const Event& event, Instant at) {
    std::visit(
        [&]<class E>(const E& e) {
            if constexpr (std::is_same_v<E, WorkspaceCreated>) {
                WorkspaceThing& thing = things.workspaces[workspace];
                thing.fields = {{"name", e.title}};
                change_itself(thing, e);
            } else if constexpr (std::is_same_v<E, WorkspaceRenamed>) {
                existing(things.workspaces, workspace).fields["name"] = e.title;
            } else if constexpr (std::is_same_v<E, TaskCreated>) {
                things.tasks.insert_or_assign({workspace, e.task}, created(e, at));
            } else if constexpr (std::is_same_v<E, ListCreated>) {
                things.lists.insert_or_assign({workspace, e.list}, created(e, at));
            } else if constexpr (AboutTask<E>) {
                evolve(existing(things.tasks, std::pair(workspace, e.task)), e, at);
            } else if constexpr (std::is_same_v<E, CommentAdded>) {
                things.comments.insert_or_assign({workspace, e.comment}, created(e, at));
            } else if constexpr (AboutComment<E>) {
                evolve(existing(things.comments, std::pair(workspace, e.comment)), e, at);
            } else if constexpr (AboutFilter<E>) {
                e.evolve(things.filters[{workspace, e.filter}]);
            } else if constexpr (!AboutList<E>) {
                change_itself(existing(things.workspaces, workspace), e);
            } else {
                evolve(existing(things.lists, std::pair(workspace, e.list)), e, at);
            }
        },
        event);
}

}  // namespace tasklog::projections
