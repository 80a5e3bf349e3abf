#pragma once
#include <chrono>
#include <map>
#include <string>

#include "command/owner/owners_directory.hpp"
#include "command/owner/producers.hpp"

namespace tasklog::command {

/// Tells the other instances which partitions this one owns, and how far it has come in them, so that it is noticed if
/// a log ever ends before that.
class Announcements {
  public:
    using Time = std::chrono::steady_clock::time_point;

    /// `address`: where the others reach this instance.
    Announcements(std::string address, OwnersDirectory& owners, Producers& producers)
        : address_(std::move(address)), owners_(owners), producers_(producers) {}

    void announce(int partition, const OwnerMarks& marks, Time now);
    /// Whether the owner has come so far, or it is so long ago, that it is to be told again. `all`: or at all.
    bool is_due(int partition, const OwnerMarks& marks, Time now, bool all) const;

  private:
    struct Announcement {
        OwnerMarks marks{};
        Time at{};
    };
    const std::string address_;
    OwnersDirectory& owners_;
    Producers& producers_;
    std::map<int, Announcement> announced_;
};

}  // namespace tasklog::command
