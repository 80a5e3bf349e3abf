#include "app/import.hpp"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <memory>
#include <set>

#include "app/api_client.hpp"
#include "app/client_options.hpp"
#include "app/import_formats.hpp"
#include "events/json.hpp"
#include "infra/calendar/zone.hpp"
#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t commands_a_batch = 200;
constexpr std::size_t bytes_a_batch = 400UL * 1024;  ///< a request takes 1 MiB, and may make 768 KiB

struct Options {
    std::string file;
    std::string format = "auto";
    std::string zone = "UTC";
    ClientOptions client;
};

std::string read_file(const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    if (!in) throw std::runtime_error("cannot read " + path);
    return {std::istreambuf_iterator<char>(in), {}};
}

Imported parse(const Options& options) {
    const std::filesystem::path path(options.file);
    std::string format = options.format;
    if (format == "auto") {
        const std::string extension = path.extension().string();
        format = extension == ".ics" ? "ics" : extension == ".csv" ? "todoist" : extension == ".txt" ? "todo.txt" : "";
        if (format.empty())
            throw std::runtime_error("say what " + options.file + " is: --format ics, todo.txt or todoist");
    }
    const std::string text = read_file(options.file);
    if (format == "ics") return read_ical(text, options.zone);
    if (format == "todo.txt") return read_todo_txt(text);
    return read_todoist_csv(text, path.stem().string(), options.zone);
}

// Ids come from what is imported, so that the second import of a file finds what the first one made.
std::string list_id(const std::string& name) { return uuid_v5("import list\n" + name); }
std::string task_id(const ImportedTask& task) { return uuid_v5("import task\n" + task.identity); }

std::string list_command(const std::string& name) {
    rapidjson::StringBuffer buffer;
    json::Writer w(buffer);
    w.StartObject();
    json::write_member(w, "type", std::string("CreateList"));
    json::write_member(w, "id", list_id(name));
    json::write_member(w, "name", name);
    json::write_member(w, "ifAbsent", true);
    w.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

std::string task_command(const ImportedTask& task) {
    rapidjson::StringBuffer buffer;
    json::Writer w(buffer);
    w.StartObject();
    json::write_member(w, "type", std::string("CreateTask"));
    json::write_member(w, "id", task_id(task));
    if (!task.list.empty()) json::write_member(w, "list", list_id(task.list));
    json::write_member(w, "title", task.title);
    json::write_member(w, "notes", task.notes);
    json::write_member(w, "priority", task.priority);
    json::write_member(w, "tags", task.tags);
    json::write_member(w, "due", task.due);
    json::write_member(w, "start", task.start);
    json::write_member(w, "status", task.status);
    json::write_member(w, "ifAbsent", true);
    w.EndObject();
    return {buffer.GetString(), buffer.GetSize()};
}

struct Item {
    std::size_t line = 0;
    std::string command;
};

std::string batch_body(const std::vector<Item>& batch, const std::string& workspace) {
    std::string body = "{";
    if (!workspace.empty()) body.append("\"workspace\":\"").append(workspace).append("\",");
    body += "\"commands\":[";
    for (std::size_t i = 0; i < batch.size(); ++i) body.append(i ? "," : "").append(batch[i].command);
    return body += "]}";
}

/// Which command of the batch the problem is about.
std::optional<std::size_t> culprit(const ApiClient::Reply& reply, std::size_t size) {
    constexpr std::string_view prefix = "/commands/";
    rapidjson::Document document;
    document.Parse(reply.body.data(), reply.body.size());
    if (document.HasParseError() || !document.IsObject() || !document.HasMember("pointer") ||
        !document["pointer"].IsString())
        return std::nullopt;
    const std::string pointer = document["pointer"].GetString();
    if (!pointer.starts_with(prefix)) return std::nullopt;
    const auto index = static_cast<std::size_t>(std::strtoul(pointer.c_str() + prefix.size(), nullptr, 10));
    return index < size ? std::optional(index) : std::nullopt;
}

class Import {
  public:
    Import(ApiClient& client, std::string workspace) : client_(client), workspace_(std::move(workspace)) {}

    /// Sends the items; one that is refused is reported with its line and left out, the others go on.
    void send(std::vector<Item> batch) {
        while (!batch.empty()) {
            const auto reply =
                client_.post("/api/v1/commands", batch_body(batch, workspace_), {"Tasklog-Cause: import"});
            if (reply.ok()) {
                changed = changed || reply.body.find("\"commit\":null") == std::string::npos;
                return;
            }
            const auto at = culprit(reply, batch.size());
            // What is refused for a reason of its own is refused alone; else the run ends.
            const bool of_the_request = reply.status == 400 || reply.status == 409 || reply.status == 413;
            if (!at && of_the_request && batch.size() > 1) {
                const auto middle = batch.begin() + static_cast<std::ptrdiff_t>(batch.size() / 2);
                send({batch.begin(), middle});
                return send({middle, batch.end()});
            }
            if (!at && of_the_request) return bad.push_back({batch[0].line, detail_of(reply)});
            if (!at) throw std::runtime_error(detail_of(reply));
            bad.push_back({batch[*at].line, detail_of(reply)});
            batch.erase(batch.begin() + static_cast<std::ptrdiff_t>(*at));
        }
    }

    std::vector<BadLine> bad;
    bool changed = false;

  private:
    ApiClient& client_;
    const std::string workspace_;
};

void show_progress(std::size_t done, std::size_t all) {
    if (!isatty(STDERR_FILENO)) return;
    constexpr std::size_t width = 40;
    const std::size_t filled = all ? width * done / all : width;
    std::cerr << "\r[" << std::string(filled, '#') << std::string(width - filled, ' ') << "] " << done << "/" << all
              << (done == all ? "\n" : "") << std::flush;
}

int run(const Options& options) {
    const Imported imported = parse(options);
    ApiClient client = options.client.connect();
    Import import(client, options.client.workspace);
    import.bad = imported.bad;
    std::set<std::string> lists;
    std::vector<Item> batch;
    std::size_t bytes = 0;
    std::size_t done = 0;
    show_progress(0, imported.tasks.size());
    for (const ImportedTask& task : imported.tasks) {
        if (!task.list.empty() && lists.insert(task.list).second) batch.push_back({task.line, list_command(task.list)});
        batch.push_back({task.line, task_command(task)});
        bytes += batch.back().command.size();
        ++done;
        if (batch.size() < commands_a_batch && bytes < bytes_a_batch && done < imported.tasks.size()) continue;
        import.send(std::exchange(batch, {}));
        bytes = 0;
        show_progress(done, imported.tasks.size());
    }
    std::vector<BadLine> report = import.bad;
    report.insert(report.end(), imported.lost.begin(), imported.lost.end());
    std::stable_sort(report.begin(), report.end(), [](const BadLine& a, const BadLine& b) { return a.line < b.line; });
    for (const BadLine& each : report) std::cerr << options.file << ":" << each.line << ": " << each.why << "\n";
    if (imported.tasks.empty()) {
        std::cerr << options.file << ": there are no tasks in it\n";
        return 1;
    }
    const std::size_t skipped_tasks = import.bad.size() - imported.bad.size();
    std::cout << imported.tasks.size() - std::min(skipped_tasks, imported.tasks.size()) << " tasks read from "
              << options.file << (import.changed ? "" : "; all of them were there already")
              << (import.bad.empty() ? "" : "; " + std::to_string(import.bad.size()) + " skipped")
              << (imported.lost.empty() ? "" : "; left out: " + std::to_string(imported.lost.size())) << "\n";
    return report.empty() ? 0 : 1;
}

}  // namespace

void add_import(CLI::App& app, int& status) {
    auto options = std::make_shared<Options>();
    auto* command = app.add_subcommand("import", "send the tasks of a file: iCalendar, todo.txt or Todoist's CSV");
    command->add_option("file", options->file)->required();
    command->add_option("--format", options->format, "auto (by the file's name), ics, todo.txt or todoist")
        ->capture_default_str()
        ->check(CLI::IsMember({"auto", "ics", "todo.txt", "todoist"}));
    command->add_option("--zone", options->zone, "time zone of times that name none")
        ->capture_default_str()
        ->check([](const std::string& zone) {
            return calendar::is_zone(zone) ? "" : zone + " is not an IANA time zone such as Europe/Berlin";
        });
    options->client.add_to(*command);
    command->callback([options, &status] { status = run(*options); });
}

}  // namespace tasklog::app
