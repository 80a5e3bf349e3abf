#pragma once
#include "infra/http/message.hpp"

namespace tasklog::http {

/// A handler that answers `away` while Postgres is away, and tells a person whose queries are too many or too slow.
/// What Postgres refuses of our own making is nobody's fault but ours: a 500.
Handler with_database(Handler handle, Problem away);

}  // namespace tasklog::http
