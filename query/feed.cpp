#include "query/feed.hpp"

#include "query/answers.hpp"
#include "query/conditions.hpp"
#include "query/pages.hpp"

namespace asio = boost::asio;

namespace tasklog::query {
namespace {

const std::string changed_event = "event: changed\ndata: {}\n\n";

/// Of streams that tell of nothing else.
std::string only_feed_key(const std::string& person) { return "only feed " + person; }

/// Whether a notification `n` of $1 is read.
std::string is_read(const std::string& schema) {
    return "(n.at <= coalesce((SELECT through FROM " + schema +
           ".read_through WHERE person_id = $1::uuid), '-infinity') OR EXISTS (SELECT FROM " + schema +
           ".read_singly r WHERE r.person_id = n.person_id AND r.notification_id = n.notification_id))";
}

/// The notification as it was told, but for the text of a comment that was deleted since.
std::string told(const std::string& tasks) {
    return "CASE WHEN n.body::json->>'kind' = 'commented' AND EXISTS (SELECT FROM " + tasks +
           ".comments c WHERE c.workspace_id = (n.body::json->>'workspace')::uuid AND "
           "c.comment_id = (n.body::json->>'comment')::uuid AND c.deleted) THEN (n.body::jsonb - 'text')::text "
           "ELSE n.body END";
}

/// `tasks`: the schema that has the comments.
Statement feed_page(const FeedQuery& query, const std::string& schema, const std::string& tasks,
                    const std::string& person) {
    Conditions where;
    where.add("n.person_id = ?::uuid", person);
    if (query.unread) where.add("NOT " + is_read(schema));
    if (query.cursor) {
        const std::string at = where.parameter(query.cursor->key);
        const std::string id = where.parameter(query.cursor->id);
        where.add("(n.at, n.notification_id) < (" + at + "::timestamptz, " + id + "::uuid)");
    }
    return {"SELECT left(" + told(tasks) + ", -1) || ',\"read\":' || " + is_read(schema) + " || '}', " +
                postgres::utc_text("n.at") + ", n.notification_id FROM " + schema + ".notifications n" + where.sql() +
                " ORDER BY n.at DESC, n.notification_id DESC" + first_rows(query.limit),
            where.take_parameters()};
}

Statement unread_count(const std::string& schema, const std::string& person) {
    return {
        "SELECT count(*) FROM " + schema + ".notifications n WHERE n.person_id = $1::uuid AND NOT " + is_read(schema),
        {person}};
}

}  // namespace

Feed::Feed(asio::io_context& io, http::Authenticate authenticate, ReadModel& members, ReadModel& notifications,
           postgres::Pool& pool, EventStreams& streams)
    : io_(io), access_(io, std::move(authenticate), members, notifications, pool), streams_(streams) {}

void Feed::listen(postgres::Listener& listener) {
    // What was told while it was not listening is not told again: every feed may have changed.
    listener.listen(io_, "tasklog_" + access_.schema() + "_feed",
                    {.connected = [this](postgres::Session&) { return [this] { changed("many"); }; },
                     .payload = [this](const std::string& people) { changed(people); }});
}

void Feed::changed(const std::string& people) {
    if (people == "many") return streams_.tell_all(EventStreams::reset());
    for (std::size_t from = 0; from < people.size(); from += 37) {
        const std::string person = people.substr(from, 36);
        streams_.tell(only_feed_key(person), changed_event);
        streams_.tell(feed_key(person), notified_event());
    }
}

void Feed::add_to(http::Router& router) {
    access_.add(router, "/api/v1/notifications", [this](const http::Request& request) { return page(request); });
    access_.add(router, "/api/v1/notifications/live", [this](const http::Request& request) { return live(request); });
}

asio::awaitable<http::Reply> Feed::page(const http::Request& request) {
    const auto query = parse_feed_query(request.query);
    if (!query) co_return std::unexpected(query.error());
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    Statement statement = feed_page(*query, access_.schema(), access_.members_schema(), asker->person);
    const auto rows = co_await access_.read(std::move(statement), asker->person);
    Statement count = unread_count(access_.schema(), asker->person);
    const auto unread = co_await access_.read(std::move(count), asker->person);
    std::string body = page_of(rows, *query);
    body.back() = ',';
    co_return json_by_content(request, body + R"("unread":)" + unread[0][0].c_str() + "}");
}

asio::awaitable<http::Reply> Feed::live(const http::Request& request) {
    const auto asker = co_await access_.asker(request);
    if (!asker) co_return std::unexpected(asker.error());
    // The feed's versions are not numbered: who comes back reads it once.
    const bool resumed = !request.header("Last-Event-ID").empty();
    const std::vector<std::string> keys{only_feed_key(asker->person)};
    std::string first = resumed ? EventStreams::reset() : std::string();
    co_return streams_.stream(keys, *asker, std::move(first));
}

}  // namespace tasklog::query
