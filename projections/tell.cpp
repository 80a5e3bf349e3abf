#include "projections/tell.hpp"

#include "projections_embedded.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_payload_bytes = 7'500;

template <class Map, class Text>
std::vector<std::string> pairs(const Map& map, Text key_text) {
    std::vector<std::string> out;
    out.reserve(map.size());
    for (const auto& [key, value] : map) out.push_back("\"" + key_text(key) + "\":" + std::to_string(value));
    return notify_pieces(out);
}

}  // namespace

std::vector<std::string> notify_pieces(const std::vector<std::string>& texts) {
    std::vector<std::string> out;
    for (const std::string& each : texts) {
        if (out.empty() || out.back().size() + each.size() + 1 > max_payload_bytes) {
            out.push_back(each);
        } else {
            out.back() += "," + each;
        }
    }
    return out;
}

std::vector<std::string> texts_of(const Changes& changes) {
    std::string head = "{";
    if (!changes.from.empty()) head += R"("from":")" + changes.from + "\",";
    if (changes.generation) head += R"("generation":)" + *changes.generation + ",";
    // Each without its end.
    std::vector<std::string> out;
    if (changes.all_workspaces) {
        out.push_back(head + R"("workspaces":"many")");
    } else {
        std::map<std::string, std::int64_t> same_people = changes.workspaces;
        std::map<std::string, std::int64_t> other_people;
        for (const std::string& each : changes.people) other_people.insert(same_people.extract(each));
        const auto as_it_is = [](const std::string& id) { return id; };
        for (const std::string& piece : pairs(other_people, as_it_is))
            out.push_back(head + R"("workspaces":{)" + piece + "}");
        for (const std::string& piece : pairs(same_people, as_it_is))
            out.push_back(head + R"("people":"same","workspaces":{)" + piece + "}");
    }
    for (const std::string& piece : pairs(changes.positions, [](int at) { return std::to_string(at); })) {
        if (out.empty() || out.back().size() + piece.size() > max_payload_bytes)
            out.push_back(head + R"("workspaces":{})");
        out.back() += R"(,"positions":{)" + piece + "}";
    }
    for (std::string& text : out) text += "}";
    return out;
}

void tell(postgres::UnitOfWork& unit, const std::string& channel, const std::vector<std::string>& texts) {
    for (const std::string& text : texts) unit.put(std::string(sql::tell::notify), {channel, text});
}

}  // namespace tasklog::projections
