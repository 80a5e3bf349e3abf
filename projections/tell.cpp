#include "projections/tell.hpp"

#include <vector>

namespace tasklog::projections {
namespace {

constexpr std::size_t max_payload_bytes = 7'500;

/// `"key":value` pairs, in pieces that fit into one notification each.
template <class Map, class Text>
std::vector<std::string> pieces(const Map& map, Text key_text) {
    std::vector<std::string> out(1);
    for (const auto& [key, value] : map) {
        const std::string pair = "\"" + key_text(key) + "\":" + std::to_string(value);
        if (out.back().size() + pair.size() + 1 > max_payload_bytes) out.emplace_back();
        if (!out.back().empty()) out.back() += ',';
        out.back() += pair;
    }
    return out;
}

}  // namespace

void tell(postgres::Session& session, pqxx::transaction_base& transaction, const std::string& channel,
          const Changes& changes) {
    const auto send = [&](const std::string& workspaces, const std::string& positions) {
        const std::string generation = changes.generation ? R"("generation":)" + *changes.generation + "," : "";
        session.run(
            transaction, "SELECT pg_notify($1, $2)",
            {channel, "{" + generation + R"("workspaces":)" + workspaces + R"(,"positions":{)" + positions + "}}"});
    };
    if (changes.all_workspaces) {
        send(R"("many")", "");
    } else {
        for (const std::string& piece : pieces(changes.workspaces, [](const std::string& id) { return id; }))
            if (!piece.empty()) send("{" + piece + "}", "");
    }
    for (const std::string& piece : pieces(changes.positions, [](int partition) { return std::to_string(partition); }))
        if (!piece.empty()) send("{}", piece);
}

}  // namespace tasklog::projections
