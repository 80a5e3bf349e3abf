#include "infra/curl/transfer.hpp"

#include <algorithm>
#include <new>
#include <stdexcept>

namespace tasklog::curl {
namespace {

constexpr long timeout_s = 30;
constexpr long connect_timeout_s = 5;

struct Global {
    Global() { curl_global_init(CURL_GLOBAL_DEFAULT); }
};

std::size_t take(const char* bytes, std::size_t size, std::size_t count, void* out) {
    auto& transfer = *static_cast<Transfer*>(out);
    const std::size_t room = transfer.max_body_bytes - std::min(transfer.max_body_bytes, transfer.body.size());
    transfer.body.append(bytes, std::min(size * count, room));
    return size * count;
}

}  // namespace

Transfer::Transfer(const std::string& url) {
    static const Global global;
    handle_.reset(curl_easy_init());
    if (!handle_) throw std::runtime_error("libcurl does not start");
    curl_easy_setopt(handle(), CURLOPT_URL, url.c_str());
    curl_easy_setopt(handle(), CURLOPT_WRITEFUNCTION, take);
    curl_easy_setopt(handle(), CURLOPT_WRITEDATA, this);
    curl_easy_setopt(handle(), CURLOPT_ERRORBUFFER, libcurl_error_);
    curl_easy_setopt(handle(), CURLOPT_PRIVATE, this);
    curl_easy_setopt(handle(), CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(handle(), CURLOPT_TIMEOUT, timeout_s);
    curl_easy_setopt(handle(), CURLOPT_CONNECTTIMEOUT, connect_timeout_s);
}

void Transfer::append(Owned<curl_slist>& list, const std::string& line) {
    curl_slist* longer = curl_slist_append(list.get(), line.c_str());
    if (!longer) throw std::bad_alloc();
    static_cast<void>(list.release());
    list.reset(longer);
}

void Transfer::post_json(std::string json, const std::string& content_type) {
    sent_ = std::move(json);
    add_header("Content-Type: " + content_type);
    add_header("Expect:");
    curl_easy_setopt(handle(), CURLOPT_POSTFIELDS, sent_.data());
    curl_easy_setopt(handle(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(sent_.size()));
}

void Transfer::post_file(const std::string& path) {
    constexpr long longest_s = 3'600;
    file_.reset(std::fopen(path.c_str(), "rb"));
    if (!file_ || std::fseek(file_.get(), 0, SEEK_END) != 0) throw std::runtime_error("cannot read " + path);
    const long size = std::ftell(file_.get());
    std::rewind(file_.get());
    add_header("Content-Type: application/octet-stream");
    curl_easy_setopt(handle(), CURLOPT_POST, 1L);
    curl_easy_setopt(handle(), CURLOPT_READDATA, file_.get());
    curl_easy_setopt(handle(), CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(size));
    curl_easy_setopt(handle(), CURLOPT_TIMEOUT, longest_s);
}

std::string Transfer::header(const char* name) {
    curl_header* found = nullptr;
    return curl_easy_header(handle(), name, 0, CURLH_HEADER, -1, &found) == CURLHE_OK ? found->value : "";
}

curl_mime* Transfer::mime() {
    if (!mime_) mime_.reset(curl_mime_init(handle()));
    return mime_.get();
}

void Transfers::start(Transfer& transfer) {
    if (transfer.headers_) curl_easy_setopt(transfer.handle(), CURLOPT_HTTPHEADER, transfer.headers_.get());
    if (transfer.recipients_) curl_easy_setopt(transfer.handle(), CURLOPT_MAIL_RCPT, transfer.recipients_.get());
    if (transfer.mime_) curl_easy_setopt(transfer.handle(), CURLOPT_MIMEPOST, transfer.mime_.get());
    curl_multi_add_handle(multi_.get(), transfer.handle());
}

Transfers::Transfers(std::size_t max_parallel) : max_parallel_(max_parallel), multi_(curl_multi_init()) {
    if (!multi_) throw std::runtime_error("libcurl does not start");
    curl_multi_setopt(multi_.get(), CURLMOPT_MAXCONNECTS, static_cast<long>(2 * max_parallel));
}

std::size_t Transfers::finish() {
    std::size_t finished = 0;
    int left = 0;
    while (const CURLMsg* message = curl_multi_info_read(multi_.get(), &left)) {
        if (message->msg != CURLMSG_DONE) continue;
        Transfer* transfer = nullptr;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        const CURLcode code = message->data.result;
        curl_easy_getinfo(message->easy_handle, CURLINFO_RESPONSE_CODE, &transfer->status);
        if (code != CURLE_OK) {
            const std::string why = transfer->libcurl_error_;
            transfer->error = !transfer->refused.empty() ? transfer->refused
                              : why.empty()              ? curl_easy_strerror(code)
                                                         : why;
        }
        curl_multi_remove_handle(multi_.get(), transfer->handle());
        ++finished;
    }
    return finished;
}

void Transfers::run(std::span<Transfer* const> transfers) {
    std::size_t next = 0;
    std::size_t active = 0;
    while (next < transfers.size() || active > 0) {
        for (; next < transfers.size() && active < max_parallel_; ++next, ++active) start(*transfers[next]);
        int running = 0;
        curl_multi_perform(multi_.get(), &running);
        const std::size_t finished = finish();
        active -= finished;
        if (finished == 0 && active > 0) curl_multi_poll(multi_.get(), nullptr, 0, 1'000, nullptr);
    }
}

void Transfers::run(const std::vector<std::unique_ptr<Transfer>>& transfers) {
    std::vector<Transfer*> all;
    all.reserve(transfers.size());
    for (const auto& each : transfers) all.push_back(each.get());
    run(all);
}

void Transfers::run(Transfer& transfer) {
    Transfer* const one = &transfer;
    run(std::span(&one, 1));
}

}  // namespace tasklog::curl
