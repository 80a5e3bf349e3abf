#include "app/import/run.hpp"

#include <array>

#include "events/format/json_read.hpp"

namespace tasklog::app {
namespace {

constexpr std::array<std::string_view, 7> states{"reading", "ready", "running", "done", "failed", "undoing", "undone"};

template <class Self, class F>
void count_fields(Self& c, F f) {
    f("tasks", c.tasks), f("lists", c.lists), f("comments", c.comments), f("there", c.there), f("gone", c.gone);
    f("skipped", c.skipped), f("lost", c.lost);
}

template <class Self, class F>
void shown_fields(Self& r, F f) {
    f("id", r.id), f("workspace", r.workspace), f("zone", r.zone), f("fileName", r.file_name), f("why", r.why);
    f("receivedAt", r.received), f("bytes", r.bytes), f("bringBack", r.bring_back), f("items", r.items);
    f("done", r.done), f("broughtBack", r.brought_back), f("undone", r.undone), f("kept", r.kept);
}

void write_counts(json::Writer& w, const char* name, const ImportRun::Counts& counts) {
    w.Key(name);
    w.StartObject();
    count_fields(counts, [&](const char* member, std::uint64_t value) { json::write_member(w, member, value); });
    w.EndObject();
}

}  // namespace

std::string_view name_of(ImportRun::State state) { return states[static_cast<std::size_t>(state)]; }

void write(json::Writer& w, const ImportRun& run, bool whole) {
    w.StartObject();
    json::write_member(w, "state", name_of(run.state));
    json::write_member(w, "format", name_of(run.format));
    shown_fields(run, [&](const char* name, const auto& value) { json::write_member(w, name, value); });
    write_counts(w, "found", run.found);
    write_counts(w, "made", run.made);
    w.Key("sample");
    w.StartArray();
    for (const std::string& each : run.sample) json::write_raw(w, each);
    w.EndArray();
    if (whole) {
        json::write_member(w, "person", run.person);
        json::write_member(w, "position", run.position);
    }
    w.EndObject();
}

std::optional<ImportRun> read_import_run(std::string_view text) {
    const auto value = json::parse(text);
    if (!value || !value->is_object()) return std::nullopt;
    ImportRun run;
    std::string state;
    std::string format;
    json::MaybeFault fault;
    const auto member = [&](const char* name, auto& out) {
        if (!fault) fault = json::read_member(*value, name, out);
    };
    member("state", state), member("format", format), member("person", run.person), member("position", run.position);
    shown_fields(run, member);
    const auto counts = [&](const char* name, ImportRun::Counts& out) {
        if (const auto object = json::find(*value, name))
            count_fields(out, [&](const char* field, std::uint64_t& count) {
                if (!fault) fault = json::read_member(*object, field, count);
            });
    };
    counts("found", run.found), counts("made", run.made);
    simdjson::dom::array sample;
    if (!value->at_key("sample").get(sample))
        for (const json::Value& each : sample) run.sample.push_back(simdjson::minify(each));
    const auto known = import_format_named(format);
    for (std::size_t i = 0; i < states.size(); ++i)
        if (states[i] == state) run.state = static_cast<ImportRun::State>(i);
    if (fault || !known || run.id.empty()) return std::nullopt;
    run.format = *known;
    return run;
}

}  // namespace tasklog::app
