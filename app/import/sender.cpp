#include "app/import/sender.hpp"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <numeric>
#include <set>

#include "app/import/commands.hpp"
#include "command/request/endpoint.hpp"
#include "events/format/json_read.hpp"
#include "infra/uuid.hpp"

namespace asio = boost::asio;

namespace tasklog::app {
namespace {

constexpr auto no_throw = asio::as_tuple(asio::use_awaitable);
constexpr std::chrono::minutes patience{10};
constexpr std::chrono::milliseconds pause{250};

struct Refusal {
    std::string type{};
    std::string detail{};
    std::optional<std::size_t> command{};  ///< which one of the batch
    std::string member{};                  ///< of that command
};

Refusal refusal_of(const http::Answer& answer) {
    Refusal out{.detail = "status " + std::to_string(answer.status)};
    const auto value = json::parse(answer.body);
    if (!value || !value->is_object()) return out;
    std::string urn;
    std::string pointer;
    static_cast<void>(json::read_member(*value, "type", urn));
    static_cast<void>(json::read_member(*value, "detail", out.detail));
    static_cast<void>(json::read_member(*value, "pointer", pointer));
    out.type = urn.substr(urn.rfind(':') + 1);
    constexpr std::string_view prefix = "/commands/";
    if (!pointer.starts_with(prefix)) return out;
    const std::string rest = pointer.substr(prefix.size());
    out.command = std::strtoul(rest.c_str(), nullptr, 10);
    const std::size_t slash = rest.find('/');
    if (slash != std::string::npos) out.member = rest.substr(slash + 1, rest.find('/', slash + 1) - slash - 1);
    return out;
}

/// What a thing is without which it is not made; all else it can do without.
bool is_optional(const ImportCommand& command, const std::string& member) {
    static const std::set<std::string, std::less<>> needed{"type", "id",   "name",   "title",
                                                           "task", "text", "status", "ifAbsent"};
    return command.makes != ' ' && !member.empty() && !needed.contains(member);
}

std::string body_of(const std::vector<ImportCommand>& commands, const std::vector<std::size_t>& which,
                    const std::string& workspace) {
    std::string body = R"({"workspace":")" + workspace + R"(","commands":[)";
    for (std::size_t i = 0; i < which.size(); ++i) body.append(i > 0 ? "," : "").append(commands[which[i]].json);
    return body += "]}";
}

/// The whole workspace takes no more, or not from this person.
bool ends_the_run(unsigned status, const Refusal& refusal) {
    return status == 401 || status == 403 || refusal.type == "workspace-not-found" ||
           refusal.type == "workspace-full" || refusal.type == "share-used-up";
}

}  // namespace

asio::awaitable<http::Answer> ImportSender::post(const std::string& person, std::string body) {
    const auto latest = std::chrono::steady_clock::now() + patience;
    for (;;) {
        std::vector<std::pair<std::string, std::string>> headers{{"Authorization", config_.authorization()},
                                                                 {"Content-Type", "application/json"},
                                                                 {"Tasklog-Cause", "import"},
                                                                 {command::on_behalf_header, person}};
        auto answer = co_await client_.post(config_.address, "/api/v1/commands", std::move(headers), body);
        const bool later = !answer || answer->status == 503 || answer->status == 429;
        if (!later) co_return std::move(*answer);
        if (std::chrono::steady_clock::now() > latest)
            throw ImportFailure(
                "Tasklog did not take the tasks for ten minutes. What was imported stays; start it "
                "again to go on.");
        asio::steady_timer timer(io_, pause);
        co_await timer.async_wait(no_throw);
    }
}

asio::awaitable<std::vector<ImportResult>> ImportSender::send(const std::string& person, const std::string& workspace,
                                                              std::vector<ImportCommand> commands, Report& report,
                                                              std::string& position) {
    std::vector<ImportResult> results(commands.size());
    std::vector<std::vector<std::size_t>> batches(1);
    batches[0].resize(commands.size());
    std::iota(batches[0].begin(), batches[0].end(), 0);
    while (!batches.empty()) {
        std::vector<std::size_t> batch = std::move(batches.back());
        batches.pop_back();
        if (batch.empty()) continue;
        std::string body = body_of(commands, batch, workspace);
        const http::Answer answer = co_await post(person, std::move(body));
        if (answer.status == 200) {
            const auto value = json::parse(answer.body);
            simdjson::dom::array items;
            if (!value || value->at_key("results").get(items)) throw ImportFailure("Tasklog's answer can't be read");
            static_cast<void>(json::read_member(*value, "position", position));
            std::size_t i = 0;
            for (const json::Value& each : items) {
                if (i == batch.size()) break;
                ImportResult& result = results[batch[i++]];
                result.accepted = true;
                static_cast<void>(json::read_member(each, "version", result.version));
            }
            continue;
        }
        const Refusal refusal = refusal_of(answer);
        if (ends_the_run(answer.status, refusal)) throw ImportFailure(refusal.detail);
        if (answer.status >= 500) throw ImportFailure(refusal.detail);
        const auto skip = [&](std::size_t at) {
            const ImportCommand& command = commands[batch[at]];
            report.skipped(command.line, refusal.detail);
            batch.erase(batch.begin() + static_cast<std::ptrdiff_t>(at));
            batches.push_back(std::move(batch));
        };
        if (refusal.command && *refusal.command < batch.size()) {
            ImportCommand& command = commands[batch[*refusal.command]];
            const std::string less =
                is_optional(command, refusal.member) ? without_member(command.json, refusal.member) : command.json;
            if (less == command.json) {
                skip(*refusal.command);
            } else {
                report.lost(command.line, "left out: " + refusal.detail);
                command.json = less;
                batches.push_back(std::move(batch));
            }
        } else if (batch.size() == 1) {
            skip(0);
        } else {
            // Which one is at fault is not said: halves.
            const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
            batches.emplace_back(middle, batch.end());
            batch.erase(middle, batch.end());
            batches.push_back(std::move(batch));
        }
    }
    co_return results;
}

}  // namespace tasklog::app
