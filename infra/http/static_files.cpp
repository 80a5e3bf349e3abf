#include "infra/http/static_files.hpp"

#include <fstream>
#include <iterator>
#include <map>

#include "base/base64.hpp"
#include "base/sha256.hpp"

namespace asio = boost::asio;

namespace tasklog::http {
namespace {

using Bytes = std::shared_ptr<const std::string>;

struct File {
    std::string_view content_type;
    Bytes bytes;
    std::string etag;
    std::string_view cache_control;
    Bytes brotli{};  ///< the same, compressed beforehand; null: it is not
    Bytes gzip{};
};

/// Of pages: only what comes from here is run, shown or asked, and nobody puts them into a frame.
constexpr std::string_view page_headers =
    "Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src "
    "'self'; connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Permissions-Policy: camera=(), geolocation=(), microphone=()\r\n";

std::string_view content_type_of(const std::filesystem::path& path) {
    static const std::map<std::string, std::string_view> types{{".html", "text/html; charset=utf-8"},
                                                               {".js", "text/javascript; charset=utf-8"},
                                                               {".css", "text/css; charset=utf-8"},
                                                               {".json", "application/json"},
                                                               {".txt", "text/plain; charset=utf-8"},
                                                               {".svg", "image/svg+xml"},
                                                               {".png", "image/png"},
                                                               {".ico", "image/x-icon"},
                                                               {".woff2", "font/woff2"},
                                                               {".yaml", "application/yaml"},
                                                               {".webmanifest", "application/manifest+json"}};
    const auto at = types.find(path.extension().string());
    return at == types.end() ? "application/octet-stream" : at->second;
}

std::string etag_of(std::string_view bytes) { return '"' + base64url_encode(sha256(bytes).substr(0, 16)) + '"'; }

Response serve(const File& file, const Request& request) {
    Response response{.content_type = file.content_type};
    response.add_header("ETag", file.etag);
    response.add_header("Cache-Control", file.cache_control);
    response.add_header("X-Content-Type-Options", "nosniff");
    if (file.content_type.starts_with("text/html")) response.headers.append(page_headers);
    if (file.brotli || file.gzip) response.add_header("Vary", "Accept-Encoding");
    if (request.header("If-None-Match") == file.etag) {
        response.status = 304;
        return response;
    }
    const std::string_view accepted = request.header("Accept-Encoding");
    if (file.brotli && accepted.find("br") != std::string_view::npos) {
        response.add_header("Content-Encoding", "br");
        response.shared_body = file.brotli;
    } else if (file.gzip && accepted.find("gzip") != std::string_view::npos) {
        response.add_header("Content-Encoding", "gzip");
        response.shared_body = file.gzip;
    } else {
        response.shared_body = file.bytes;
    }
    return response;
}

File make_file(std::string_view content_type, std::string bytes, std::string_view cache_control) {
    std::string etag = etag_of(bytes);
    return {content_type, std::make_shared<const std::string>(std::move(bytes)), std::move(etag), cache_control};
}

std::string read_file(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

/// A file's compressed form that lies beside it.
Bytes beside(const std::filesystem::path& path, const char* extension) {
    std::filesystem::path compressed = path;
    compressed += extension;
    return std::filesystem::exists(compressed) ? std::make_shared<const std::string>(read_file(compressed)) : nullptr;
}

}  // namespace

Handler static_files(const std::filesystem::path& root, const std::string& prefix) {
    auto files = std::make_shared<std::map<std::string, File, std::less<>>>();
    for (const auto& entry : std::filesystem::recursive_directory_iterator(root)) {
        if (!entry.is_regular_file()) continue;
        if (entry.path().extension() == ".br" || entry.path().extension() == ".gz") continue;
        const std::string path = prefix + "/" + std::filesystem::relative(entry.path(), root).generic_string();
        File file = make_file(content_type_of(entry.path()), read_file(entry.path()),
                              path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
        file.brotli = beside(entry.path(), ".br");
        file.gzip = beside(entry.path(), ".gz");
        files->emplace(path, std::move(file));
    }
    return [files](const Request& request) -> asio::awaitable<Reply> {
        auto at = files->find(request.path);
        // The app's own paths are all the one page; an asset of an older version is not, nor a file such as
        // /robots.txt.
        const bool file = request.path.rfind('/') == 0 && request.path.find('.') != std::string::npos;
        const bool page = !file && !request.path.starts_with("/api/") && !request.path.starts_with("/assets/");
        if (at == files->end() && page) at = files->find("/index.html");
        if (at == files->end())
            co_return std::unexpected(Problem{problems::not_found, "There is nothing at this path. See /api/docs."});
        co_return serve(at->second, request);
    };
}

Handler static_text(std::string_view content_type, std::string_view text) {
    auto file = std::make_shared<const File>(make_file(content_type, std::string(text), "no-cache"));
    return [file](const Request& request) -> asio::awaitable<Reply> { co_return serve(*file, request); };
}

}  // namespace tasklog::http
