#include "projections/tell.hpp"

namespace tasklog::projections {
namespace {

constexpr std::size_t max_payload_bytes = 7'500;

template <class Map, class Text>
std::vector<std::string> pairs(const Map& map, Text key_text) {
    std::vector<std::string> out;
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
    std::vector<std::string> out;
    const auto add = [&](const std::string& workspaces, const std::string& positions) {
        const std::string generation = changes.generation ? R"("generation":)" + *changes.generation + "," : "";
        out.push_back("{" + generation + R"("workspaces":)" + workspaces + R"(,"positions":{)" + positions + "}}");
    };
    if (changes.all_workspaces) {
        add(R"("many")", "");
    } else {
        for (const std::string& piece : pairs(changes.workspaces, [](const std::string& id) { return id; }))
            add("{" + piece + "}", "");
    }
    for (const std::string& piece : pairs(changes.positions, [](int partition) { return std::to_string(partition); }))
        add("{}", piece);
    return out;
}

void tell(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& channel,
          const Changes& changes) {
    for (const std::string& text : texts_of(changes))
        session.run(transaction, "SELECT pg_notify($1, $2)", {channel, text});
}

}  // namespace tasklog::projections
