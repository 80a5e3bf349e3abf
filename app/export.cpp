#include "app/export.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "app/api_client.hpp"
#include "app/client_options.hpp"
#include "events/json.hpp"

namespace tasklog::app {
namespace {

/// One page of an answer's items; the whole answer is returned for what stands beside them.
rapidjson::Document get(ApiClient& client, const std::string& path) {
    const auto reply = client.get(path);
    if (!reply.ok()) throw std::runtime_error(detail_of(reply));
    rapidjson::Document document;
    document.Parse(reply.body.data(), reply.body.size());
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("items"))
        throw std::runtime_error(path + " answers no items");
    return document;
}

/// Each item as a line, with a first member that tells what it is.
void print(const rapidjson::Value& items, const char* kind) {
    for (const auto& item : items.GetArray()) {
        rapidjson::StringBuffer buffer;
        json::Writer w(buffer);
        w.StartObject();
        w.Key("kind");
        w.String(kind);
        for (const auto& member : item.GetObject()) {
            w.Key(member.name.GetString(), member.name.GetStringLength());
            member.value.Accept(w);
        }
        w.EndObject();
        std::cout << std::string_view(buffer.GetString(), buffer.GetSize()) << "\n";
    }
}

void print_tasks(ApiClient& client, const std::string& workspace, const std::string& list) {
    std::string cursor;
    do {
        const auto page = get(client, "/api/v1/tasks?sort=created&limit=500&list=" + list + workspace +
                                          (cursor.empty() ? "" : "&cursor=" + cursor));
        print(page["items"], "task");
        cursor =
            page.HasMember("next") && page["next"].IsString() ? client.escape(page["next"].GetString()) : std::string();
    } while (!cursor.empty());
}

void run(const ClientOptions& options) {
    ApiClient client = options.connect();
    const std::string workspace = options.workspace.empty() ? "" : "&workspace=" + options.workspace;
    const auto lists = get(client, "/api/v1/lists" + (workspace.empty() ? "" : "?" + workspace.substr(1)));
    print(lists["items"], "list");
    // List by list: that way the tasks of archived lists come too.
    print_tasks(client, workspace, "inbox");
    for (const auto& list : lists["items"].GetArray()) print_tasks(client, workspace, list["id"].GetString());
    if (!std::cout.flush()) throw std::runtime_error("cannot write the export");
}

}  // namespace

void add_export(CLI::App& app) {
    auto options = std::make_shared<ClientOptions>();
    auto* command = app.add_subcommand("export", "write lists and tasks as JSON Lines");
    options->add_to(*command);
    command->callback([options] { run(*options); });
}

}  // namespace tasklog::app
