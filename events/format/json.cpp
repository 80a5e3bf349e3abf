#include "events/format/json.hpp"

#include <array>

#include "events/format/json_read.hpp"

namespace tasklog::json {
namespace {

template <class Enum, std::size_t N>
bool one_of(const Value& json, const std::array<std::string_view, N>& names, Enum& out) {
    const auto text = text_of(json);
    for (std::size_t i = 0; text && i < N; ++i) {
        if (names[i] != *text) continue;
        out = static_cast<Enum>(i);
        return true;
    }
    return false;
}

}  // namespace

void write(Writer& w, Priority v) { write(w, priority_names[static_cast<std::size_t>(v)]); }
void write(Writer& w, Status v) { write(w, status_names[static_cast<std::size_t>(v)]); }
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
    const auto text = text_of(json);
    if (!text) return Fault{"must be a string"};
    out = *text;
    return std::nullopt;
}

MaybeFault read(const Value& json, bool& out) {
    if (json.get(out)) return Fault{"must be true or false"};
    return std::nullopt;
}

MaybeFault read(const Value& json, std::uint64_t& out) {
    if (json.get(out)) return Fault{"must be a whole number, not negative"};
    return std::nullopt;
}

MaybeFault read(const Value& json, std::int64_t& out) {
    if (json.get(out)) return Fault{"must be a whole number"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Priority& out) {
    if (!one_of(json, priority_names, out)) return Fault{"must be none, low, medium, high or urgent"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Status& out) {
    if (!one_of(json, status_names, out)) return Fault{"must be open, completed or cancelled"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Role& out) {
    if (!one_of(json, role_names, out)) return Fault{"must be viewer, commenter, editor or owner"};
    return std::nullopt;
}

MaybeFault read(const Value& json, Instant& out) {
    const auto text = text_of(json);
    const auto at = text ? Instant::parse(*text) : std::nullopt;
    if (!at) return Fault{"must be an RFC 3339 time such as 2026-12-01T09:00:00Z"};
    out = *at;
    return std::nullopt;
}

MaybeFault read(const Value& json, Date& out) {
    const auto text = text_of(json);
    const auto day = text ? Date::parse(*text) : std::nullopt;
    if (!day) return Fault{"must be a day such as 2026-12-01"};
    out = *day;
    return std::nullopt;
}

MaybeFault read(const Value& json, Due& out) {
    constexpr auto shape = R"(must be {"date":"2026-12-01"} or {"at":"2026-12-01T09:00:00Z","zone":"Europe/Berlin"})";
    simdjson::dom::object object;
    if (json.get(object) || find(json, "date").has_value() == find(json, "at").has_value()) return Fault{shape};
    if (find(json, "date")) {
        if (object.size() != 1) return Fault{shape};
        return read_member(json, "date", out.emplace<DueDate>().date);
    }
    if (!find(json, "zone") || object.size() != 2) return Fault{shape};
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
    if (!json.is_object()) return Fault{"must be a recurrence"};
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
    if (v.days) {
        const auto two = [](std::int64_t n) { return (n < 10 ? "0" : "") + std::to_string(n); };
        write_member(w, "days", *v.days);
        write_member(w, "time", two(v.minutes / 60) + ":" + two(v.minutes % 60));
    } else {
        write_member(w, "minutes", v.minutes);
    }
    write_member(w, "zone", v.zone);
    w.EndObject();
}

namespace {

/// Minutes of a day, from 09:00.
std::optional<std::int64_t> minutes_of(std::string_view time) {
    const auto digit = [&](std::size_t at) { return time[at] >= '0' && time[at] <= '9' ? time[at] - '0' : 99; };
    if (time.size() != 5 || time[2] != ':') return std::nullopt;
    const int hour = digit(0) * 10 + digit(1);
    const int minute = digit(3) * 10 + digit(4);
    if (hour > 23 || minute > 59) return std::nullopt;
    return hour * 60 + minute;
}

}  // namespace

MaybeFault read(const Value& json, RelativeTime& out) {
    constexpr auto shape =
        R"(must be {"to":"due","minutes":-30,"zone":"Europe/Berlin"} or {"to":"due","days":-1,"time":"09:00","zone":"Europe/Berlin"})";
    simdjson::dom::object object;
    const auto to = find(json, "to");
    const auto time = find(json, "time");
    if (json.get(object) || !to || !find(json, "zone") || !(time ? find(json, "days") : find(json, "minutes")) ||
        object.size() != (time ? 4 : 3))
        return Fault{shape};
    if (!one_of(*to, anchors, out.to)) return Fault{"must be due or start", "/to"};
    if (auto fault = read_member(json, "zone", out.zone)) return fault;
    if (!time) return read_member(json, "minutes", out.minutes);
    const auto minutes = minutes_of(text_of(*time).value_or(""));
    if (!minutes) return Fault{"must be a time of day such as 09:00", "/time"};
    out.minutes = *minutes;
    return read_member(json, "days", out.days.emplace());
}

void write(Writer& w, const Reminder& v) {
    w.StartObject();
    reminder_fields(v, [&](const char* name, const auto& member) { write_member(w, name, member); });
    w.EndObject();
}

MaybeFault read(const Value& json, Reminder& out) {
    if (!json.is_object()) return Fault{"must be a reminder"};
    MaybeFault first;
    reminder_fields(out, [&](const char* name, auto& member) {
        if (!first) first = read_member(json, name, member);
    });
    return first;
}

}  // namespace tasklog::json
