#include "events/format/upcast.hpp"

#include "events/format/json.hpp"

namespace tasklog {

const Upcasters& stored_upcasters() {
    // Every event is in its first version yet.
    static const Upcasters none;
    return none;
}

std::string upcast(std::string_view commit, const Upcasters& upcasters) {
    rapidjson::Document document;
    document.Parse<rapidjson::kParseIterativeFlag>(commit.data(), commit.size());
    for (auto& event : document["events"].GetArray()) {
        const std::string type(json::text_of(event["type"]));
        int version = event["v"].GetInt();
        for (auto at = upcasters.find({type, version}); at != upcasters.end(); at = upcasters.find({type, ++version}))
            at->second(event, document.GetAllocator());
        event["v"] = version;
    }
    return json::text([&](json::Writer& w) { document.Accept(w); });
}

}  // namespace tasklog
