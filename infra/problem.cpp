#include "infra/problem.hpp"

#include "base/json.hpp"

namespace tasklog {

std::string to_json(const Problem& problem) {
    std::string title(problem.type.name);
    for (char& c : title)
        if (c == '-') c = ' ';
    return json::text([&](json::Writer& w) {
        w.StartObject();
        w.Key("type");
        w.String("urn:tasklog:problem:" + std::string(problem.type.name));
        w.Key("title");
        w.String(title);
        w.Key("status");
        w.Uint(problem.type.status);
        w.Key("detail");
        w.String(problem.detail);
        if (!problem.pointer.empty()) {
            w.Key("pointer");
            w.String(problem.pointer);
        }
        if (problem.column) {
            w.Key("column");
            w.Uint64(*problem.column);
        }
        if (problem.current_version) {
            w.Key("currentVersion");
            w.Uint64(*problem.current_version);
        }
        w.EndObject();
    });
}

}  // namespace tasklog
