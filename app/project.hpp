#pragma once
#include <list>
#include <memory>
#include <string>

#include "app/settings.hpp"
#include "projections/runner.hpp"

namespace tasklog::app {

/// How soon the rows of a projection are wanted; both as in RunnerConfig.
struct Haste {
    std::chrono::milliseconds gather;
    bool hurries;
};
inline constexpr Haste soon{std::chrono::milliseconds(5), true};         ///< a person waits for them
inline constexpr Haste unhurried{std::chrono::milliseconds(25), false};  ///< nobody does right after a command

/// What this process projects, each on a thread of its own, from one feed: there is none where nothing is projected.
class Projections {
  public:
    /// `address`: of this process, and so its workers' name.
    Projections(const Settings& settings, std::string address, Metrics& metrics, Readiness& readiness)
        : settings_(settings), address_(std::move(address)), metrics_(metrics), readiness_(readiness) {}

    /// `number`: of several that apply the same one. The alarm rings when there are new rows.
    std::shared_ptr<Alarm> add(projections::Projection projection, Haste haste, std::size_t number = 0,
                               projections::Telling telling = {});
    /// None where nothing is projected.
    const std::shared_ptr<projections::Feed>& feed() const { return feed_; }
    void stop() { runners_.clear(); }

  private:
    const Settings& settings_;
    const std::string address_;
    Metrics& metrics_;
    Readiness& readiness_;
    std::shared_ptr<projections::Feed> feed_;
    std::list<projections::Runner> runners_;
};

}  // namespace tasklog::app
