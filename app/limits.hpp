#pragma once
#include "app/command_line.hpp"
#include "app/import/bounds.hpp"
#include "command/owner/partition_writer.hpp"
#include "infra/http/server.hpp"
#include "infra/loop/turns.hpp"
#include "infra/postgres/pool.hpp"
#include "query/live/event_streams.hpp"

namespace tasklog::app {

inline constexpr std::size_t record_bytes = 4UL * 1024 * 1024;  ///< max.message.bytes of Tasklog's topics

/// What one request, person or process may take, of each layer: docs/operations.md, "Limits".
struct Limits {
    http::Limits http;
    command::WriterLimits commands;
    TurnBounds turns;
    postgres::PoolBounds queries;
    query::StreamBounds streams;
    unsigned token_exchanges_each = 8;
    int deliveries_each = 4;
    ImportBounds imports;

    void add_to(Command app);
};

}  // namespace tasklog::app
