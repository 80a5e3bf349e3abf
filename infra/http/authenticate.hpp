#pragma once
#include <cstdint>
#include <expected>
#include <functional>
#include <string>

#include "infra/http/message.hpp"

namespace tasklog::http {

struct Asker {
    std::string person;        ///< an id
    std::int64_t until_s = 0;  ///< so long (since 1970) their token is good
    std::string session{};     ///< that they signed in to; empty if it was not by that
};

/// Who sends a request, or a problem.
using Authenticate = std::function<boost::asio::awaitable<std::expected<Asker, Problem>>(const Request& request)>;

}  // namespace tasklog::http
