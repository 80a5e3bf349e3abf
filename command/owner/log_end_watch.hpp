#pragma once
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>

#include "command/owner/log_reader.hpp"
#include "command/owner/partition.hpp"
#include "command/owner/slow_reads.hpp"

namespace tasklog::command {

/// A topic that is deleted and made anew breaks no connection, and an owner that nobody writes to reads nothing: it
/// looks now and then whether its log still reaches as far as it has written.
class LogEndWatch {
  public:
    LogEndWatch(boost::asio::io_context& io, Partitions& partitions, SlowReads& reads, LogReader& reader)
        : partitions_(partitions), reads_(reads), reader_(reader), timer_(io) {}

    /// At the next partition that is owned; then again every few seconds.
    void look();
    void stop() { timer_.cancel(); }

  private:
    Partitions& partitions_;
    SlowReads& reads_;
    LogReader& reader_;
    boost::asio::steady_timer timer_;
    std::size_t at_ = 0;  ///< the partition that was last, going round
};

}  // namespace tasklog::command
