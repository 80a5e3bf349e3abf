#include "app/roles/import_role.hpp"

#include <unistd.h>

#include <filesystem>
#include <stdexcept>

#include "app/roles/worker_client.hpp"
#include "base/url.hpp"

namespace tasklog::app {
namespace {

std::string address_of(const std::string& url) {
    auto address = authority_of(url);
    if (!address || !url.starts_with("http://"))
        throw std::invalid_argument("--commands-url must be such as http://host:port for the import role: " + url);
    return std::move(*address);
}

std::filesystem::path folder_of(const Settings& settings) {
    if (!settings.import_folder.empty()) return settings.import_folder;
    return std::filesystem::temp_directory_path() / ("tasklog-imports-" + std::to_string(getuid()));
}

}  // namespace

ImportRole::ImportRole(boost::asio::io_context& io, const Settings& settings, const std::string& commands_url,
                       http::Authenticate may_read, http::Authenticate may_write, http::Router& router)
    : imports({.folder = folder_of(settings),
               .bounds = settings.limits.imports,
               .inventory = {.postgres = settings.pooled(), .schema = settings.schema},
               .sender = {.address = address_of(commands_url), .authorization = worker_authorization(settings)}}),
      endpoint(io, std::move(may_read), std::move(may_write), imports, settings.limits.imports.file_bytes) {
    endpoint.add_to(router);
}

}  // namespace tasklog::app
