#include "app/tools/progress.hpp"

#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "events/format/json.hpp"
#include "infra/log.hpp"

namespace tasklog::app {
namespace {

using Seconds = std::chrono::duration<double>;

constexpr std::chrono::milliseconds between_bars{200};
constexpr std::chrono::seconds between_lines{3};
constexpr std::size_t bar_width = 24;

/// So many a second; 0 before there is anything to say.
double rate(std::uint64_t count, double seconds) { return seconds > 0 ? static_cast<double>(count) / seconds : 0; }

std::uint64_t left(const projections::FillProgress& now) { return now.records_in_all - now.records; }

std::string seconds_left(const projections::FillProgress& now, double seconds) {
    const double speed = rate(now.records, seconds);
    return speed > 0 ? std::to_string(static_cast<long>(static_cast<double>(left(now)) / speed)) : "?";
}

}  // namespace

std::string with_commas(std::uint64_t number) {
    std::string digits = std::to_string(number);
    for (std::size_t at = digits.size(); at > 3;) digits.insert(at -= 3, ",");
    return digits;
}

Progress::Form Progress::form(bool json) {
    if (json) return Form::json;
    return isatty(STDERR_FILENO) == 1 ? Form::bar : Form::log;
}

void Progress::show(const projections::FillProgress& now) {
    const auto time = std::chrono::steady_clock::now();
    if (time - shown_ < (form_ == Form::bar ? std::chrono::milliseconds(between_bars) : between_lines)) return;
    shown_ = time;
    const double seconds = Seconds(time - begin_).count();
    switch (form_) {
        case Form::bar:
            show_bar(now, seconds);
            break;
        case Form::log:
            log::info("filling from the log",
                      {{"schema", what_},
                       {"records", static_cast<std::int64_t>(now.records)},
                       {"lag", static_cast<std::int64_t>(left(now))},
                       {"events_a_second", static_cast<std::int64_t>(rate(now.events, seconds))},
                       {"bytes_a_second", static_cast<std::int64_t>(rate(now.bytes, seconds))},
                       {"seconds_left", seconds_left(now, seconds)}});
            break;
        case Form::json:
            std::cout << json::text([&](json::Writer& w) {
                w.StartObject();
                json::write_member(w, "schema", what_);
                json::write_member(w, "records", now.records);
                json::write_member(w, "lag", left(now));
                json::write_member(w, "events", now.events);
                json::write_member(w, "bytes", now.bytes);
                w.EndObject();
            }) << std::endl;
            break;
    }
}

void Progress::show_bar(const projections::FillProgress& now, double seconds) const {
    const double part =
        now.records_in_all == 0 ? 1 : static_cast<double>(now.records) / static_cast<double>(now.records_in_all);
    const auto full = static_cast<std::size_t>(part * static_cast<double>(bar_width));
    char figures[64];
    std::snprintf(figures, sizeof figures, "%3.0f %%  %.1f MB/s", part * 100, rate(now.bytes, seconds) / 1e6);
    std::cerr << '\r' << what_ << " [" << std::string(full, '#') << std::string(bar_width - full, '.') << "] "
              << figures << "  " << with_commas(static_cast<std::uint64_t>(rate(now.events, seconds))) << " events/s  "
              << with_commas(left(now)) << " records to go, " << seconds_left(now, seconds) << " s left\x1b[K"
              << std::flush;
}

void Progress::end() {
    if (form_ == Form::bar) std::cerr << "\r\x1b[K" << std::flush;
}

}  // namespace tasklog::app
