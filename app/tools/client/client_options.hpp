#pragma once
#include <string>

#include "app/command_line.hpp"
#include "app/tools/client/api_client.hpp"

namespace tasklog::app {

/// What the tools that are clients of the API need to know.
struct ClientOptions {
    std::string url = "http://127.0.0.1:8080";
    std::string token;
    std::string workspace;  ///< empty: the token's own

    void add_to(Command command);
    ApiClient connect() const { return {url, token}; }
};

}  // namespace tasklog::app
