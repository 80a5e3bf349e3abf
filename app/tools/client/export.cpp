#include "app/tools/client/export.hpp"

#include <iostream>
#include <memory>

#include "app/tools/client/api_client.hpp"
#include "app/tools/client/client_options.hpp"

namespace tasklog::app {
namespace {

void run(const ClientOptions& options) {
    ApiClient client = options.connect();
    const std::string path =
        "/api/v1/export" + (options.workspace.empty() ? "?" : "?workspace=" + options.workspace + "&");
    std::string cursor;
    do {
        const auto reply = client.get(path + (cursor.empty() ? "" : "cursor=" + cursor));
        if (!reply.ok()) throw std::runtime_error(detail_of(reply));
        std::cout << reply.body;
        cursor = reply.next;
    } while (!cursor.empty());
    if (!std::cout.flush()) throw std::runtime_error("cannot write the export");
}

}  // namespace

void add_export(Command app) {
    auto options = std::make_shared<ClientOptions>();
    auto command = app.add_subcommand("export", "write lists, tasks and comments as JSON Lines");
    options->add_to(command);
    command.callback([options] { run(*options); });
}

}  // namespace tasklog::app
