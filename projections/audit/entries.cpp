#include "projections/audit/entries.hpp"

#include <algorithm>
#include <array>

#include "base/sha256.hpp"
#include "events/format/json.hpp"

namespace tasklog::projections {
namespace {

using rapidjson::Document;
using rapidjson::Value;

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
    return value.IsNull() || value.IsFalse() || (value.IsString() && value.GetStringLength() == 0) ||
           (value.IsString() && json::text_of(value) == "none") || (value.IsArray() && value.Empty());
}

void write_value(json::Writer& w, const char* name, const Value* value) {
    w.Key(name);
    if (value) {
        value->Accept(w);
    } else {
        w.Null();
    }
}

void write_change(json::Writer& w, const Value& name, const Value* before, const Value* after) {
    w.StartObject();
    w.Key("field");
    name.Accept(w);
    write_value(w, "before", before);
    write_value(w, "after", after);
    w.EndObject();
}

const Value* find(const Value& object, const Value& name) {
    if (!object.IsObject()) return nullptr;
    const auto at = object.FindMember(name);
    return at == object.MemberEnd() ? nullptr : &at->value;
}

/// Of a new thing, the fields that are set; of another, those that differ, came or went.
void write_changes(json::Writer& w, const std::string& before_text, const std::string& after_text) {
    Document before;
    Document after;
    if (!before_text.empty()) before.Parse(before_text.data(), before_text.size());
    after.Parse(after_text.data(), after_text.size());
    w.StartArray();
    for (const auto& member : after.GetObject()) {
        if (is_noise(json::text_of(member.name), !before.IsObject())) continue;
        const Value* was = find(before, member.name);
        if (was ? *was != member.value : !is_unset(member.value)) write_change(w, member.name, was, &member.value);
    }
    if (before.IsObject())
        for (const auto& member : before.GetObject())
            if (!find(after, member.name)) write_change(w, member.name, &member.value, nullptr);
    w.EndArray();
}

std::string body_of(const CountedCommit& counted, const std::string& hash, const Entry& entry,
                    const std::string& before, const std::string& after) {
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
        change(things, commit.workspace, event, commit.at);
        entry.task = entry.subject.comment ? things.comments.at({commit.workspace, *entry.subject.comment}).task
                                           : entry.subject.task;
        entry.body = body_of(counted, hash, entry, before, text_of(things, commit.workspace, entry.subject));
        entries.push_back(std::move(entry));
    }
    return entries;
}

}  // namespace tasklog::projections
