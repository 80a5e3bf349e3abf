#pragma once
#include "infra/http/router.hpp"

namespace tasklog::app {

/// GET /api/docs and /api/openapi.yaml: the contract, and a page that shows it with the files of Swagger UI in
/// `swagger_ui` (a folder; if empty the page only points to the contract).
void add_docs(http::Router& router, const std::string& swagger_ui);

}  // namespace tasklog::app
