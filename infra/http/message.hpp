#pragma once
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "infra/problem.hpp"

namespace tasklog::http {

/// A body that is read as it comes.
class Upload {
  public:
    virtual ~Upload() = default;
    /// The next piece; empty at the body's end. None: the client is gone, is too slow, or sends more than it may.
    virtual boost::asio::awaitable<std::optional<std::string>> next() = 0;
    /// Whether it was more than it may be.
    virtual bool is_too_large() const = 0;
};

/// A request as handlers see it. All views live as long as the request.
struct Request {
    std::string_view method;
    std::string_view path;   ///< as sent, without the query; percent-encoding untouched
    std::string_view query;  ///< what follows '?', raw
    std::string_view body;
    std::string_view peer;                      ///< the IP address that it comes from: see peer_of()
    std::vector<std::string_view> path_params;  ///< the values of the route's {segments}, in order
    const void* fields = nullptr;               ///< the parsed header, for header()
    Upload* upload = nullptr;                   ///< of a route for uploads: its body, which is not read yet

    /// A header's value, empty if it was not sent. Names compare without case.
    std::string_view header(std::string_view name) const;
};

/// Where a streaming response writes. False: the client is gone or the server stops.
class Stream {
  public:
    virtual ~Stream() = default;
    virtual boost::asio::awaitable<bool> write(std::string bytes) = 0;
    /// Calls it, on the loop and while this is there, when the client has closed the connection: a write would find out
    /// only at the second try.
    virtual void on_gone(std::function<void()> call) = 0;
};

struct Response {
    unsigned status = 200;
    std::string_view content_type = "application/json";  ///< must be a literal or outlive the response
    std::string headers{};                               ///< further header lines, each ended by CRLF
    std::string body{};
    std::shared_ptr<const std::string> shared_body{};  ///< used instead of `body` when set
    /// When set, the response is `body`, then whatever this writes, until it returns.
    std::function<boost::asio::awaitable<void>(Stream&)> stream{};

    void add_header(std::string_view name, std::string_view value) {
        headers.append(name).append(": ").append(value).append("\r\n");
    }
};

/// What a handler gives: the response, or why there is none.
using Reply = std::expected<Response, Problem>;
using Handler = std::function<boost::asio::awaitable<Reply>(const Request&)>;

/// The response that tells a problem (RFC 9457), with `Retry-After` where the problem has one.
Response problem_response(const Problem& problem);

/// All query parameters in order, decoded; nullopt if a percent-encoding is broken.
std::optional<std::vector<std::pair<std::string, std::string>>> query_parameters(std::string_view query);
/// A parameter that is not as it must be. `why` follows its name: "must be a UUID".
std::unexpected<Problem> bad_parameter(std::string_view name, const std::string& why);
/// The problem of a query that query_parameters() can't decode.
std::unexpected<Problem> broken_query();

}  // namespace tasklog::http
