#include "app/import/endpoint.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <charconv>

#include "events/format/json_read.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr std::size_t report_page = 1'000;

struct Request {
    ImportRun run{};
    std::optional<ImportFormat> format{};
};

std::expected<Request, Problem> request_of(std::string_view query, const std::string& person) {
    Request out{.run = {.person = person, .workspace = person}};
    const auto parameters = http::query_parameters(query);
    if (!parameters) return http::broken_query();
    for (const auto& [name, value] : *parameters) {
        if (name == "name") {
            out.run.file_name = text::has_control(value) ? std::string() : text::cut(value, 200);
        } else if (name == "zone") {
            if (!calendar::is_zone(value))
                return http::bad_parameter(name, "must be an IANA time zone such as Europe/Berlin");
            out.run.zone = value;
        } else if (name == "workspace") {
            if (!is_uuid(value)) return http::bad_parameter(name, "must be a UUID");
            out.run.workspace = value;
            for (char& c : out.run.workspace) c = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
        } else if (name == "format") {
            out.format = import_format_named(value);
            if (!out.format) return http::bad_parameter(name, "must be ics, todo.txt, todoist or tasklog");
        } else {
            return http::bad_parameter(name, "is not known here: there are name, zone, workspace and format");
        }
    }
    if (out.run.zone.empty())
        return http::bad_parameter("zone",
                                   "must be given: the IANA time zone of times that name none, such as Europe/Berlin");
    return out;
}

http::Response shown(const ImportRun& run, unsigned status = 200) {
    return {.status = status, .body = json::text([&](json::Writer& w) { write(w, run, false); })};
}

http::Reply shown(const std::expected<ImportRun, Problem>& run, unsigned status = 200) {
    if (!run) return std::unexpected(run.error());
    return shown(*run, status);
}

}  // namespace

template <class F>
auto ImportEndpoint::there(F f) -> asio::awaitable<decltype(f())> {
    const auto work = [&f]() -> asio::awaitable<decltype(f())> { co_return f(); };
    co_return co_await asio::co_spawn(imports_.io(), work, asio::use_awaitable);
}

void ImportEndpoint::add_to(http::Router& router) {
    using Handle = asio::awaitable<http::Reply> (ImportEndpoint::*)(const http::Request&);
    const auto add = [&](const char* method, const std::string& pattern, Handle handle) {
        router.add(method, pattern, [this, handle](const http::Request& request) { return (this->*handle)(request); });
    };
    router.add_upload("/api/v1/imports", max_bytes_, [this](const http::Request& request) { return receive(request); });
    add("GET", "/api/v1/imports", &ImportEndpoint::list);
    add("GET", "/api/v1/imports/{import}", &ImportEndpoint::one);
    add("GET", "/api/v1/imports/{import}/report", &ImportEndpoint::report);
    add("POST", "/api/v1/imports/{import}/start", &ImportEndpoint::start);
    add("POST", "/api/v1/imports/{import}/undo", &ImportEndpoint::undo);
    add("DELETE", "/api/v1/imports/{import}", &ImportEndpoint::remove);
}

asio::awaitable<http::Reply> ImportEndpoint::receive(const http::Request& request) {
    const auto who = co_await may_write_(request);
    if (!who) co_return std::unexpected(who.error());
    auto wanted = request_of(request.query, who->person);
    if (!wanted) co_return std::unexpected(wanted.error());
    if (!request.upload)
        co_return std::unexpected(Problem{problems::empty_file, "The body must be the file that is to be imported."});
    const auto look = [&] { return imports_.refusal(wanted->run); };
    const auto refused = co_await asio::co_spawn(imports_.io(), look, asio::use_awaitable);
    if (refused) co_return std::unexpected(*refused);
    const auto begin = [&] { return imports_.begin(wanted->run); };
    const auto id = co_await there(begin);
    if (!id) co_return std::unexpected(id.error());
    std::optional<Problem> problem;
    for (;;) {
        const auto piece = co_await request.upload->next();
        if (!piece && request.upload->is_too_large())
            problem = {problems::body_too_large, "The file has more than " + std::to_string(max_bytes_ / 1'000'000) +
                                                     " MB: split it, and import the parts one after another."};
        if (!piece && !problem)
            problem = {problems::upload_broken_off, "The file did not come to its end. Send it again."};
        if (problem || piece->empty()) break;
        const auto write = [&] { return imports_.write(*id, *piece); };
        const auto written = co_await there(write);
        if (written) continue;
        problem = written.error();
        break;
    }
    if (problem) {
        const auto abandon = [&] { return imports_.abandon(*id), true; };
        co_await there(abandon);
        co_return std::unexpected(*problem);
    }
    const auto finish = [&] { return imports_.finish(*id, wanted->format); };
    const auto run = co_await there(finish);
    http::Reply reply = shown(run, 201);
    if (reply) reply->add_header("Location", "/api/v1/imports/" + *id);
    co_return reply;
}

asio::awaitable<http::Reply> ImportEndpoint::list(const http::Request& request) {
    const auto who = co_await may_read_(request);
    if (!who) co_return std::unexpected(who.error());
    const auto look = [&] { return imports_.runs_of(who->person); };
    const auto runs = co_await there(look);
    co_return http::Response{.body = json::text([&](json::Writer& w) {
                                 w.StartObject();
                                 w.Key("items");
                                 w.StartArray();
                                 for (const ImportRun& each : runs) write(w, each, false);
                                 w.EndArray();
                                 w.EndObject();
                             })};
}

asio::awaitable<http::Reply> ImportEndpoint::one(const http::Request& request) {
    const auto who = co_await may_read_(request);
    if (!who) co_return std::unexpected(who.error());
    const auto look = [&] { return imports_.find(who->person, std::string(request.path_params[0])); };
    const auto run = co_await there(look);
    co_return shown(run);
}

asio::awaitable<http::Reply> ImportEndpoint::report(const http::Request& request) {
    const auto who = co_await may_read_(request);
    if (!who) co_return std::unexpected(who.error());
    std::size_t from = 0;
    const auto parameters = http::query_parameters(request.query);
    for (const auto& [name, value] : parameters.value_or(std::vector<std::pair<std::string, std::string>>{{"", ""}})) {
        const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), from);
        if (name != "from" || error != std::errc() || end != value.data() + value.size())
            co_return std::unexpected(
                http::bad_parameter("from", "is the only one here: the number of the first line, from 0").error());
    }
    const std::string id(request.path_params[0]);
    const auto look = [&]() -> std::expected<std::vector<ReportLine>, Problem> {
        if (auto run = imports_.find(who->person, id); !run) return std::unexpected(std::move(run.error()));
        return imports_.report_of(id, from, report_page);
    };
    const auto lines = co_await there(look);
    if (!lines) co_return std::unexpected(lines.error());
    co_return http::Response{.body = json::text([&](json::Writer& w) {
                                 w.StartObject();
                                 w.Key("items");
                                 w.StartArray();
                                 for (const ReportLine& each : *lines) {
                                     w.StartObject();
                                     json::write_member(w, "line", static_cast<std::uint64_t>(each.line));
                                     json::write_member(w, "why", std::string_view(each.why));
                                     json::write_member(w, "skipped", each.skipped);
                                     w.EndObject();
                                 }
                                 w.EndArray();
                                 w.Key("next");
                                 if (lines->size() == report_page) {
                                     w.Uint64(from + report_page);
                                 } else {
                                     w.Null();
                                 }
                                 w.EndObject();
                             })};
}

asio::awaitable<http::Reply> ImportEndpoint::start(const http::Request& request) {
    const auto who = co_await may_write_(request);
    if (!who) co_return std::unexpected(who.error());
    bool bring_back = false;
    if (!request.body.empty()) {
        const auto body = json::parse(request.body);
        if (!body || !body->is_object()) co_return std::unexpected(invalid_field("", "must be an object, or empty"));
        for (const auto& [name, value] : simdjson::dom::object(*body))
            if (name != "bringBack" || value.get(bring_back))
                co_return std::unexpected(
                    invalid_field("/" + std::string(name), "is not known here: there is bringBack, true or false"));
    }
    const auto go = [&] { return imports_.start(who->person, std::string(request.path_params[0]), bring_back); };
    const auto run = co_await there(go);
    co_return shown(run);
}

asio::awaitable<http::Reply> ImportEndpoint::undo(const http::Request& request) {
    const auto who = co_await may_write_(request);
    if (!who) co_return std::unexpected(who.error());
    const auto go = [&] { return imports_.undo(who->person, std::string(request.path_params[0])); };
    const auto run = co_await there(go);
    co_return shown(run);
}

asio::awaitable<http::Reply> ImportEndpoint::remove(const http::Request& request) {
    const auto who = co_await may_write_(request);
    if (!who) co_return std::unexpected(who.error());
    const auto go = [&] { return imports_.remove(who->person, std::string(request.path_params[0])); };
    const auto removed = co_await there(go);
    if (!removed) co_return std::unexpected(removed.error());
    co_return http::Response{.status = 204};
}

}  // namespace tasklog::app
