#pragma once
#include <boost/asio/io_context.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <string>

#include "infra/kafka/consumer.hpp"

namespace tasklog::command {

/// Reads the log of those partitions that are being taken over, a little at a time, so that the loop's other work goes
/// on.
class LogReader {
  public:
    /// What is told, on the loop, from within read().
    struct Listener {
        std::function<void(const kafka::Record&)> record;
        std::function<void(int partition)> end;  ///< all that was in the partition, or nearly all of it, is read
        std::function<void()> interrupted;       ///< a connection was lost: the log may be another now
    };

    LogReader(const kafka::Config& config, std::string topic, Listener listener);

    /// Calls `there_is_more`, on the loop, when there is something to read.
    void watch(boost::asio::io_context& io, std::function<void()> there_is_more);
    void begin(int partition, std::int64_t from);
    void stop(int partition);
    /// True if there is more to read already.
    bool read();
    kafka::Consumer& consumer() { return consumer_; }

  private:
    const std::string topic_;
    const Listener listener_;
    kafka::Consumer consumer_;
    std::map<int, std::int64_t> next_;  ///< the offset that comes next of each partition that is read
};

}  // namespace tasklog::command
