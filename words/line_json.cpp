#include "words/line_json.hpp"

namespace tasklog::words {

using json::Fault;
using json::MaybeFault;

// Found by its argument, where json::read looks for it.
static MaybeFault read(const json::Value& json, NamedPerson& out) {
    simdjson::dom::object object;
    if (json.get(object)) return Fault{"must be a person, an object with id and name"};
    for (const auto& [name, value] : object) {
        MaybeFault fault = name == "id"     ? json::read_at(value, "id", out.id)
                           : name == "name" ? json::read_at(value, "name", out.name)
                                            : Fault{"is not a field of a person", "/" + std::string(name)};
        if (fault) return fault;
    }
    if (out.name.empty()) return Fault{"is missing", "/name"};
    return out.id == PersonId{} ? MaybeFault(Fault{"is missing", "/id"}) : std::nullopt;
}

MaybeFault read(const json::Value& json, Line& out) {
    simdjson::dom::object object;
    if (json.get(object)) return Fault{"must be a line, an object with text and zone"};
    for (const auto& [name, value] : object) {
        MaybeFault fault = name == "text"        ? json::read_at(value, "text", out.text)
                           : name == "zone"      ? json::read_at(value, "zone", out.zone)
                           : name == "weekStart" ? json::read_at(value, "weekStart", out.week_start)
                           : name == "writtenAt" ? json::read_at(value, "writtenAt", out.written_at)
                           : name == "people"    ? json::read_at(value, "people", out.people)
                                                 : Fault{"is not a field of a line", "/" + std::string(name)};
        if (fault) return fault;
    }
    return std::nullopt;
}

namespace {

void write_ranges(json::Writer& w, const std::vector<Range>& ranges) {
    w.Key("ranges");
    w.StartArray();
    for (const Range& each : ranges) {
        w.StartObject();
        json::write_member(w, "part", std::string(part_names[static_cast<std::size_t>(each.part)]));
        json::write_member(w, "from", static_cast<std::uint64_t>(each.from));
        json::write_member(w, "to", static_cast<std::uint64_t>(each.to));
        w.EndObject();
    }
    w.EndArray();
}

}  // namespace

void write(json::Writer& w, const Understood& understood) {
    w.StartObject();
    json::write_member(w, "title", understood.title);
    json::write_member(w, "due", understood.due);
    json::write_member(w, "start", understood.start);
    if (!understood.rule.empty()) {
        w.Key("recurrence");
        w.StartObject();
        json::write_member(w, "rule", understood.rule);
        json::write_member(w, "from", std::string(understood.from_completion ? "completion" : "due"));
        json::write_member(w, "zone", understood.zone);
        w.EndObject();
    }
    if (understood.reminder) {
        w.Key("reminders");
        w.StartArray();
        w.StartObject();
        json::write_member(w, "at", understood.reminder->at);
        json::write_member(w, "relative", understood.reminder->relative);
        w.EndObject();
        w.EndArray();
    }
    json::write_member(w, "estimate", understood.estimate);
    json::write_member(w, "priority", understood.priority);
    json::write_member(w, "tags", understood.tags);
    json::write_member(w, "list", understood.list);
    json::write_member(w, "assignee", understood.assignee);
    write_ranges(w, understood.ranges);
    w.Key("unknown");
    json::write(w, understood.unknown);
    w.EndObject();
}

}  // namespace tasklog::words
