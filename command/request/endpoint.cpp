#include "command/request/endpoint.hpp"

#include <utility>

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>

#include "base/sha256.hpp"
#include "command/limits.hpp"
#include "command/request/decode.hpp"
#include "events/format/json.hpp"
#include "infra/clock.hpp"
#include "infra/kafka/partitioner.hpp"
#include "infra/log.hpp"
#include "infra/uuid.hpp"
#include "words/line_json.hpp"

namespace asio = boost::asio;

namespace tasklog::command {
namespace {

constexpr const char* forwarded_header = "Tasklog-Forwarded";
constexpr const char* cause_header = "Tasklog-Cause";
constexpr const char* time_header = "Tasklog-At";
constexpr std::size_t large_body_bytes = 32UL * 1024;  ///< read in a tenth of a millisecond
constexpr std::size_t event_bytes = 1024;  ///< a read model takes as long for an event as for so many bytes of it

Problem too_many_requests() {
    return {.type = problems::too_many_requests,
            .detail = "Too many of your commands wait to be decided. Nothing was changed. Try again soon.",
            .retry_after_s = 1};
}

/// The Idempotency-Key, none if it was not sent.
std::expected<std::optional<std::string>, Problem> key_of(const http::Request& request) {
    const std::string_view key = request.header("Idempotency-Key");
    if (key.empty()) return std::nullopt;
    const bool printable = std::all_of(key.begin(), key.end(), [](char c) { return c > 0x20 && c < 0x7f; });
    if (key.size() <= max_key_chars && printable) return std::string(key);
    return std::unexpected(Problem{.type = problems::invalid_key,
                                   .detail = "Idempotency-Key must be 1 to " + std::to_string(max_key_chars) +
                                             " printable ASCII characters without spaces."});
}

/// What made a program send the request; none if a person did.
std::expected<std::optional<std::string>, Problem> cause_of(const http::Request& request, bool worker) {
    const std::string_view cause = request.header(cause_header);
    if (cause.empty()) return std::nullopt;
    if (cause == "import" || worker) return std::string(cause);
    return std::unexpected(
        Problem{.type = problems::invalid_cause, .detail = "Tasklog-Cause can only be import, or left out."});
}

/// The request's traceparent (W3C Trace Context, version 00); empty if there is none that is one.
std::string trace_of(const http::Request& request) {
    const std::string_view text = request.header("traceparent");
    const auto hex = [&](std::size_t from, std::size_t count) {
        return text.substr(from, count).find_first_not_of("0123456789abcdef") == std::string_view::npos;
    };
    const bool good = text.size() == 55 && text.starts_with("00-") && text[35] == '-' && text[52] == '-' &&
                      hex(3, 32) && hex(36, 16) && hex(53, 2);
    return good ? std::string(text) : std::string();
}

/// When it happened: now, but for what is brought from elsewhere.
std::expected<Instant, Problem> time_of(const http::Request& request, bool may_backdate) {
    const std::string_view text = request.header(time_header);
    if (text.empty()) return Instant{unix_us()};
    const auto at = Instant::parse(text);
    if (may_backdate && at && at->us <= unix_us()) return *at;
    return std::unexpected(
        Problem{.type = problems::invalid_time,
                .detail = "Tasklog-At is for programs of Tasklog's own, which bring what happened before."});
}

void write_answer(json::Writer& w, const Acceptance& outcome, const std::string& position) {
    w.StartObject();
    w.Key("commit");
    if (outcome.commit) {
        json::write(w, *outcome.commit);
    } else {
        w.Null();
    }
    json::write_member(w, "position", position);
    w.Key("results");
    w.StartArray();
    for (std::size_t i = 0; i < outcome.results.size(); ++i) {
        w.StartObject();
        json::write_member(w, "id", outcome.results[i].id);
        json::write_member(w, "version", outcome.results[i].version);
        if (const auto said = outcome.understood.find(i); said != outcome.understood.end()) {
            w.Key("understood");
            words::write(w, said->second);
        }
        w.EndObject();
    }
    w.EndArray();
    w.EndObject();
}

http::Reply encode(const Outcome& outcome) {
    if (!outcome) return std::unexpected(outcome.error());
    const std::string position = std::to_string(outcome->partition) + ":" + std::to_string(outcome->offset);
    std::string body = json::text([&](json::Writer& w) { write_answer(w, *outcome, position); });
    http::Response response{.body = std::move(body)};
    response.add_header("Tasklog-Position", position);
    if (outcome->repeated) response.add_header("Idempotency-Replayed", "true");
    return response;
}

}  // namespace

Endpoint::Endpoint(asio::io_context& io, Authenticate authenticate, std::string worker, Metrics& metrics,
                   const TurnBounds& turns)
    : io_(io),
      authenticate_(std::move(authenticate)),
      worker_(std::move(worker)),
      others_(io),
      turns_(io, turns),
      accepted_(metrics.counter("tasklog_requests_accepted_total", "Requests whose commands were accepted")),
      refused_(metrics.counter("tasklog_requests_refused_total", "Requests refused, by a rule or for their form")),
      forwarded_(metrics.counter("tasklog_requests_forwarded_total", "Requests passed on to the partition's owner")) {}

void Endpoint::add_to(http::Router& router) {
    router.add("POST", "/api/v1/commands", [this](const http::Request& request) { return post(request); });
}

asio::awaitable<http::Reply> Endpoint::post(const http::Request& request) {
    const auto caller = co_await authenticate_(request);
    if (!caller) co_return std::unexpected(caller.error());
    const std::string& person = caller->person;
    auto key = key_of(request);
    if (!key) co_return std::unexpected(key.error());
    const bool worker = person == worker_;
    auto cause = cause_of(request, worker);
    if (!cause) co_return std::unexpected(cause.error());
    const auto at = time_of(request, caller->may_backdate);
    if (!at) co_return std::unexpected(at.error());
    const PersonId actor = *PersonId::parse(person);
    const std::string_view forwarded = request.header(forwarded_header);
    // What a CreateWorkspace without an id will be called: the same for a retry, and on the instance it is passed on
    // to.
    const auto given = WorkspaceId::parse(forwarded);
    const WorkspaceId new_workspace = given  ? *given
                                      : *key ? *WorkspaceId::parse(uuid_v8(person + "\n" + **key))
                                             : WorkspaceId{uuid_v7_bytes()};
    if (!turns_.is_free(person)) {
        const bool in_turn = co_await turns_.take(person);
        if (!in_turn) co_return std::unexpected(too_many_requests());
    }
    auto decoded = co_await read(request, actor, new_workspace, key->has_value());
    if (!decoded) {
        refused_.Increment();
        co_return std::unexpected(decoded.error());
    }
    if (!ownership_)
        co_return std::unexpected(unavailable(problems::log_unavailable, "The log is not reachable yet. Try again."));
    decoded->commit = {uuid_v7_bytes()};
    decoded->now = *at;
    decoded->cause = std::move(*cause);
    decoded->worker = worker;
    decoded->trace = trace_of(request);
    decoded->key = std::move(*key);
    const auto key_chars = decoded->workspace.chars();
    const int partition = kafka::partition_of({key_chars.data(), key_chars.size()}, ownership_->partitions());
    const WorkspaceId workspace = decoded->workspace;
    std::optional<Outcome> outcome;
    if (ownership_->is_of_this_loop(partition)) {
        outcome = co_await decide(person, std::move(*decoded), partition);
    } else {
        Endpoint& neighbour = *neighbours_[static_cast<std::size_t>(ownership_->loop_of(partition))];
        auto taken = neighbour.take(person, std::move(*decoded), partition);
        outcome = co_await asio::co_spawn(neighbour.io_, std::move(taken), asio::use_awaitable);
    }
    if (!outcome) {
        const std::string address = ownership_->owner_of(partition);
        if (!forwarded.empty() || address.empty() || address == ownership_->address())
            co_return std::unexpected(taken_over());
        co_return co_await forward(request, workspace, address);
    }
    (*outcome ? accepted_ : refused_).Increment();
    co_return encode(*outcome);
}

asio::awaitable<std::optional<Outcome>> Endpoint::decide(const std::string& person, Request request, int partition) {
    Partition& here = ownership_->partition(partition);
    if (auto fetch = here.fetch(request.workspace)) co_await aside(fetchers_, std::move(fetch));
    ownership_->look_at_clock();
    if (!here.serves() && here.barred_by().empty()) co_return std::nullopt;
    co_return co_await submit(here, person, std::move(request));
}

asio::awaitable<std::optional<Outcome>> Endpoint::take(std::string person, Request request, int partition) {
    if (!turns_.is_free(person)) {
        const bool in_turn = co_await turns_.take(person);
        if (!in_turn) co_return std::unexpected(too_many_requests());
    }
    if (!ownership_) co_return std::nullopt;
    co_return co_await decide(person, std::move(request), partition);
}

asio::awaitable<std::expected<Request, Problem>> Endpoint::read(const http::Request& request, const PersonId& actor,
                                                                const WorkspaceId& new_workspace, bool keyed) {
    const auto read_it = [&request, &actor, &new_workspace, keyed] {
        auto decoded = decode(request.body, actor, new_workspace);
        if (decoded && keyed) decoded->fingerprint = sha256_hex(request.body).substr(0, 32);
        return decoded;
    };
    const std::string person = actor.text();
    if (request.body.size() < large_body_bytes) {
        const auto begin = std::chrono::steady_clock::now();
        auto decoded = read_it();
        turns_.took(person, std::chrono::steady_clock::now() - begin);
        co_return decoded;
    }
    turns_.hold(person, request.body.size());
    std::optional<std::expected<Request, Problem>> decoded;
    std::function<void()> work = [&] { decoded = read_it(); };
    co_await aside(readers_, std::move(work));
    turns_.let_go(person, request.body.size());
    turns_.leave_to_read(person, request.body.size());
    co_return std::move(*decoded);
}

/// On a thread that may wait, or take a while.
asio::awaitable<void> Endpoint::aside(asio::thread_pool& threads, std::function<void()> work) {
    co_await asio::async_initiate<decltype(asio::use_awaitable), void()>(
        [this, &threads](auto handler, std::function<void()> to_do) {
            asio::post(threads, [this, to_do = std::move(to_do), handler = std::move(handler)]() mutable {
                to_do();
                asio::post(io_, std::move(handler));
            });
        },
        asio::use_awaitable, std::move(work));
}

asio::awaitable<Outcome> Endpoint::submit(Partition& partition, const std::string& person, Request request) {
    WriteSize written;
    Outcome outcome = co_await asio::async_initiate<decltype(asio::use_awaitable), void(Outcome)>(
        [this, &partition, &person, &written](auto handler, const Request& decoded) {
            const auto begin = std::chrono::steady_clock::now();
            written = partition.submit(decoded, [this, handler = std::move(handler)](Outcome done) mutable {
                // The answer may come from within submit(), where the coroutine has not yet come to rest.
                asio::post(io_, [handler = std::move(handler), done = std::move(done)]() mutable {
                    std::move(handler)(std::move(done));
                });
            });
            turns_.took(person, std::chrono::steady_clock::now() - begin);
            turns_.hold(person, written.bytes);
            turns_.leave_to_read(person, written.bytes + written.events * event_bytes);
        },
        asio::use_awaitable, std::move(request));
    turns_.let_go(person, written.bytes);
    co_return outcome;
}

asio::awaitable<http::Reply> Endpoint::forward(const http::Request& request, const WorkspaceId& workspace,
                                               const std::string& address) {
    forwarded_.Increment();
    std::vector<std::pair<std::string, std::string>> headers{
        {"Authorization", std::string(request.header("Authorization"))},
        {"Content-Type", "application/json"},
        {forwarded_header, workspace.text()}};
    for (const char* name :
         {"Idempotency-Key", on_behalf_header, cause_header, time_header, "X-Request-Id", "traceparent"})
        if (const auto value = request.header(name); !value.empty()) headers.emplace_back(name, std::string(value));
    auto answer = co_await others_.post(address, "/api/v1/commands", std::move(headers), std::string(request.body));
    if (!answer) {
        log::debug("forwarding failed", {{"owner", address}, {"why", answer.error()}});
        co_return std::unexpected(
            unavailable(problems::no_owner, "The partition's owner does not answer. Try again with the same key."));
    }
    http::Response response{.status = answer->status,
                            .content_type = answer->status < 400 ? "application/json" : "application/problem+json",
                            .body = std::move(answer->body)};
    for (const auto& [name, value] : answer->headers)
        if (name == "Tasklog-Position" || name == "Retry-After" || name == "Idempotency-Replayed")
            response.add_header(name, value);
    co_return response;
}

}  // namespace tasklog::command
