#include "app/api_client.hpp"

#include <rapidjson/document.h>

#include <chrono>
#include <stdexcept>
#include <thread>

namespace tasklog::app {
namespace {

constexpr std::chrono::milliseconds pause{250};
constexpr long unavailable = 503;

std::size_t append(const char* bytes, std::size_t size, std::size_t count, void* out) {
    static_cast<std::string*>(out)->append(bytes, size * count);
    return size * count;
}

}  // namespace

ApiClient::ApiClient(std::string url, const std::string& token, std::chrono::seconds patience)
    : url_(std::move(url)),
      authorization_("Authorization: Bearer " + token),
      patience_(patience),
      curl_(curl_easy_init()) {
    if (!curl_) throw std::runtime_error("libcurl does not start");
}

ApiClient::Headers ApiClient::headers() const {
    Headers out;
    add(out, authorization_);
    return out;
}

void ApiClient::add(Headers& headers, const std::string& line) {
    curl_slist* longer = curl_slist_append(headers.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(headers.release());
    headers.reset(longer);
}

ApiClient::Reply ApiClient::get(const std::string& path) { return send(path, headers(), nullptr); }

ApiClient::Reply ApiClient::post(const std::string& path, const std::string& body,
                                 const std::vector<std::string>& more_headers) {
    Headers all = headers();
    for (const std::string& header : more_headers) add(all, header);
    add(all, "Content-Type: application/json");
    add(all, "Expect:");
    return send(path, all, &body);
}

ApiClient::Reply ApiClient::send(const std::string& path, const Headers& headers, const std::string* body) {
    const auto latest = std::chrono::steady_clock::now() + patience_;
    for (;;) {
        Reply reply;
        curl_easy_reset(curl_.get());
        curl_easy_setopt(curl_.get(), CURLOPT_URL, (url_ + path).c_str());
        curl_easy_setopt(curl_.get(), CURLOPT_HTTPHEADER, headers.get());
        curl_easy_setopt(curl_.get(), CURLOPT_WRITEFUNCTION, append);
        curl_easy_setopt(curl_.get(), CURLOPT_WRITEDATA, &reply.body);
        curl_easy_setopt(curl_.get(), CURLOPT_TIMEOUT, 60L);
        curl_easy_setopt(curl_.get(), CURLOPT_NOSIGNAL, 1L);
        if (body) {
            curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDS, body->data());
            curl_easy_setopt(curl_.get(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body->size()));
        }
        const CURLcode failed = curl_easy_perform(curl_.get());
        if (!failed) curl_easy_getinfo(curl_.get(), CURLINFO_RESPONSE_CODE, &reply.status);
        if (!failed && reply.status != unavailable) return reply;
        if (std::chrono::steady_clock::now() > latest)
            throw std::runtime_error(url_ + path + ": " + (failed ? curl_easy_strerror(failed) : detail_of(reply)));
        std::this_thread::sleep_for(pause);
    }
}

std::string ApiClient::escape(std::string_view text) const {
    const std::unique_ptr<char, Free> out(curl_easy_escape(curl_.get(), text.data(), static_cast<int>(text.size())));
    return out.get();
}

std::string detail_of(const ApiClient::Reply& reply) {
    rapidjson::Document document;
    document.Parse(reply.body.data(), reply.body.size());
    if (!document.HasParseError() && document.IsObject() && document.HasMember("detail") &&
        document["detail"].IsString())
        return document["detail"].GetString();
    return "status " + std::to_string(reply.status) + " " + reply.body.substr(0, 200);
}

}  // namespace tasklog::app
