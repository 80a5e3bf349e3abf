#include "events/row.hpp"

#include "events/json.hpp"
#include "events/json_read.hpp"

namespace tasklog {
namespace {

template <class Self, class F>
void task_fields(Self& t, F f) {
    f("id", t.id), f("list", t.list), f("title", t.title), f("notes", t.notes), f("status", t.status),
        f("priority", t.priority);
    f("tags", t.tags), f("due", t.due), f("start", t.start), f("parent", t.parent), f("assignee", t.assignee),
        f("recurrence", t.recurrence), f("next", t.next), f("reminders", t.reminders), f("rank", t.rank),
        f("deleted", t.deleted), f("version", t.version);
    f("createdAt", t.created_at), f("updatedAt", t.updated_at), f("endedAt", t.ended_at);
}

template <class Self, class F>
void list_fields(Self& l, F f) {
    f("id", l.id), f("name", l.name), f("color", l.color), f("rank", l.rank), f("archived", l.archived),
        f("deleted", l.deleted);
    f("version", l.version), f("createdAt", l.created_at), f("updatedAt", l.updated_at);
}

template <class Self, class F>
void comment_fields(Self& c, F f) {
    f("id", c.id), f("task", c.task), f("author", c.author), f("text", c.text), f("deleted", c.deleted);
    f("version", c.version), f("createdAt", c.created_at), f("updatedAt", c.updated_at);
}

struct WriteAll {
    json::Writer& w;
    template <class T>
    void operator()(const char* name, const T& value) const {
        w.Key(name);
        json::write(w, value);
    }
    template <class T>
    void operator()(const char* name, const Rarely<T>& value) const {
        value ? (*this)(name, *value) : (*this)(name, std::optional<T>());
    }
    template <class T>
    void operator()(const char* name, const std::optional<T>& value) const {
        w.Key(name);
        if (value) {
            json::write(w, *value);
        } else {
            w.Null();
        }
    }
};

template <class T, class Fields>
std::string encode_with(const T& value, Fields fields) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        fields(value, WriteAll{w});
        w.EndObject();
    });
}

template <class T, class Fields>
std::expected<T, std::string> decode_with(std::string_view text, Fields fields) {
    const auto document = json::parse(text);
    if (!document || !document->is_object()) return std::unexpected("not a JSON object");
    T value;
    json::MaybeFault first;
    fields(value, [&](const char* name, auto& member) {
        if (!first) first = json::read_member(*document, name, member);
    });
    if (first) return std::unexpected(first->pointer + " " + first->why);
    return value;
}

}  // namespace

std::string encode(const Task& task) {
    return encode_with(task, [](auto& value, auto f) { task_fields(value, f); });
}

std::string encode(const List& list) {
    return encode_with(list, [](auto& value, auto f) { list_fields(value, f); });
}

std::string encode(const Comment& comment) {
    return encode_with(comment, [](auto& value, auto f) { comment_fields(value, f); });
}

std::expected<Comment, std::string> decode_comment(std::string_view json) {
    return decode_with<Comment>(json, [](auto& value, auto f) { comment_fields(value, f); });
}

std::expected<Task, std::string> decode_task(std::string_view json) {
    return decode_with<Task>(json, [](auto& value, auto f) { task_fields(value, f); });
}

std::expected<List, std::string> decode_list(std::string_view json) {
    return decode_with<List>(json, [](auto& value, auto f) { list_fields(value, f); });
}

}  // namespace tasklog
