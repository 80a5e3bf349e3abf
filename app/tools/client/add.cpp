#include "app/tools/client/add.hpp"

#include <iostream>
#include <memory>
#include <stdexcept>

#include "app/tools/client/client_options.hpp"
#include "base/json_read.hpp"
#include "infra/text.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

struct Options {
    ClientOptions client;
    std::string text;
};

/// Of an answer that is as docs/openapi.yaml has it.
json::Value value_of(json::Document& document, const ApiClient::Reply& reply) {
    if (!reply.ok()) throw std::runtime_error(detail_of(reply));
    const auto value = document.parse(reply.body);
    if (!value) throw std::runtime_error("the answer can't be read");
    return *value;
}

simdjson::dom::array items_of(const json::Value& value, const char* name) {
    simdjson::dom::array items;
    if (value.at_key(name).get(items)) throw std::runtime_error("the answer can't be read");
    return items;
}

/// How the members of the workspace are called, as a line has it: asked for only where it names one.
std::string people_of(ApiClient& client, const Options& options) {
    if (!options.text.contains('+')) return "[]";
    const std::string& workspace = options.client.workspace;
    json::Document document;
    std::string ids;
    const auto members = client.get("/api/v1/members" + (workspace.empty() ? "" : "?workspace=" + workspace));
    for (const json::Value& each : items_of(value_of(document, members), "items"))
        ids += (ids.empty() ? "" : ",") + json::text_member(each, "person");
    const auto named = client.get("/api/v1/people?id=" + ids);
    const auto people = items_of(value_of(document, named), "items");
    return json::text([&](json::Writer& w) {
        w.StartArray();
        for (const json::Value& each : people) {
            w.StartObject();
            json::write_key(w, "id");
            json::write(w, json::text_member(each, "id"));
            json::write_key(w, "name");
            json::write(w, json::text_member(each, "displayName"));
            w.EndObject();
        }
        w.EndArray();
    });
}

std::string command_of(ApiClient& client, const Options& options) {
    json::Document document;
    const json::Value profile = value_of(document, client.get("/api/v1/me"));
    const std::string zone = json::text_member(profile, "timeZone");
    const std::string week_start = json::text_member(profile, "weekStart");
    const std::string people = people_of(client, options);
    return json::text([&](json::Writer& w) {
        const auto member = [&](const char* name, const std::string& value) {
            json::write_key(w, name);
            json::write(w, value);
        };
        w.StartObject();
        member("type", "CreateTask");
        if (!options.client.workspace.empty()) member("workspace", options.client.workspace);
        json::write_key(w, "words");
        w.StartObject();
        member("text", options.text);
        member("zone", zone.empty() ? "Etc/UTC" : zone);
        if (!week_start.empty()) member("weekStart", week_start);
        json::write_key(w, "people");
        json::write_raw(w, people);
        w.EndObject();
        w.EndObject();
    });
}

/// The title, and of which words what was understood.
void print(const std::string& line, const json::Value& understood) {
    std::cout << json::text_member(understood, "title") << "\n";
    for (const json::Value& each : items_of(understood, "ranges")) {
        const std::size_t from = text::cut(line, each.at_key("from").get_uint64().value()).size();
        const std::string said = text::cut(line, each.at_key("to").get_uint64().value()).substr(from);
        std::cout << "  " << json::text_member(each, "part") << ": " << said << "\n";
    }
    for (const json::Value& each : items_of(understood, "unknown"))
        std::cout << "  There is no " << json::text_of(each).value_or("") << "; it stays in the title.\n";
}

void run(const Options& options) {
    ApiClient client = options.client.connect();
    const auto reply = client.post("/api/v1/commands", command_of(client, options), {"Idempotency-Key: " + uuid_v7()});
    json::Document document;
    const json::Value answer = value_of(document, reply);
    const json::Value result = *items_of(answer, "results").begin();
    // A repeated answer, after a request that got none, does not say it again.
    if (const auto understood = json::find(result, "understood")) {
        print(options.text, *understood);
    } else {
        std::cout << "added\n";
    }
}

}  // namespace

void add_add(Command app) {
    auto options = std::make_shared<Options>();
    auto command =
        app.add_subcommand("add", "add a task written as one line, such as \"Call Mia tomorrow 5pm #phone\"");
    options->client.add_to(command);
    command.add_option("text", options->text, "the line, in English or German: docs/quick-add.md").required();
    command.callback([options] { run(*options); });
}

}  // namespace tasklog::app
