#pragma once
#include <algorithm>
#include <cassert>
#include <cstdint>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <vector>

namespace tasklog::projections {

/// The newest records of some partitions, for several readers that are almost at the end of each: as many as a bound on
/// their bytes allows. Who is further behind finds nothing here, and has to read the log.
template <class Record>
class LogWindow {
  public:
    explicit LogWindow(std::size_t max_bytes) : max_bytes_(max_bytes) {}

    /// Holds what comes of the partition from this offset on, and nothing before it.
    void begin(int partition, std::int64_t next) {
        end(partition);
        partitions_[partition] = {.from = next, .next = next};
    }
    void end(int partition) {
        const auto at = partitions_.find(partition);
        if (at == partitions_.end()) return;
        for (const Entry& each : at->second.entries) bytes_ -= each.bytes;
        partitions_.erase(at);
    }
    /// The next record of a partition that was begun.
    void add(int partition, std::int64_t offset, std::size_t bytes, std::shared_ptr<const Record> record) {
        Partition& to = partitions_.at(partition);
        assert(offset >= to.next);
        to.entries.push_back({offset, bytes, std::move(record)});
        to.next = offset + 1;
        bytes_ += bytes;
        // The oldest of this partition go: it is the one that grows.
        while (bytes_ > max_bytes_ && to.entries.size() > 1) {
            bytes_ -= to.entries.front().bytes;
            to.from = to.entries.front().offset + 1;
            to.entries.pop_front();
        }
    }
    /// From `next` on, up to so many; none if what comes next there is not held here.
    std::optional<std::vector<std::shared_ptr<const Record>>> take(int partition, std::int64_t next,
                                                                   std::size_t most) const {
        if (!reaches(partition, next)) return std::nullopt;
        const auto& entries = partitions_.at(partition).entries;
        auto at = std::lower_bound(entries.begin(), entries.end(), next,
                                   [](const Entry& each, std::int64_t offset) { return each.offset < offset; });
        std::vector<std::shared_ptr<const Record>> out;
        for (; at != entries.end() && out.size() < most; ++at) out.push_back(at->record);
        return out;
    }
    std::optional<std::int64_t> end_of(int partition) const {
        const auto at = partitions_.find(partition);
        return at == partitions_.end() ? std::nullopt : std::optional(at->second.next);
    }
    bool reaches(int partition, std::int64_t next) const {
        const auto at = partitions_.find(partition);
        return at != partitions_.end() && next >= at->second.from && next <= at->second.next;
    }

  private:
    struct Entry {
        std::int64_t offset;
        std::size_t bytes;
        std::shared_ptr<const Record> record;
    };
    struct Partition {
        std::int64_t from = 0;  ///< all from there on is held
        std::int64_t next = 0;
        std::deque<Entry> entries{};
    };

    const std::size_t max_bytes_;
    std::size_t bytes_ = 0;
    std::map<int, Partition> partitions_;
};

}  // namespace tasklog::projections
