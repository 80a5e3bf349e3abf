#include "projections/audit/entries.hpp"

#include <algorithm>
#include <array>

#include "base/json_read.hpp"
#include "base/sha256.hpp"
#include "events/format/json.hpp"

namespace tasklog::projections {
namespace {

using json::Value;

/// Where a commit came from.
std::string_view origin_of(const Commit& commit) {
    if (!commit.cause) return "client";
    return *commit.cause == "import" ? "import" : "worker";
}

/// Fields that every event moves, or that follow from the entry itself: they tell nothing.
bool is_noise(std::string_view field, bool is_new) {
    constexpr std::array<std::string_view, 3> noise{"id", "version", "updatedAt"};
    return (is_new && field == "createdAt") || std::find(noise.begin(), noise.end(), field) != noise.end();
}

/// The value that a field has before anyone sets it.
bool is_unset(const Value& value) {
    bool flag = true;
    simdjson::dom::array array;
    if (const auto text = json::text_of(value)) return text->empty() || *text == "none";
    return value.is_null() || (!value.get(flag) && !flag) || (!value.get(array) && array.size() == 0);
}

void write_value(json::Writer& w, const char* name, const std::optional<Value>& value) {
    w.Key(name);
    value ? json::write(w, *value) : void(w.Null());
}

void write_change(json::Writer& w, std::string_view field, const std::optional<Value>& before,
                  const std::optional<Value>& after) {
    w.StartObject();
    w.Key("field");
    json::write(w, field);
    write_value(w, "before", before);
    write_value(w, "after", after);
    w.EndObject();
}

/// Of a new thing, the fields that are set; of another, those that differ, came or went.
void write_changes(json::Writer& w, const std::string& before_text, const std::string& after_text) {
    thread_local json::Document before_document;
    thread_local json::Document after_document;
    simdjson::dom::object before;
    const Value after = after_document.parse(after_text).value();
    const bool is_new = before_text.empty();
    if (!is_new) before = simdjson::dom::object(before_document.parse(before_text).value());
    w.StartArray();
    for (const auto& [name, value] : simdjson::dom::object(after)) {
        if (is_noise(name, is_new)) continue;
        Value was;
        if (is_new || before.at_key(name).get(was)) {
            if (!is_unset(value)) write_change(w, name, std::nullopt, value);
        } else if (!json::equal(was, value)) {
            write_change(w, name, was, value);
        }
    }
    if (!is_new)
        for (const auto& [name, value] : before)
            if (!json::find(after, name)) write_change(w, name, value, std::nullopt);
    w.EndArray();
}

/// `name`: of a saved filter, which the read models forget when it is deleted.
std::string body_of(const CountedCommit& counted, const std::string& hash, const Entry& entry,
                    const std::optional<std::string>& name, const std::string& before, const std::string& after) {
    const Commit& commit = counted.commit;
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "at", commit.at);
        json::write_member(w, "actor", commit.actor);
        json::write_member(w, "origin", origin_of(commit));
        json::write_member(w, "cause", commit.cause);
        json::write_member(w, "type", entry.type);
        json::write_member(w, "task", entry.task);
        json::write_member(w, "list", entry.subject.list);
        json::write_member(w, "comment", entry.subject.comment);
        json::write_member(w, "filter", entry.subject.filter);
        json::write_member(w, "name", name);
        w.Key("changes");
        write_changes(w, before, after);
        json::write_member(w, "commit", commit.id);
        json::write_member(w, "hash", hash);
        json::write_member(w, "position", std::to_string(counted.partition) + ":" + std::to_string(counted.offset));
        w.Key("number");
        w.Uint(entry.number);
        w.EndObject();
    });
}

/// None if the subject is no filter, or one that there was not.
std::optional<std::string> filter_name(const Things& things, const WorkspaceId& workspace, const Subject& subject) {
    if (!subject.filter) return std::nullopt;
    const auto at = things.filters.find({workspace, *subject.filter});
    return at == things.filters.end() ? std::nullopt : std::optional(at->second.name);
}

}  // namespace

std::vector<Entry> entries_of(Things& things, const CountedCommit& counted) {
    const Commit& commit = counted.commit;
    const std::string hash = sha256_hex(counted.value);
    std::vector<Entry> entries;
    entries.reserve(commit.events.size());
    for (const Event& event : commit.events) {
        Entry entry{.workspace = commit.workspace,
                    .at = commit.at,
                    .number = static_cast<unsigned>(entries.size()),
                    .partition = counted.partition,
                    .offset = counted.offset,
                    .actor = commit.actor,
                    .type = std::string(name_of(event)),
                    .subject = subject_of(event),
                    .body = {}};
        const std::string before = text_of(things, commit.workspace, entry.subject);
        const auto old_name = filter_name(things, commit.workspace, entry.subject);
        change(things, commit.workspace, event, commit.at);
        entry.task = entry.subject.comment ? things.comments.at({commit.workspace, *entry.subject.comment}).task
                                           : entry.subject.task;
        const auto name = filter_name(things, commit.workspace, entry.subject);
        entry.body = body_of(counted, hash, entry, name && name->empty() ? old_name : name, before, text_of(things, commit.workspace, entry.subject));
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace tasklog::projections
