#include "app/roles/docs_page.hpp"

#include "infra/http/static_files.hpp"
#include "tasklog_app_embedded.hpp"

namespace tasklog::app {

void add_docs(http::Router& router) {
    router.add("GET", "/api/openapi.yaml", http::static_text("application/yaml", embedded::openapi_yaml));
    router.add("GET", "/api/docs", http::static_text("text/html; charset=utf-8", embedded::api_docs_html));
}

}  // namespace tasklog::app
