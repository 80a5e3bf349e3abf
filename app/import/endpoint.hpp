#pragma once
#include <boost/asio/io_context.hpp>

#include "app/import/imports.hpp"
#include "infra/http/authenticate.hpp"
#include "infra/http/router.hpp"

namespace tasklog::app {

/// /api/v1/imports: a file comes in, is looked through, and is brought in or taken back when its person says so.
class ImportEndpoint {
  public:
    ImportEndpoint(boost::asio::io_context& io, http::Authenticate may_read, http::Authenticate may_write,
                   Imports& imports, std::uint64_t max_bytes)
        : io_(io),
          may_read_(std::move(may_read)),
          may_write_(std::move(may_write)),
          imports_(imports),
          max_bytes_(max_bytes) {}
    void add_to(http::Router& router);

  private:
    boost::asio::awaitable<http::Reply> receive(const http::Request& request);
    boost::asio::awaitable<http::Reply> list(const http::Request& request);
    boost::asio::awaitable<http::Reply> one(const http::Request& request);
    boost::asio::awaitable<http::Reply> report(const http::Request& request);
    boost::asio::awaitable<http::Reply> start(const http::Request& request);
    boost::asio::awaitable<http::Reply> undo(const http::Request& request);
    boost::asio::awaitable<http::Reply> remove(const http::Request& request);
    /// Does something on the imports' own thread.
    template <class F>
    auto there(F f) -> boost::asio::awaitable<decltype(f())>;

    boost::asio::io_context& io_;
    http::Authenticate may_read_;
    http::Authenticate may_write_;
    Imports& imports_;
    const std::uint64_t max_bytes_;
};

}  // namespace tasklog::app
