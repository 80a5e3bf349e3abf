#include "app/tools/client/import.hpp"

#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <iostream>
#include <memory>
#include <thread>

#include "app/import/run.hpp"
#include "app/tools/client/api_client.hpp"
#include "app/tools/client/client_options.hpp"
#include "events/format/json_read.hpp"
#include "infra/calendar/zone.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::milliseconds between_looks{100};

struct Options {
    std::string file;
    std::string format = "auto";
    std::string zone;
    bool bring_back = false;
    ClientOptions client;
};

ApiClient::Reply must(ApiClient::Reply reply) {
    if (!reply.ok()) throw std::runtime_error(detail_of(reply));
    return reply;
}

/// The run as the API shows it.
ImportRun shown(const ApiClient::Reply& reply) {
    auto run = read_import_run(reply.body);
    if (!run) throw std::runtime_error("the answer can't be read");
    return *run;
}

void show_progress(const ImportRun& run) {
    if (!isatty(STDERR_FILENO) || run.items == 0) return;
    constexpr std::size_t width = 40;
    const auto filled = static_cast<std::size_t>(width * run.done / run.items);
    std::cerr << "\r[" << std::string(filled, '#') << std::string(width - filled, ' ') << "] " << run.done << "/"
              << run.items << (run.is_busy() ? "" : "\n") << std::flush;
}

/// Looks at a run until it has come to rest.
ImportRun wait_for(ApiClient& client, const std::string& path) {
    for (;;) {
        ImportRun run = shown(must(client.get(path)));
        if (run.state != ImportRun::State::reading) show_progress(run);
        if (!run.is_busy()) return run;
        std::this_thread::sleep_for(between_looks);
    }
}

void print_report(ApiClient& client, const std::string& path, const std::string& file) {
    std::uint64_t from = 0;
    for (bool more = true; more;) {
        const auto reply = must(client.get(path + "/report?from=" + std::to_string(from)));
        const auto page = json::parse(reply.body);
        simdjson::dom::array items;
        if (!page || page->at_key("items").get(items)) throw std::runtime_error("the report can't be read");
        for (const json::Value& each : items) {
            std::uint64_t line = 0;
            std::string why;
            static_cast<void>(json::read_member(each, "line", line));
            static_cast<void>(json::read_member(each, "why", why));
            std::cerr << file << ":" << line << ": " << why << "\n";
        }
        more = !page->at_key("next").get(from);
    }
}

std::string count(std::uint64_t number, const std::string& one, const std::string& many) {
    return std::to_string(number) + " " + (number == 1 ? one : many);
}

void print_summary(const ImportRun& run, const std::string& file) {
    const auto& made = run.made;
    std::cout << count(made.tasks, "task", "tasks") << " imported from " << file;
    if (made.lists > 0) std::cout << " into " << count(made.lists, "new list", "new lists");
    if (made.comments > 0) std::cout << ", " << count(made.comments, "comment", "comments");
    if (run.brought_back > 0) std::cout << "; " << run.brought_back << " brought back";
    if (made.there > 0) std::cout << "; " << made.there << " were there already";
    if (made.gone > 0) std::cout << "; " << made.gone << " were deleted here since: --bring-back brings them back";
    if (made.skipped > 0) std::cout << "; " << made.skipped << " skipped";
    if (made.lost > 0) std::cout << "; left out: " << made.lost;
    std::cout << "\n";
}

int run(const Options& options) {
    ApiClient client = options.client.connect();
    std::string zone = options.zone;
    if (zone.empty()) {
        const auto profile = client.get("/api/v1/me");
        if (profile.ok()) zone = json::text_member_of_json(profile.body, "timeZone");
    }
    std::string query = "?zone=" + ApiClient::escape(zone.empty() ? "Etc/UTC" : zone) +
                        "&name=" + ApiClient::escape(std::filesystem::path(options.file).filename().string());
    if (options.format != "auto") query += "&format=" + options.format;
    if (!options.client.workspace.empty()) query += "&workspace=" + options.client.workspace;
    if (std::filesystem::is_directory(options.file) || access(options.file.c_str(), R_OK) != 0)
        throw std::runtime_error("cannot read " + options.file);
    const std::string path =
        "/api/v1/imports/" + shown(must(client.post_file("/api/v1/imports" + query, options.file))).id;
    ImportRun seen = wait_for(client, path);
    if (seen.state == ImportRun::State::failed) throw std::runtime_error(seen.why);
    if (seen.found.tasks == 0 && seen.found.lists == 0) {
        print_report(client, path, options.file);
        std::cerr << options.file << ": there are no tasks in it\n";
        return 1;
    }
    must(client.post(path + "/start", options.bring_back ? R"({"bringBack":true})" : "{}"));
    seen = wait_for(client, path);
    print_report(client, path, options.file);
    print_summary(seen, options.file);
    if (seen.state == ImportRun::State::failed) throw std::runtime_error(seen.why);
    return seen.made.skipped + seen.made.lost + seen.made.gone > 0 ? 1 : 0;
}

}  // namespace

void add_import(Command app, int& status) {
    auto options = std::make_shared<Options>();
    auto command =
        app.add_subcommand("import", "bring in a file's tasks: iCalendar, todo.txt, Todoist's CSV, or an export");
    command.add_option("file", options->file).required();
    command
        .add_option("--format", options->format, "auto (by what stands in the file), ics, todo.txt, todoist or tasklog")
        .capture_default_str()
        .one_of({"auto", "ics", "todo.txt", "todoist", "tasklog"});
    command.add_option("--zone", options->zone, "time zone of times that name none; your profile's if left out")
        .check([](const std::string& zone) {
            return calendar::is_zone(zone) ? "" : zone + " is not an IANA time zone such as Europe/Berlin";
        });
    command.add_flag("--bring-back", options->bring_back, "also what was deleted since it was imported before");
    options->client.add_to(command);
    command.callback([options, &status] { status = run(*options); });
}

}  // namespace tasklog::app
