#include "projections/integration/messages.hpp"

#include <algorithm>
#include <cctype>
#include <map>

#include "events/format/json.hpp"
#include "projections/notifications/notice_id.hpp"

namespace tasklog::projections::integration {
namespace {

/// What a subject is called in an event's type, and at the front of many events' names.
std::string_view kind_of(const Subject& subject) {
    if (subject.task) return "task";
    if (subject.list) return "list";
    if (subject.filter) return "filter";
    return subject.comment ? "comment" : "workspace";
}

/// "tasklog.task.completed.v1" of TaskCompleted, "tasklog.task.reminder-fired.v1" of ReminderFired.
std::string type_of(const Event& event) {
    const std::string_view kind = kind_of(subject_of(event));
    std::string name;
    for (const char c : name_of(event)) {
        const auto byte = static_cast<unsigned char>(c);
        if (std::isupper(byte) && !name.empty()) name += '-';
        name += static_cast<char>(std::tolower(byte));
    }
    if (name.starts_with(std::string(kind) + "-")) name.erase(0, kind.size() + 1);
    const int version = std::visit([](const auto& e) { return e.version; }, event);
    return "tasklog." + std::string(kind) + "." + name + ".v" + std::to_string(version);
}

/// The attributes that tell one event from another.
struct Head {
    std::string id;
    std::string type;
    std::string subject;
    std::string_view schema;
};

/// An event of a commit: the attributes that all have, and `write_data`, which writes the members of `data`.
template <class F>
std::string cloud_event(const CountedCommit& counted, const Head& head, F write_data) {
    const Commit& commit = counted.commit;
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "specversion", std::string_view("1.0"));
        json::write_member(w, "id", head.id);
        json::write_member(w, "source", "/tasklog/workspaces/" + commit.workspace.text());
        json::write_member(w, "type", head.type);
        json::write_member(w, "subject", head.subject);
        json::write_member(w, "time", commit.at);
        json::write_member(w, "datacontenttype", std::string_view("application/json"));
        json::write_member(w, "dataschema", "urn:tasklog:schema:" + std::string(head.schema) + ":1");
        json::write_member(w, "partitionkey", commit.workspace);
        json::write_member(w, "traceparent", counted.trace);
        w.Key("data");
        w.StartObject();
        write_data(w);
        w.EndObject();
        w.EndObject();
    });
}

void write_task(json::Writer& w, const std::optional<TaskId>& task, const std::string& text) {
    w.Key("task_id");
    task ? json::write(w, *task) : void(w.Null());
    w.Key("task_data");
    text.empty() ? void(w.Null()) : void(json::write_raw(w, text));
}

void write_who_and_where(json::Writer& w, const CountedCommit& counted) {
    const Commit& commit = counted.commit;
    json::write_member(w, "workspace_id", commit.workspace);
    json::write_member(w, "user_id", commit.actor);
    json::write_member(w, "timestamp", commit.at);
    json::write_member(w, "position", std::to_string(counted.partition) + ":" + std::to_string(counted.offset));
}

/// One commit's messages.
class Teller {
  public:
    Teller(Things& things, const CountedCommit& counted) : things_(things), counted_(counted) {}

    std::vector<Message> tell() {
        for (const Event& event : counted_.commit.events) {
            change(things_, commit().workspace, event, commit().at);
            tell(event);
            ++number_;
        }
        for (const auto& [task, update] : updates_) tell(task, update);
        std::stable_sort(messages_.begin(), messages_.end(),
                         [](const Message& a, const Message& b) { return a.number < b.number; });
        return std::move(messages_);
    }

  private:
    struct Update {
        std::string_view operation = "updated";
        unsigned last = 0;  ///< number of the last event about the task
    };

    const Commit& commit() const { return counted_.commit; }

    void add(std::string_view topic, unsigned number, std::string body) {
        messages_.push_back({.topic = std::string(topic),
                             .workspace = commit().workspace,
                             .partition = counted_.partition,
                             .offset = counted_.offset,
                             .number = number,
                             .body = std::move(body)});
    }

    void tell(const Event& event) {
        const Subject subject = subject_of(event);
        const std::optional<TaskId> task =
            subject.comment ? things_.comments.at({commit().workspace, *subject.comment}).task : subject.task;
        // A comment's task is not loaded for it.
        const std::string data = subject.task ? text_of(things_, commit().workspace, subject) : std::string();
        const Head head{commit().id.text() + "." + std::to_string(number_), type_of(event),
                        id_of(commit().workspace, subject), "task-event"};
        add(task_events, number_, cloud_event(counted_, head, [&](json::Writer& w) {
                json::write_member(w, "event_type", name_of(event));
                write_task(w, task, data);
                write_who_and_where(w, counted_);
                w.Key("event");
                w.StartObject();
                std::visit([&](const auto& e) { json::write_fields(w, e); }, event);
                w.EndObject();
            }));
        if (subject.task) remember(*subject.task, event);
        if (const auto* fired = std::get_if<ReminderFired>(&event)) tell(*fired);
    }

    void remember(const TaskId& task, const Event& event) {
        Update& update = updates_[task];
        update.last = number_;
        if (std::holds_alternative<TaskDeleted>(event)) {
            update.operation = "deleted";
        } else if (std::holds_alternative<TaskCreated>(event)) {
            update.operation = "created";
        } else if (update.operation != "created") {
            if (std::holds_alternative<TaskCompleted>(event)) update.operation = "completed";
            if (std::holds_alternative<TaskReopened>(event) || std::holds_alternative<TaskRestored>(event))
                update.operation = "updated";
        }
    }

    void tell(const TaskId& task, const Update& update) {
        const Head head{commit().id.text() + "." + task.text(), "tasklog.task-update.v1", task.text(), "task-update"};
        const std::string data = text_of(things_, commit().workspace, {.task = task, .list = {}});
        add(task_updates, update.last, cloud_event(counted_, head, [&](json::Writer& w) {
                json::write_member(w, "operation", update.operation);
                write_task(w, task, data);
                write_who_and_where(w, counted_);
            }));
    }

    void tell(const ReminderFired& fired) {
        const Task& task = things_.tasks.at({commit().workspace, fired.task});
        const Head head{notice_id(commit().id, number_, fired.person.text()), "tasklog.reminder.v1", fired.task.text(),
                        "reminder"};
        add(reminders, number_, cloud_event(counted_, head, [&](json::Writer& w) {
                json::write_member(w, "task_id", fired.task);
                json::write_member(w, "title", task.title);
                w.Key("due_at");
                write_due(w, task.due);
                json::write_member(w, "remind_at", fired.due);
                json::write_member(w, "user_id", fired.person);
                json::write_member(w, "workspace_id", commit().workspace);
                json::write_member(w, "reminder_id", fired.reminder);
                json::write_member(w, "late", fired.late);
                json::write_member(w, "timestamp", commit().at);
            }));
    }

    /// A day, a moment, or null.
    static void write_due(json::Writer& w, const std::optional<Due>& due) {
        if (!due) {
            w.Null();
        } else if (const auto* day = std::get_if<DueDate>(&*due)) {
            json::write(w, day->date);
        } else {
            json::write(w, std::get<DueInstant>(*due).at);
        }
    }

    Things& things_;
    const CountedCommit& counted_;
    unsigned number_ = 0;
    std::map<TaskId, Update> updates_;
    std::vector<Message> messages_;
};

}  // namespace

std::vector<Message> messages_of(Things& things, const CountedCommit& counted) {
    return Teller(things, counted).tell();
}

}  // namespace tasklog::projections::integration
