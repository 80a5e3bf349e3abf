#pragma once
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <functional>

namespace tasklog {

/// Runs the loop until it is stopped. Where what it waits for is likely to come within `longest`, it looks for it again
/// and again instead of sleeping: to wake a thread up takes about as long as a broker takes to acknowledge a record
/// (docs/decisions/0008). Otherwise it sleeps as ever; with `longest` 0 always.
///
/// `look` hands out the acknowledgements that have come, and returns how many are still awaited.
void run_polling(boost::asio::io_context& io, std::chrono::microseconds longest,
                 const std::function<std::size_t()>& look);

}  // namespace tasklog
