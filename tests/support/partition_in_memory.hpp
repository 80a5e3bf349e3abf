#pragma once
#include <gtest/gtest.h>

#include <optional>
#include <utility>

#include "command/owner/partition.hpp"
#include "tests/support/log_in_memory.hpp"

namespace tasklog::testing {

/// A partition whose log is the test's: records are in it at once, and reports come when the test says.
class PartitionInMemory {
  public:
    explicit PartitionInMemory(LogInMemory& log, command::WriterLimits limits = {}) : log_(log) {
        partition.emplace(0, limits,
                          command::PartitionIo{
                              .send = [this](const command::Outgoing& out) { log_.push_back(StoredRecord::of(out)); },
                              .restore =
                                  [this](std::uint64_t number, std::vector<LogMark> known) {
                                      asked_ = number;
                                      asked_for_ = std::move(known);
                                  },
                              .read_log = [this](std::int64_t from) { next_ = static_cast<std::size_t>(from); },
                              .stop_reading = [this] { next_.reset(); },
                              .read_snapshots_again = [](std::uint64_t, std::int64_t) {},
                              .look = [this](std::uint64_t doubt, const auto&) { doubt_ = doubt; },
                              .new_attempt = [] { return "attempt " + std::to_string(++attempts); },
                              .pause = [] { return std::chrono::milliseconds(50); },
                              .changed = [](command::PartitionState) {}});
    }

    command::Partition* operator->() { return &*partition; }
    command::Partition& operator*() { return *partition; }

    /// Assigned, its snapshots (there are none) and the log read.
    void follow() {
        if (partition->state() != command::PartitionState::pausing) partition->assigned();
        later(60);
        restored("");
        read();
        partition->reached_end();
    }
    /// What it wants to find in the log.
    const std::vector<LogMark>& asked_for() const { return asked_for_; }
    void restored(const std::string& why_another_log) { partition->restored(asked_, {}, why_another_log); }
    /// What has come into the log since.
    void read() {
        while (next_ && *next_ < log_.size()) {
            const auto offset = (*next_)++;
            partition->read(log_[offset].at(static_cast<std::int64_t>(offset)));
        }
    }
    void later(int milliseconds) { partition->tick(now_ += std::chrono::milliseconds(milliseconds)); }
    void own() {
        follow();
        later(1);
        read();
        later(20);
        read();
        ASSERT_EQ(partition->state(), command::PartitionState::owning);
    }
    void sleep() { partition->slept(); }
    /// It is told of the log as it is now, or as it was when it ended there.
    void look(std::optional<std::size_t> end = std::nullopt) {
        const auto seen = static_cast<std::int64_t>(end.value_or(log_.size()));
        partition->log_seen(doubt_, command::PartitionSight{.log = {.end = seen}});
    }

  private:
    static inline int attempts = 0;
    LogInMemory& log_;
    command::Partition::Clock::time_point now_{};
    std::uint64_t asked_ = 0;
    std::vector<LogMark> asked_for_;
    std::uint64_t doubt_ = 0;
    std::optional<std::size_t> next_;
    std::optional<command::Partition> partition;
};

}  // namespace tasklog::testing
