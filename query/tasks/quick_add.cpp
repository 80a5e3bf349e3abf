#include "query/tasks/quick_add.hpp"

#include "infra/clock.hpp"
#include "infra/uuid.hpp"
#include "words/line_json.hpp"

namespace tasklog::query {

std::expected<LineQuery, Problem> parse_line_query(std::string_view body) {
    const auto document = json::parse(body);
    if (!document) return std::unexpected(malformed_json(json::fault_position(body)));
    simdjson::dom::object object;
    if (document->get(object)) return std::unexpected(invalid_field("", "must be {\"words\":{\"text\":…,\"zone\":…}}"));
    LineQuery query;
    bool is_given = false;
    for (const auto& [name, value] : object) {
        if (name == "words") {
            is_given = true;
            auto fault = words::read(value, query.line);
            if (!fault) fault = words::check(query.line);
            if (fault) return std::unexpected(invalid_field("/words" + fault->pointer, fault->why));
        } else if (name == "workspace") {
            const auto id = json::text_of(value);
            if (!id || !is_uuid(*id)) return std::unexpected(invalid_field("/workspace", "must be a UUID"));
            query.workspace = std::string(*id);
        } else {
            return std::unexpected(invalid_field("/" + std::string(name), "is not a field of this request"));
        }
    }
    if (!is_given) return std::unexpected(invalid_field("/words", "is missing"));
    return query;
}

std::string said_by(const LineQuery& query, const pqxx::result& lists, const std::string& person) {
    const words::EachNamed<ListId> each_list = [&](const auto& tell) {
        for (const auto& row : lists)
            if (const auto id = ListId::parse(row[0].c_str()))
                words::tell_list(row[1].c_str(), row[2].c_str(), *id, tell);
    };
    const auto understood = query.line.understand({unix_us()}, *PersonId::parse(person), each_list);
    return json::text([&](json::Writer& w) { words::write(w, understood); });
}

}  // namespace tasklog::query
