#include "events/format/commit_json.hpp"

#include "events/format/json.hpp"
#include "events/format/json_read.hpp"

namespace tasklog {
namespace {

using json::Fault;
using json::MaybeFault;

void write_event(json::Writer& w, const Event& event) {
    std::visit(
        [&]<class E>(const E& e) {
            w.StartObject();
            w.Key("type");
            json::write(w, E::name);
            w.Key("v");
            w.Int(E::version);
            json::write_fields(w, e);
            w.EndObject();
        },
        event);
}

/// Tries each type of the variant in turn; false if none has the name.
template <std::size_t I = 0>
bool read_event_as(std::string_view type, const json::Value& value, Event& out, MaybeFault& fault) {
    if constexpr (I == std::variant_size_v<Event>) {
        return false;
    } else {
        using E = std::variant_alternative_t<I, Event>;
        if (E::name != type) return read_event_as<I + 1>(type, value, out, fault);
        fault = json::read_fields(value, out.emplace<I>());
        return true;
    }
}

template <std::size_t I = 0>
int present_version(std::string_view type) {
    if constexpr (I == std::variant_size_v<Event>) {
        return 0;
    } else {
        using E = std::variant_alternative_t<I, Event>;
        return E::name == type ? E::version : present_version<I + 1>(type);
    }
}

std::unexpected<Undecodable> fault(std::string why) { return std::unexpected(Undecodable{std::move(why)}); }
std::unexpected<Undecodable> newer(std::string why) { return std::unexpected(Undecodable{std::move(why), true}); }

/// An event's type and version.
struct Form {
    std::string_view type;
    std::int64_t version = 0;
};

std::expected<Form, Undecodable> form_of(const json::Value& value) {
    if (!value.is_object()) return fault("an event is not an object");
    Form form;
    const auto type = json::find(value, "type");
    const auto version = json::find(value, "v");
    if (!type || type->get(form.type)) return fault("an event has no type");
    if (!version || version->get(form.version)) return fault("an event has no version");
    return form;
}

std::expected<Event, Undecodable> read_event(const json::Value& value) {
    const auto form = form_of(value);
    if (!form) return std::unexpected(form.error());
    const auto named = [&] { return std::string(form->type) + " version " + std::to_string(form->version); };
    const int present = present_version(form->type);
    if (present != 0 && form->version < present) return fault(named() + " has no upcaster");
    if (present != 0 && form->version > present) return newer(named() + " is newer than this program");
    Event event;
    MaybeFault wrong;
    if (!read_event_as(form->type, value, event, wrong)) return newer("unknown event type " + std::string(form->type));
    if (wrong) return fault(std::string(form->type) + wrong->pointer + " " + wrong->why);
    return event;
}

bool has_old(const simdjson::dom::array& events, const Upcasters& upcasters) {
    if (upcasters.empty()) return false;
    for (const json::Value& each : events) {
        const auto form = form_of(each);
        if (form && upcasters.contains({std::string(form->type), static_cast<int>(form->version)})) return true;
    }
    return false;
}

void write_commit(json::Writer& w, const Commit& commit) {
    w.StartObject();
    w.Key("v");
    w.Int(1);
    json::write_member(w, "commit", commit.id);
    json::write_member(w, "key", commit.key);
    json::write_member(w, "workspace", commit.workspace);
    json::write_member(w, "actor", commit.actor);
    json::write_member(w, "at", commit.at);
    json::write_member(w, "cause", commit.cause);
    json::write_member(w, "prev", commit.prev);
    if (commit.key) {
        json::write_member(w, "request", commit.request);
        w.Key("results");
        w.StartArray();
        for (const Result& result : commit.results) {
            w.StartObject();
            json::write_member(w, "id", result.id);
            json::write_member(w, "version", result.version);
            w.EndObject();
        }
        w.EndArray();
    }
    w.Key("events");
    w.StartArray();
    for (const Event& event : commit.events) write_event(w, event);
    w.EndArray();
    w.EndObject();
}

MaybeFault read_results(const json::Value& commit, std::vector<Result>& results) {
    const auto value = json::find(commit, "results");
    if (!value) return std::nullopt;
    simdjson::dom::array array;
    if (value->get(array)) return Fault{"must be an array", "/results"};
    for (const json::Value& each : array) {
        if (!each.is_object()) return Fault{"must hold objects", "/results"};
        Result& result = results.emplace_back();
        if (auto fault = json::read_member(each, "id", result.id)) return fault;
        if (auto fault = json::read_member(each, "version", result.version)) return fault;
    }
    return std::nullopt;
}

MaybeFault read_header(const json::Value& document, Commit& commit) {
    MaybeFault fault = json::read_member(document, "commit", commit.id);
    if (!fault) fault = json::read_member(document, "key", commit.key);
    if (!fault) fault = json::read_member(document, "workspace", commit.workspace);
    if (!fault) fault = json::read_member(document, "actor", commit.actor);
    if (!fault) fault = json::read_member(document, "at", commit.at);
    if (!fault) fault = json::read_member(document, "cause", commit.cause);
    if (!fault) fault = json::read_member(document, "prev", commit.prev);
    if (!fault) fault = json::read_member(document, "request", commit.request);
    if (!fault) fault = read_results(document, commit.results);
    return fault;
}

}  // namespace

std::string encode(const Commit& commit) {
    return json::text([&](json::Writer& w) { write_commit(w, commit); });
}

std::expected<Commit, Undecodable> decode_commit(std::string_view bytes, const Upcasters& upcasters) {
    const auto document = json::parse(bytes);
    if (!document || !document->is_object()) return fault("the commit is not a JSON object");
    std::int64_t version = 0;
    if (document->at_key("v").get(version)) return fault("the commit has no version");
    if (version > 1) return newer("the commit's version is newer than this program");
    for (const char* needed : {"commit", "workspace", "actor", "at"})
        if (!json::find(*document, needed)) return fault(std::string("the commit has no ") + needed);
    simdjson::dom::array events;
    if (document->at_key("events").get(events)) return fault("the commit has no events");
    if (has_old(events, upcasters)) return decode_commit(upcast(bytes, upcasters), {});
    Commit commit;
    if (const auto wrong = read_header(*document, commit)) return fault("commit" + wrong->pointer + " " + wrong->why);
    commit.events.reserve(events.size());
    for (const json::Value& each : events) {
        auto event = read_event(each);
        if (!event) return std::unexpected(std::move(event.error()));
        commit.events.push_back(std::move(*event));
    }
    return commit;
}

}  // namespace tasklog
