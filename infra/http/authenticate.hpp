#pragma once
#include <expected>
#include <functional>
#include <string>

#include "infra/http/message.hpp"

namespace tasklog::http {

/// Who sends a request: the id of a person, or a problem.
using Authenticate = std::function<boost::asio::awaitable<std::expected<std::string, Problem>>(const Request& request)>;

}  // namespace tasklog::http
