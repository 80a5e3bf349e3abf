#include "app/tools/client/api_client.hpp"

#include <chrono>
#include <stdexcept>
#include <thread>

#include "base/json_read.hpp"

namespace tasklog::app {
namespace {

constexpr std::chrono::milliseconds pause{250};
constexpr long unavailable = 503;
constexpr std::size_t max_body_bytes = 256UL * 1024 * 1024;  ///< a page of an export with the longest of notes

}  // namespace

ApiClient::ApiClient(std::string url, const std::string& token, std::chrono::seconds patience)
    : url_(std::move(url)), authorization_("Authorization: Bearer " + token), patience_(patience) {}

ApiClient::Reply ApiClient::get(const std::string& path) {
    return send(path, [](curl::Transfer& transfer) { transfer.max_body_bytes = max_body_bytes; });
}

ApiClient::Reply ApiClient::post(const std::string& path, const std::string& body,
                                 const std::vector<std::string>& more_headers) {
    return send(path, [&](curl::Transfer& transfer) {
        for (const std::string& header : more_headers) transfer.add_header(header);
        transfer.post_json(body);
    });
}

ApiClient::Reply ApiClient::post_file(const std::string& path, const std::string& file) {
    return send(path, [&](curl::Transfer& transfer) { transfer.post_file(file); });
}

ApiClient::Reply ApiClient::send(const std::string& path, const std::function<void(curl::Transfer&)>& prepare) {
    const auto latest = std::chrono::steady_clock::now() + patience_;
    for (;;) {
        curl::Transfer transfer(url_ + path);
        transfer.add_header(authorization_);
        prepare(transfer);
        transfers_.run(transfer);
        Reply reply{transfer.status, std::move(transfer.body), transfer.header("Tasklog-Next")};
        if (transfer.error.empty() && reply.status != unavailable) return reply;
        if (std::chrono::steady_clock::now() > latest)
            throw std::runtime_error(url_ + path + ": " + (transfer.error.empty() ? detail_of(reply) : transfer.error));
        std::this_thread::sleep_for(pause);
    }
}

std::string ApiClient::escape(std::string_view text) {
    const curl::Owned<char> out(curl_easy_escape(nullptr, text.data(), static_cast<int>(text.size())));
    return out.get();
}

std::string detail_of(const ApiClient::Reply& reply) {
    std::string detail = json::text_member_of_json(reply.body, "detail");
    if (!detail.empty()) return detail;
    return "status " + std::to_string(reply.status) + " " + reply.body.substr(0, 200);
}

}  // namespace tasklog::app
