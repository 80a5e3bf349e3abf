#pragma once
#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <string>

namespace tasklog {

/// The process's metrics. Each component takes the families that it needs at construction.
class Metrics {
  public:
    prometheus::Counter& counter(const std::string& name, const std::string& help,
                                 const prometheus::Labels& labels = {});
    prometheus::Gauge& gauge(const std::string& name, const std::string& help, const prometheus::Labels& labels = {});
    /// Buckets in seconds, from 0.1 ms to 10 s.
    prometheus::Histogram& histogram(const std::string& name, const std::string& help,
                                     const prometheus::Labels& labels = {});
    /// All of them in the Prometheus text format.
    std::string text() const;

  private:
    prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
};

/// What one loop of several has of a gauge that is the process's.
class GaugeShare {
  public:
    explicit GaugeShare(prometheus::Gauge& gauge) : gauge_(gauge) {}
    void set(double value) {
        gauge_.Increment(value - value_);
        value_ = value;
    }

  private:
    prometheus::Gauge& gauge_;
    double value_ = 0;
};

}  // namespace tasklog
