#pragma once
#include <boost/asio/io_context.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "command/owner/partition.hpp"
#include "infra/kafka/consumer.hpp"

namespace tasklog::command {

/// What an owner tells the others about itself: the value of a record of `tasklog.owners`, whose key is the partition.
struct OwnerRecord {
    std::string address;  ///< where it takes commands, "host:port"
    OwnerMarks marks{};
};

std::string encode(const OwnerRecord& owner);
/// None for what is not one.
std::optional<OwnerRecord> decode_owner(std::string_view value);

/// Who owns which partition, as the owners' topic tells it: the latest claim is right.
class OwnersDirectory {
  public:
    /// `heard`: a record has come; none: the partition's record was deleted, since the log was accepted as it
    /// is.
    /// `complete`: all that was there when this began has been heard.
    OwnersDirectory(boost::asio::io_context& io, const kafka::Config& config, const std::string& topic,
                    std::function<void(int partition, const std::optional<OwnerRecord>&)> heard,
                    std::function<void()> complete);

    /// What has come. To be called once at the beginning: what came before it was watched is not told.
    void read();
    /// The owner with the latest claim; none if none is known.
    const OwnerRecord* owner_of(int partition) const;
    /// Before its record comes back: this process owns it now.
    void put(int partition, OwnerRecord owner);

  private:
    void take(const kafka::Record& record);

    const std::function<void(int, const std::optional<OwnerRecord>&)> heard_;
    std::function<void()> complete_;  ///< none: it has been told
    std::int64_t next_ = 0;
    bool at_end_ = false;
    std::map<int, OwnerRecord> owners_;
    kafka::Consumer consumer_;
};

}  // namespace tasklog::command
