#pragma once
#include <boost/asio/io_context.hpp>
#include <string>
#include <vector>

#include "infra/http/message.hpp"

namespace tasklog::http {

/// The table of endpoints. A pattern's `{name}` segments match one path segment each.
class Router {
  public:
    /// `method`: GET, POST, …; a GET route answers HEAD too.
    void add(std::string method, const std::string& pattern, Handler handler);
    /// A POST whose body the handler reads as it comes, piece by piece (Request::upload), up to `max_bytes`.
    void add_upload(const std::string& pattern, std::uint64_t max_bytes, Handler handler);
    /// All that the router of another loop has beside: it is handled there. That one is complete, and stays.
    void add_elsewhere(boost::asio::io_context& here, const Router& other, boost::asio::io_context& there);
    /// For GETs that no route matches (static files).
    void set_fallback(Handler handler) { fallback_ = std::move(handler); }

    struct Match {
        const Handler* handler = nullptr;
        std::vector<std::string_view> path_params{};
        std::string allowed{};  ///< when handler is null: the methods that the path knows, empty for an unknown path
    };
    Match find(std::string_view method, std::string_view path) const;
    /// The most that the body of an upload may have; 0 if it is none.
    std::uint64_t upload_bytes(std::string_view method, std::string_view path) const;

  private:
    struct Route {
        std::string method;
        std::vector<std::string> segments;
        Handler handler;
    };
    struct Upload {
        std::vector<std::string> segments;
        std::uint64_t max_bytes;
    };
    std::vector<Route> routes_;
    std::vector<Upload> uploads_;
    Handler fallback_;
};

}  // namespace tasklog::http
