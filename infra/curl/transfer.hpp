#pragma once
#include <curl/curl.h>

#include <cstdio>
#include <memory>
#include <span>
#include <string>
#include <vector>

/// Requests of ours to other servers, whatever their protocol (libcurl).
namespace tasklog::curl {

struct Free {
    void operator()(CURL* p) const { curl_easy_cleanup(p); }
    void operator()(curl_slist* p) const { curl_slist_free_all(p); }
    void operator()(curl_mime* p) const { curl_mime_free(p); }
    void operator()(CURLU* p) const { curl_url_cleanup(p); }
    void operator()(char* p) const { curl_free(p); }
};
struct FreeMulti {
    void operator()(CURLM* p) const { curl_multi_cleanup(p); }
};
template <class T>
using Owned = std::unique_ptr<T, Free>;

/// One transfer, and all that its options point to: set up, run by Transfers, then read.
class Transfer {
  public:
    explicit Transfer(const std::string& url);
    Transfer(const Transfer&) = delete;

    CURL* handle() { return handle_.get(); }
    void add_header(const std::string& line) { append(headers_, line); }
    /// POSTs `body`, which is JSON.
    void post_json(std::string body, const std::string& content_type = "application/json");
    void add_recipient(const std::string& address) { append(recipients_, address); }
    /// An empty list of parts that is sent with the transfer.
    curl_mime* mime();

    /// POSTs a file as it is.
    void post_file(const std::string& path);
    /// A header of the answer, empty if there is none.
    std::string header(const char* name);

    /// Of the answer; bytes after the first `max_body_bytes` are dropped.
    std::string body{};
    std::size_t max_body_bytes = 1024UL * 1024;
    /// Of an HTTP answer, or SMTP's last one; 0 if there was none.
    long status = 0;
    /// Why there is no answer; empty if there is one.
    std::string error{};
    /// Set where the transfer was refused from this side: told instead of libcurl's own words.
    std::string refused{};

  private:
    friend class Transfers;
    static void append(Owned<curl_slist>& list, const std::string& line);

    Owned<CURL> handle_;
    Owned<curl_slist> headers_;
    Owned<curl_slist> recipients_;
    Owned<curl_mime> mime_;
    std::string sent_;
    std::unique_ptr<std::FILE, int (*)(std::FILE*)> file_{nullptr, &std::fclose};
    char libcurl_error_[CURL_ERROR_SIZE] = "";
};

/// Runs transfers, several at a time, and keeps their connections for the next ones. For one thread.
class Transfers {
  public:
    /// Several at a time over `max_parallel` connections at most.
    explicit Transfers(std::size_t max_parallel = 1);

    /// Returns when all are done, each within its own time-out.
    void run(const std::vector<std::unique_ptr<Transfer>>& transfers);
    void run(Transfer& transfer);
    void run(std::span<Transfer* const> transfers);

  private:
    void start(Transfer& transfer);
    /// How many were finished.
    std::size_t finish();

    const std::size_t max_parallel_;
    std::unique_ptr<CURLM, FreeMulti> multi_;
};

}  // namespace tasklog::curl
