#pragma once
#include <curl/curl.h>

#include <chrono>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace tasklog::app {

/// A running Tasklog as its HTTP API shows it, for the tools that are clients like any other (libcurl).
class ApiClient {
  public:
    struct Reply {
        long status = 0;
        std::string body;
        bool ok() const { return status >= 200 && status < 300; }
    };

    /// `url`: such as http://127.0.0.1:8080, without a path.
    /// Requests are tried again for `patience` while the answer is 503 or there is none, then throw std::runtime_error.
    ApiClient(std::string url, const std::string& token, std::chrono::seconds patience = std::chrono::seconds(30));

    Reply get(const std::string& path);
    /// Sends again what may have been taken: only for bodies that change nothing the second time.
    Reply post(const std::string& path, const std::string& body, const std::vector<std::string>& more_headers = {});

    /// `text` with all but unreserved characters percent-encoded.
    std::string escape(std::string_view text) const;

  private:
    struct Free {
        void operator()(CURL* p) const { curl_easy_cleanup(p); }
        void operator()(curl_slist* p) const { curl_slist_free_all(p); }
        void operator()(char* p) const { curl_free(p); }
    };
    using Headers = std::unique_ptr<curl_slist, Free>;

    Headers headers() const;
    static void add(Headers& headers, const std::string& line);
    Reply send(const std::string& path, const Headers& headers, const std::string* body);

    const std::string url_;
    const std::string authorization_;
    const std::chrono::seconds patience_;
    std::unique_ptr<CURL, Free> curl_;
};

/// The `detail` of a problem+json body, the body itself if it is none.
std::string detail_of(const ApiClient::Reply& reply);

}  // namespace tasklog::app
