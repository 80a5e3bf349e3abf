#pragma once
#include "infra/http/router.hpp"

namespace tasklog::app {

/// GET /api/docs and /api/openapi.yaml: the contract, and a page that shows it with Swagger UI, which is part of the
/// web app's folder (/api/docs/swagger-ui.css and -bundle.js; without them the page only points to the contract).
void add_docs(http::Router& router);

}  // namespace tasklog::app
