#pragma once
#include <list>
#include <memory>
#include <string>

#include "app/settings.hpp"
#include "projections/runner.hpp"

namespace tasklog::app {

/// A person waits for these rows; nobody does for the others right after a command.
inline constexpr projections::Gathering soon{std::chrono::milliseconds(0), std::chrono::milliseconds(15)};
inline constexpr projections::Gathering unhurried{std::chrono::milliseconds(25), std::chrono::milliseconds(75)};

/// What this process projects, each on a thread of its own, from one feed: there is none where nothing is projected.
class Projections {
  public:
    /// `address`: of this process, and so its workers' name.
    Projections(const Settings& settings, std::string address, Metrics& metrics, Readiness& readiness)
        : settings_(settings), address_(std::move(address)), metrics_(metrics), readiness_(readiness) {}

    /// `number`: of several that apply the same one. The alarm rings when there are new rows.
    std::shared_ptr<Alarm> add(projections::Projection projection, projections::Gathering gathering,
                               std::size_t number = 0, projections::Telling telling = {});
    /// None where nothing is projected.
    const std::shared_ptr<projections::Feed>& feed() const { return feed_; }

  private:
    const Settings& settings_;
    const std::string address_;
    Metrics& metrics_;
    Readiness& readiness_;
    std::shared_ptr<projections::Feed> feed_;
    std::list<projections::Runner> runners_;
};

}  // namespace tasklog::app
