#include "app/import/commands.hpp"

#include "base/json_read.hpp"
#include "events/format/json.hpp"
#include "events/value/rank.hpp"

namespace tasklog::app {
namespace {

/// {"type":…, and what `members` writes}
template <class F>
std::string command(std::string_view type, F members) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "type", type);
        members(w);
        w.EndObject();
    });
}

void write_reminder(json::Writer& w, const ForeignReminder& reminder) {
    w.StartObject();
    json::write_member(w, "id", reminder.id);
    if (reminder.relative) {
        json::write_member(w, "relative", reminder.relative);
    } else {
        json::write_member(w, "at", reminder.at);
    }
    w.EndObject();
}

void write_rank(json::Writer& w, const std::string& rank) {
    if (rank::valid(rank)) json::write_member(w, "rank", rank);
}

}  // namespace

std::string create_list(const ForeignList& list) {
    return command("CreateList", [&](json::Writer& w) {
        json::write_member(w, "id", list.id);
        json::write_member(w, "name", list.name);
        json::write_member(w, "color", list.color);
        write_rank(w, list.rank);
        if (!list.parent.empty()) {
            json::write_member(w, "parent", list.parent);
            json::write_member(w, "section", list.section);
        }
        json::write_member(w, "createdAt", list.created);
        json::write_member(w, "ifAbsent", true);
    });
}

std::string create_task(const ForeignTask& task, const std::string& list) {
    return command("CreateTask", [&](json::Writer& w) {
        json::write_member(w, "id", task.id);
        json::write_member(w, "list", list);
        json::write_member(w, "title", task.title);
        ForeignTask::details(task, [&](const char* name, const auto& value) { json::write_member(w, name, value); });
        write_rank(w, task.rank);
        if (!task.reminders.empty()) {
            w.Key("reminders");
            w.StartArray();
            for (const ForeignReminder& each : task.reminders) write_reminder(w, each);
            w.EndArray();
        }
        json::write_member(w, "next", task.next);
        json::write_member(w, "ifAbsent", true);
    });
}

std::string add_comment(const ForeignComment& comment) {
    return command("AddComment", [&](json::Writer& w) {
        json::write_member(w, "id", comment.id);
        json::write_member(w, "task", comment.task);
        json::write_member(w, "text", comment.text);
        json::write_member(w, "createdAt", comment.created);
        json::write_member(w, "ifAbsent", true);
    });
}

std::string save_filter(const ForeignFilter& filter) {
    return command("SaveFilter", [&](json::Writer& w) {
        json::write_member(w, "id", filter.id);
        json::write_member(w, "name", filter.name);
        json::write_member(w, "words", filter.words);
        json::write_member(w, "ifAbsent", true);
    });
}

std::string archive_list(const std::string& list) {
    return command("ArchiveList", [&](json::Writer& w) { json::write_member(w, "list", list); });
}

std::string nest_task(const std::string& task, const std::string& parent) {
    return command("NestTask", [&](json::Writer& w) {
        json::write_member(w, "task", task);
        json::write_member(w, "parent", parent);
    });
}

std::string nest_list(const std::string& list, const std::string& parent, bool section) {
    return command("NestList", [&](json::Writer& w) {
        json::write_member(w, "list", list);
        json::write_member(w, "parent", parent);
        json::write_member(w, "section", section);
    });
}

std::string assign_task(const std::string& task, const std::string& person) {
    return command("AssignTask", [&](json::Writer& w) {
        json::write_member(w, "task", task);
        json::write_member(w, "assignee", person);
    });
}

std::string restore_task(const std::string& task) {
    return command("RestoreTask", [&](json::Writer& w) { json::write_member(w, "task", task); });
}

std::string move_task(const std::string& task, const std::string& list) {
    return command("MoveTask", [&](json::Writer& w) {
        json::write_member(w, "task", task);
        w.Key("list");
        if (list.empty()) {
            w.Null();
        } else {
            json::write(w, list);
        }
    });
}

std::string delete_task(const std::string& task, std::uint64_t version) {
    return command("DeleteTask", [&](json::Writer& w) {
        json::write_member(w, "task", task);
        json::write_member(w, "ifEmpty", true);
        json::write_member(w, "expectedVersion", version);
    });
}

std::string delete_list(const std::string& list, std::uint64_t version) {
    return command("DeleteList", [&](json::Writer& w) {
        json::write_member(w, "list", list);
        json::write_member(w, "ifEmpty", true);
        json::write_member(w, "expectedVersion", version);
    });
}

std::string without_member(const std::string& text, const std::string& name) {
    const json::Value command = json::parse(text).value();
    return json::text([&](json::Writer& w) {
        w.StartObject();
        for (const auto& [each, value] : simdjson::dom::object(command)) {
            if (each == name) continue;
            json::write_key(w, each);
            json::write(w, value);
        }
        w.EndObject();
    });
}

}  // namespace tasklog::app
