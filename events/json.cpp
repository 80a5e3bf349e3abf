#include "events/json.hpp"

#include <array>

namespace tasklog::json {
namespace {

constexpr std::array<std::string_view, 5> priorities{"none", "low", "medium", "high", "urgent"};
constexpr std::array<std::string_view, 3> statuses{"open", "completed", "cancelled"};

template <class Enum, std::size_t N>
bool find(const Value& json, const std::array<std::string_view, N>& names, Enum& out) {
    if (!json.IsString()) return false;
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] != text_of(json)) continue;
        out = static_cast<Enum>(i);
        return true;
    }
    return false;
}

}  // namespace

bool is_unicode(std::string_view utf8) {
    for (std::size_t at = utf8.find('\xed'); at != std::string_view::npos; at = utf8.find('\xed', at + 1))
        if (at + 1 < utf8.size() && static_cast<unsigned char>(utf8[at + 1]) >= 0xa0) return false;
    return true;
}

void write(Writer& w, Priority v) { write(w, priorities[static_cast<std::size_t>(v)]); }
void write(Writer& w, Status v) { write(w, statuses[static_cast<std::size_t>(v)]); }
void write(Writer& w, Role v) { write(w, name_of(v)); }
void write(Writer& w, const Instant& v) { write(w, v.text()); }
void write(Writer& w, const Date& v) { write(w, v.text()); }

void write(Writer& w, const Due& v) {
    w.StartObject();
    if (const auto* day = std::get_if<DueDate>(&v)) {
        write_member(w, "date", day->date);
    } else {
        write_member(w, "at", std::get<DueInstant>(v).at);
        write_member(w, "zone", std::get<DueInstant>(v).zone);
    }
    w.EndObject();
}

MaybeFault read(const Value& json, std::string& out) {
    if (!json.IsString()) return Fault{"must be a string"};
    if (!is_unicode(text_of(json))) return Fault{"must be Unicode: \\ud800 to \\udfff come in pairs"};
    out.assign(json.GetString(), json.GetStringLength());
    return std::nullopt;
}

MaybeFault read(const Value& json, bool& out) {
    if (!json.IsBool()) return Fault{"must be true or false"};
    out = json.GetBool();
    return std::nullopt;
}

MaybeFault read(const Value& json, std::uint64_t& out) {
    if (!json.IsUint64()) return Fault{"must be a whole number, not negative"};
    out = json.GetUint64();
    return std::nullopt;
}

MaybeFault read(const Value& json, std::int64_t& out) {
    if (!json.IsInt64()) return Fault{"must be a whole number"};
    out = json.GetInt64();
    return std::nullopt;
}

MaybeFault read(const Value& json, Priority& out) {
    if (!find(json, priorities, out)) return Fault{"must be none, low, medium, high or urgent"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Status& out) {
    if (!find(json, statuses, out)) return Fault{"must be open, completed or cancelled"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Role& out) {
    if (!find(json, role_names, out)) return Fault{"must be viewer, commenter, editor or owner"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Instant& out) {
    const auto at = json.IsString() ? Instant::parse(text_of(json)) : std::nullopt;
    if (!at) return Fault{"must be an RFC 3339 time such as 2026-12-01T09:00:00Z"};
    out = *at;
    return std::nullopt;
}

MaybeFault read(const Value& json, Date& out) {
    const auto day = json.IsString() ? Date::parse(text_of(json)) : std::nullopt;
    if (!day) return Fault{"must be a day such as 2026-12-01"};
    out = *day;
    return std::nullopt;
}

MaybeFault read(const Value& json, Due& out) {
    constexpr auto shape = R"(must be {"date":"2026-12-01"} or {"at":"2026-12-01T09:00:00Z","zone":"Europe/Berlin"})";
    if (!json.IsObject() || json.HasMember("date") == json.HasMember("at")) return Fault{shape};
    if (json.HasMember("date")) {
        if (json.MemberCount() != 1) return Fault{shape};
        return read_member(json, "date", out.emplace<DueDate>().date);
    }
    if (!json.HasMember("zone") || json.MemberCount() != 2) return Fault{shape};
    auto& due = out.emplace<DueInstant>();
    if (auto fault = read_member(json, "at", due.at)) return fault;
    return read_member(json, "zone", due.zone);
}

namespace {

template <class Self, class F>
void recurrence_fields(Self& r, F f) {
    f("rule", r.rule), f("except", r.except), f("zone", r.zone), f("start", r.start), f("occurrence", r.occurrence);
    f("number", r.number), f("skipMissed", r.skip_missed);
}

}  // namespace

void write(Writer& w, const Recurrence& v) {
    w.StartObject();
    write_member(w, "from", std::string_view(v.from_completion ? "completion" : "due"));
    recurrence_fields(v, [&](const char* name, const auto& member) { write_member(w, name, member); });
    w.EndObject();
}

MaybeFault read(const Value& json, Recurrence& out) {
    if (!json.IsObject()) return Fault{"must be a recurrence"};
    std::string from;
    MaybeFault first = read_member(json, "from", from);
    out.from_completion = from == "completion";
    recurrence_fields(out, [&](const char* name, auto& member) {
        if (!first) first = read_member(json, name, member);
    });
    return first;
}

namespace {

constexpr std::array<std::string_view, 2> anchors{"due", "start"};

template <class Self, class F>
void reminder_fields(Self& r, F f) {
    f("id", r.id), f("person", r.person), f("relative", r.relative), f("at", r.at), f("done", r.done);
}

}  // namespace

void write(Writer& w, const RelativeTime& v) {
    w.StartObject();
    write_member(w, "to", anchors[static_cast<std::size_t>(v.to)]);
    write_member(w, "minutes", v.minutes);
    write_member(w, "zone", v.zone);
    w.EndObject();
}

MaybeFault read(const Value& json, RelativeTime& out) {
    constexpr auto shape = R"(must be {"to":"due","minutes":-30,"zone":"Europe/Berlin"})";
    if (!json.IsObject() || json.MemberCount() != 3 || !json.HasMember("to") || !json.HasMember("minutes") ||
        !json.HasMember("zone"))
        return Fault{shape};
    if (!find(json["to"], anchors, out.to)) return Fault{"must be due or start", "/to"};
    if (auto fault = read_member(json, "minutes", out.minutes)) return fault;
    return read_member(json, "zone", out.zone);
}

void write(Writer& w, const Reminder& v) {
    w.StartObject();
    reminder_fields(v, [&](const char* name, const auto& member) { write_member(w, name, member); });
    w.EndObject();
}

MaybeFault read(const Value& json, Reminder& out) {
    if (!json.IsObject()) return Fault{"must be a reminder"};
    MaybeFault first;
    reminder_fields(out, [&](const char* name, auto& member) {
        if (!first) first = read_member(json, name, member);
    });
    return first;
}

}  // namespace tasklog::json
