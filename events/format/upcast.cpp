#include "events/format/upcast.hpp"

#include <cassert>
#include <vector>

namespace tasklog {
namespace {

std::string newest(const json::Value& event, const Upcasters& upcasters) {
    const std::string type = json::text_member(event, "type");
    std::int64_t version = -1;
    if (event.at_key("v").get(version)) version = -1;  // refused by who reads it then
    std::string text = json::text([&](json::Writer& w) { json::write(w, event); });
    json::Document document;
    const auto next = [&] { return upcasters.find({type, static_cast<int>(version)}); };
    for (auto at = next(); at != upcasters.end(); at = next()) {
        ++version;
        const json::Value old = *document.parse(text);
        text = json::text([&](json::Writer& w) {
            w.StartObject();
            w.Key("type");
            json::write(w, type);
            w.Key("v");
            json::write(w, version);
            at->second(w, old);
            w.EndObject();
        });
    }
    return text;
}

}  // namespace

const Upcasters& stored_upcasters() {
    // Every event is in its first version yet.
    static const Upcasters none;
    return none;
}

std::string upcast(std::string_view commit, const Upcasters& upcasters) {
    json::Document document;
    const auto whole = document.parse(commit);
    assert(whole);
    std::vector<std::string> events;
    for (const json::Value& each : simdjson::dom::array((*whole)["events"])) events.push_back(newest(each, upcasters));
    return json::text([&](json::Writer& w) {
        w.StartObject();
        for (const auto& [name, value] : simdjson::dom::object(*whole)) {
            if (name == "events") continue;
            json::write_key(w, name);
            json::write(w, value);
        }
        w.Key("events");
        w.StartArray();
        for (const std::string& event : events) json::write_raw(w, event);
        w.EndArray();
        w.EndObject();
    });
}

}  // namespace tasklog
