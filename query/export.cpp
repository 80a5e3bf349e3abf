#include "query/export.hpp"

#include <array>
#include <memory>

#include "base/json.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/clock.hpp"
#include "infra/uuid.hpp"
#include "query_embedded.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

constexpr std::size_t page_size = 500;
constexpr std::array<std::string_view, 4> kinds{"list", "task", "comment", "filter"};

struct ExportQuery {
    std::optional<std::string> workspace{};
    std::string kind = "-1";  ///< of the last one of the page before
    std::string id = "00000000-0000-0000-0000-000000000000";
};

std::expected<ExportQuery, Problem> parse(std::string_view query) {
    ExportQuery out;
    const auto parameters = http::query_parameters(query);
    if (!parameters) return http::broken_query();
    for (const auto& [name, value] : *parameters) {
        if (name == "workspace") {
            if (!is_uuid(value)) return http::bad_parameter(name, "must be a UUID");
            out.workspace = value;
        } else if (name == "cursor") {
            const bool good = value.size() > 2 && value[0] >= '0' && value[0] <= '3' && value[1] == '.' &&
                              is_uuid(std::string_view(value).substr(2));
            if (!good) return http::bad_parameter(name, "is not one that this query gave; begin again without it");
            out.kind = value.substr(0, 1);
            out.id = value.substr(2);
        } else {
            return http::bad_parameter(name, "is not known here: there are workspace and cursor");
        }
    }
    return out;
}

template <class F>
std::string line(F members) {
    return json::text([&](json::Writer& w) {
               w.StartObject();
               members(w);
               w.EndObject();
           }) +
           "\n";
}

}  // namespace

void Export::add_to(http::Router& router) {
    access_.add(router, "/api/v1/export", [this](const http::Request& request) { return page(request); });
}

asio::awaitable<std::string> Export::head(const Readable& readable) {
    const auto names = std::make_shared<std::map<std::string, std::string>>();
    postgres::Work work = [this, names, workspace = readable.workspace](postgres::Session& session) {
        pqxx::result rows;
        std::set<std::string> people;
        {
            pqxx::nontransaction transaction(session.connection());
            rows = session.run(transaction, postgres::in_schema(embedded::export_people_sql, access_.schema()),
                               {workspace});
        }
        for (const auto& row : rows)
            if (!row[0].is_null()) people.insert(row[0].c_str());
        *names = find_names_(session, people);
        return rows;
    };
    co_await pool_.run(io_, std::move(work), readable.asker.person);
    std::string out = line([&](auto& w) {
        w.Key("kind"), w.String("export");
        w.Key("format"), w.Int(1);
        w.Key("workspace"), w.String(readable.workspace);
        w.Key("at"), w.String(calendar::utc_text(unix_us()));
    });
    for (const auto& [id, name] : *names)
        out += line([&](auto& w) {
            w.Key("kind"), w.String("person");
            w.Key("id"), w.String(id);
            w.Key("name"), w.String(name);
        });
    co_return out;
}

asio::awaitable<http::Reply> Export::page(const http::Request& request) {
    const auto query = parse(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto readable = co_await access_.readable(request, query->workspace);
    if (!readable) co_return std::unexpected(readable.error());
    http::Response response{.content_type = "application/x-ndjson"};
    if (query->kind == "-1") response.body = co_await head(*readable);
    Statement statement{postgres::in_schema(embedded::export_sql, access_.schema()),
                        {readable->workspace, query->kind, query->id, std::to_string(page_size + 1)}};
    const auto rows = co_await access_.read(std::move(statement), readable->asker.person);
    const std::size_t count = std::min<std::size_t>(rows.size(), page_size);
    for (std::size_t i = 0; i < count; ++i) {
        const auto row = rows[static_cast<pqxx::result::size_type>(i)];
        const std::string_view body(row[2].c_str(), row[2].size());
        const std::string_view kind = kinds[row[0].as<std::size_t>()];
        response.body.append("{\"kind\":\"").append(kind).append("\",").append(body.substr(1)).append("\n");
        if (i + 1 == page_size && rows.size() > page_size)
            response.add_header("Tasklog-Next", std::string(row[0].c_str()) + "." + row[1].c_str());
    }
    response.add_header("Cache-Control", "private, no-cache");
    co_return response;
}

}  // namespace tasklog::query
