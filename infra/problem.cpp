#include "infra/problem.hpp"

#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

namespace tasklog {

std::string to_json(const Problem& problem) {
    rapidjson::StringBuffer buffer;
    rapidjson::Writer writer(buffer);
    std::string title(problem.type.name);
    for (char& c : title)
        if (c == '-') c = ' ';
    writer.StartObject();
    writer.Key("type");
    writer.String("urn:tasklog:problem:" + std::string(problem.type.name));
    writer.Key("title");
    writer.String(title);
    writer.Key("status");
    writer.Uint(problem.type.status);
    writer.Key("detail");
    writer.String(problem.detail);
    if (!problem.pointer.empty()) {
        writer.Key("pointer");
        writer.String(problem.pointer);
    }
    if (problem.current_version) {
        writer.Key("currentVersion");
        writer.Uint64(*problem.current_version);
    }
    writer.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

}  // namespace tasklog
