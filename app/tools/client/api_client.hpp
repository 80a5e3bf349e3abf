#pragma once
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "infra/curl/transfer.hpp"

namespace tasklog::app {

/// A running Tasklog as its HTTP API shows it, for the tools that are clients like any other (libcurl).
class ApiClient {
  public:
    struct Reply {
        long status = 0;
        std::string body;
        std::string next{};  ///< Tasklog-Next
        bool ok() const { return status >= 200 && status < 300; }
    };

    /// `url`: such as http://127.0.0.1:8080, without a path.
    /// Requests are tried again for `patience` while the answer is 503 or there is none, then throw std::runtime_error.
    ApiClient(std::string url, const std::string& token, std::chrono::seconds patience = std::chrono::seconds(30));

    Reply get(const std::string& path);
    /// Sends again what may have been taken: only for bodies that change nothing the second time.
    Reply post(const std::string& path, const std::string& body, const std::vector<std::string>& more_headers = {});

    /// The same of a file as it is.
    Reply post_file(const std::string& path, const std::string& file);

    /// `text` with all but unreserved characters percent-encoded.
    static std::string escape(std::string_view text);

  private:
    /// `prepare`: what is sent, and how.
    Reply send(const std::string& path, const std::function<void(curl::Transfer&)>& prepare);

    const std::string url_;
    const std::string authorization_;
    const std::chrono::seconds patience_;
    curl::Transfers transfers_;
};

/// The `detail` of a problem+json body, the body itself if it is none.
std::string detail_of(const ApiClient::Reply& reply);

}  // namespace tasklog::app
