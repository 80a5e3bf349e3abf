#include "app/limits.hpp"

#include <limits>

#include "command/limits.hpp"
#include "identity/limits.hpp"
#include "query/limits.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t kib = 1024;
constexpr std::size_t mib = 1024 * kib;
constexpr std::size_t most_commit_bytes = 3 * mib;
constexpr std::size_t any = std::numeric_limits<std::int64_t>::max();

// What one layer lets in, the next one can hold.
static_assert(identity::max_tag_chars == command::max_tag_chars, "any tag can have a colour");
static_assert(identity::max_name_bytes <= command::max_title_chars, "a name fits into what is told of it");
static_assert(query::max_tags <= command::max_tags, "a task can have all tags that are asked for");
static_assert(query::max_type_bytes >= 32, "the name of every event can be asked for");
static_assert(command::CostBounds{}.bytes < record_bytes / 4, "a record holds a commit, its answers, and more");
static_assert(most_commit_bytes < record_bytes, "and the largest that can be configured");
static_assert(query::StreamBounds{}.all < http::Limits{}.max_connections, "streams leave connections to others");
static_assert(query::StreamBounds{}.each < query::StreamBounds{}.all, "nobody has all streams");
static_assert(TurnBounds{}.waiting < command::max_waiting_requests, "nobody fills a partition's queue");
static_assert(http::Limits{}.max_body_bytes_of_one < http::Limits{}.max_body_bytes_in_all, "nor the memory for bodies");
static_assert(ImportBounds{}.file_bytes < ImportBounds{}.all_bytes, "nor the disk for imports");

/// A bound with the least and the most that it can be.
template <class T>
void add_limit(Command app, const std::string& name, T& value, std::size_t least, std::size_t most,
               const std::string& help) {
    add_setting(app, "limit-" + name, value, help).range(least, most).group("Limits");
}

/// The same for a time, told as a number of its unit.
template <class Duration>
void add_time(Command app, const std::string& name, Duration& value, std::size_t most, const std::string& help) {
    app.add_number(
           "--limit-" + name, [&value](const std::size_t& given) { value = Duration(given); }, help)
        .envname(env_name("limit-" + name))
        .default_str(std::to_string(value.count()))
        .range(std::size_t{1}, most)
        .group("Limits");
}

}  // namespace

void Limits::add_to(Command app) {
    add_limit(app, "body-bytes", http.max_body_bytes, kib, 16 * mib, "bytes of a request's body");
    add_limit(app, "header-bytes", http.max_header_bytes, kib, mib, "bytes of a request's header");
    add_time(app, "request-s", http.request_time, 3'600, "seconds that a request may take to be sent and answered");
    add_limit(app, "connections", http.max_connections, 10, 1'000'000, "connections of a process");
    add_limit(app, "large-body-bytes", http.max_body_bytes_in_all, mib, any,
              "bytes of bodies over 16 KiB that are read or handled at a time");
    add_limit(app, "large-body-bytes-each", http.max_body_bytes_of_one, mib, any, "of these, those of one address");
    add_limit(app, "events", commands.cost.events, 1, 100'000, "events that a request may make");
    add_limit(app, "event-bytes", commands.cost.bytes, 64 * kib, most_commit_bytes,
              "bytes of the events that a request makes");
    add_limit(app, "steps", commands.cost.steps, 10'000, 100'000'000,
              "days of recurrences and tasks of trees that a request may look at");
    add_limit(app, "workspaces-each", commands.share.workspaces, 1, any,
              "workspaces that a person owns, in each partition");
    add_limit(app, "memory-bytes-each", commands.share.bytes, mib, any,
              "bytes of memory that a person's workspaces take, in each partition");
    add_limit(app, "workspaces-bytes", commands.store.bytes, mib, any,
              "bytes of memory that a command service's workspaces take; those not used for longest go to disk");
    add_limit(app, "waiting", commands.max_waiting, 1, 10'000'000, "requests of a partition that wait for the log");
    add_limit(app, "in-flight-bytes", commands.max_bytes_in_flight, 4 * mib, any,
              "bytes of a partition's commits that wait for the log");
    add_limit(app, "waiting-each", turns.waiting, 1, 1'000'000, "commands of a person that wait for their turn");
    add_limit(app, "in-flight-bytes-each", turns.bytes, mib, any, "bytes of a person's commands in flight");
    add_limit(app, "log-bytes-a-second-each", turns.bytes_a_second, 64 * kib, any,
              "bytes a second that a person writes to the log beside others, 1 KiB more for each event");
    add_limit(app, "queries-waiting-each", queries.waiting_each, 1, 100'000, "queries of a person that wait");
    add_time(app, "query-ms", queries.longest, 600'000, "milliseconds that a statement of a query may take");
    add_limit(app, "streams", streams.all, 1, 1'000'000, "streams of live updates of a process");
    add_limit(app, "streams-each", streams.each, 1, 100'000, "of these, those of one person");
    add_time(app, "stream-minutes", streams.longest, 1'440, "minutes after which a stream is ended; clients open the next");
    add_limit(app, "token-exchanges-each", token_exchanges_each, 1, 10'000,
              "unknown API tokens of one network that are looked up at a time");
    add_limit(app, "deliveries-each", deliveries_each, 1, 1'000,
              "mails, or webhooks, of one recipient that are sent at a time");
    add_limit(app, "import-bytes", imports.file_bytes, kib, 1'000'000'000, "bytes of a file that is imported");
    add_limit(app, "imports-bytes", imports.all_bytes, mib, any, "bytes of the files that imports keep, of everybody");
}

}  // namespace tasklog::app
