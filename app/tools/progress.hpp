#pragma once
#include <chrono>
#include <string>

#include "projections/rebuild/fill.hpp"

namespace tasklog::app {

/// Shows how far a fill is: a bar on a terminal, else a log line every few seconds, or JSON lines for scripts.
class Progress {
  public:
    enum class Form { bar, log, json };
    /// A bar if standard error is a terminal, else log lines.
    static Form form(bool json);

    Progress(std::string what, Form form) : what_(std::move(what)), form_(form) {}
    /// Called as often as one likes.
    void show(const projections::FillProgress& now);
    /// The end of it: the bar is gone.
    void end();

  private:
    void show_bar(const projections::FillProgress& now, double seconds) const;

    const std::string what_;
    const Form form_;
    const std::chrono::steady_clock::time_point begin_ = std::chrono::steady_clock::now();
    std::chrono::steady_clock::time_point shown_ = begin_;
};

/// "1,234,567".
std::string with_commas(std::uint64_t number);

}  // namespace tasklog::app
