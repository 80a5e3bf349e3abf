#pragma once
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "infra/kafka/consumer.hpp"
#include "projections/feed.hpp"

namespace tasklog::projections {

/// What a projection takes in: the records of some partitions, in order, each from the place where it was begun. They
/// come from the process's feed; what the feed does not hold is read by a consumer that is there for as long.
class Intake {
  public:
    Intake(const kafka::Config& config, std::string topic, std::shared_ptr<Feed> feed);
    ~Intake();
    Intake(const Intake&) = delete;

    /// From `next` on, whatever was taken of the partition before.
    void begin(int partition, std::int64_t next);
    void end(int partition);
    void end_all();

    /// What is there, up to about so much.
    std::vector<std::shared_ptr<const FedRecord>> take(std::size_t most_records, std::size_t most_bytes);
    /// Until something may be there that was not when take() was last called.
    void wait(const std::stop_token& stop, std::chrono::milliseconds longest);

    /// Whether a broker, or a place in a partition, was lost since this was last asked: the log may be another one.
    bool was_interrupted();
    /// The offset after the partition's last record, as far as is known.
    std::optional<std::int64_t> end_of(int partition) const;

  private:
    enum class Source { none_yet, feed, reader };
    struct Place {
        std::int64_t next;
        Source source = Source::none_yet;
    };
    using Records = std::vector<std::shared_ptr<const FedRecord>>;

    void choose(int partition, Place& place);
    void leave_reader(int partition, const Place& place);
    void leave_reader();
    bool take_fed(int partition, Place& place, std::size_t most, Records& to) const;
    void take_read(std::size_t most_records, std::size_t most_bytes, Records& to);
    bool reads() const;

    const kafka::Config config_;
    const std::string topic_;
    const std::shared_ptr<Feed> feed_;
    std::map<int, Place> places_;
    std::optional<kafka::Consumer> reader_;
    std::optional<kafka::Record> waited_for_;  ///< came while it waited
    std::uint64_t heard_ = 0;                  ///< of the feed's alarm
    std::uint64_t interruptions_;              ///< of the feed, when last asked
    bool interrupted_ = false;                 ///< and nobody has asked since
};

}  // namespace tasklog::projections
