#include "app/tools/audit.hpp"

#include <array>
#include <iostream>
#include <memory>

#include "app/tools/client/client_options.hpp"
#include "base/json_read.hpp"
#include "events/format/json.hpp"
#include "infra/calendar/recurrence.hpp"
#include "infra/clock.hpp"
#include "projections/audit/verify.hpp"

namespace tasklog::app {
namespace {

void add_verify(Command audit, const Settings& settings, int& status) {
    auto workspace = std::make_shared<std::string>();
    auto command = audit.add_subcommand("verify",
                                        "recompute the hash chains from Kafka alone and compare the audit history "
                                        "with them; the exit status is 1 if a commit differs");
    command.add_option("--workspace", *workspace, "only this one");
    command.callback([workspace, &settings, &status] {
        std::optional<WorkspaceId> only;
        if (!workspace->empty()) {
            only = WorkspaceId::parse(*workspace);
            if (!only) throw UsageError("--workspace", "must be a UUID");
        }
        const auto verified = projections::verify_audit(settings.kafka_config(), settings.events_topic(),
                                                        settings.postgres, settings.audit_schema, only);
        if (const auto& found = verified.difference) {
            std::cout << "DIFFERS: commit " << (found->commit.empty() ? "(unreadable)" : found->commit) << " at "
                      << found->partition << ":" << found->offset << " of workspace " << found->workspace << ": "
                      << found->what << "\n";
            status = 1;
            return;
        }
        std::cout << "verified: " << verified.commits << " commits, each the hash of the one before it; "
                  << verified.entries << " entries in Postgres are as the log says";
        if (verified.pending > 0) std::cout << "; " << verified.pending << " commits are not in Postgres yet";
        std::cout << "\n";
    });
}

/// RFC 4180.
std::string csv_field(std::string_view text) {
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
    std::string out = "\"";
    for (const char c : text) out.append(c == '"' ? 2 : 1, c);
    return out + '"';
}

/// A string as it is, anything else as JSON, null as nothing.
std::string csv_member(const json::Value& object, const char* name) {
    const auto value = json::find(object, name);
    if (!value || value->is_null()) return {};
    if (const auto text = json::text_of(*value)) return csv_field(*text);
    return csv_field(json::text([&](json::Writer& w) { json::write(w, *value); }));
}

constexpr std::array columns{"at", "actor", "origin", "type", "task", "list"};
constexpr std::array last_columns{"commit", "hash", "position"};

/// A line for each changed field; one for an entry that changed none.
void print_csv(const json::Value& entry) {
    std::string begin;
    std::string end;
    for (const char* name : columns) begin += csv_member(entry, name) + ',';
    for (const char* name : last_columns) end += ',' + csv_member(entry, name);
    const simdjson::dom::array changes = entry["changes"];
    for (const json::Value& change : changes)
        std::cout << begin << csv_member(change, "field") << ',' << csv_member(change, "before") << ','
                  << csv_member(change, "after") << end << "\r\n";
    if (changes.size() == 0) std::cout << begin << ",," << end << "\r\n";
}

struct ExportOptions {
    ClientOptions client;
    std::string format = "jsonl";
    std::string task;
};

void run_export(const ExportOptions& options) {
    ApiClient client = options.client.connect();
    std::string path = "/api/v1/history?order=asc&limit=500";
    if (!options.client.workspace.empty()) path += "&workspace=" + client.escape(options.client.workspace);
    if (!options.task.empty()) path += "&task=" + client.escape(options.task);
    if (options.format == "csv")
        std::cout << "at,actor,origin,type,task,list,field,before,after,commit,hash,position\r\n";
    std::string cursor;
    do {
        const auto reply = client.get(path + cursor);
        if (!reply.ok()) throw std::runtime_error(detail_of(reply));
        const auto page = json::parse(reply.body);
        simdjson::dom::array items;
        if (!page || page->at_key("items").get(items)) throw std::runtime_error(path + " answers no items");
        for (const json::Value& entry : items) {
            if (options.format == "csv") {
                print_csv(entry);
            } else {
                std::cout << json::text([&](json::Writer& w) { json::write(w, entry); }) << "\n";
            }
        }
        const std::string next = json::text_member(*page, "next");
        cursor = next.empty() ? "" : "&cursor=" + client.escape(next);
    } while (!cursor.empty());
    if (!std::cout.flush()) throw std::runtime_error("cannot write the export");
}

void add_export(Command audit) {
    auto options = std::make_shared<ExportOptions>();
    auto command = audit.add_subcommand("export", "write a workspace's whole history, the oldest entry first");
    options->client.add_to(command);
    command.add_option("--format", options->format, "jsonl or csv (RFC 4180, a line for each changed field)")
        .capture_default_str()
        .one_of({"jsonl", "csv"});
    command.add_option("--task", options->task, "only this task's");
    command.callback([options] { run_export(*options); });
}

}  // namespace

std::string verify_workspace(const Settings& settings, const std::string& workspace, const std::stop_token& stop) {
    const std::string at = calendar::utc_text(unix_us());
    const auto found = projections::verify_audit(settings.kafka_config(), settings.events_topic(), settings.postgres,
                                                 settings.audit_schema, WorkspaceId::parse(workspace), stop);
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "verified", !found.difference);
        json::write_member(w, "at", at);
        json::write_member(w, "commits", static_cast<std::uint64_t>(found.commits));
        json::write_member(w, "entries", static_cast<std::uint64_t>(found.entries));
        json::write_member(w, "pending", static_cast<std::uint64_t>(found.pending));
        w.Key("difference");
        if (found.difference) {
            w.StartObject();
            json::write_member(
                w, "position",
                std::to_string(found.difference->partition) + ":" + std::to_string(found.difference->offset));
            json::write_member(w, "commit", found.difference->commit);
            json::write_member(w, "what", found.difference->what);
            w.EndObject();
        } else {
            w.Null();
        }
        w.EndObject();
    });
}

void add_audit_tools(Command audit, const Settings& settings, int& status) {
    add_verify(audit, settings, status);
    add_export(audit);
}

}  // namespace tasklog::app
