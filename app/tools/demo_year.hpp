#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace tasklog::app {

/// One command of a made-up life.
struct DemoStep {
    std::int64_t at_us;   ///< when it is sent
    bool by_partner;      ///< by the person that the household is shared with
    std::string command;  ///< JSON
};

/// A year of one person's tasks that ends at `now_us`, in the order of time; the same for the same time. `me` and
/// `partner`: their ids.
std::vector<DemoStep> demo_year(std::int64_t now_us, const std::string& me, const std::string& partner);

}  // namespace tasklog::app
