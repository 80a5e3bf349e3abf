#pragma once
#include "infra/http/message.hpp"

namespace tasklog::http {

/// A handler that answers `away` while Postgres is away, and 400 where a parameter's value is one that Postgres
/// refuses.
Handler with_database(Handler handle, Problem away);

}  // namespace tasklog::http
