#pragma once
#include <boost/asio/io_context.hpp>
#include <string>

#include "app/import/endpoint.hpp"
#include "app/import/imports.hpp"
#include "app/settings.hpp"
#include "infra/http/authenticate.hpp"
#include "infra/http/router.hpp"

namespace tasklog::app {

/// The import role: files come in, and their tasks are sent as commands of whoever brings them.
struct ImportRole {
    /// `commands_url`: where the commands are sent.
    ImportRole(boost::asio::io_context& io, const Settings& settings, const std::string& commands_url,
               http::Authenticate may_read, http::Authenticate may_write, http::Router& router);

    Imports imports;
    ImportEndpoint endpoint;
};

}  // namespace tasklog::app
