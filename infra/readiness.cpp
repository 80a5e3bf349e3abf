#include "infra/readiness.hpp"

#include "infra/log.hpp"

namespace tasklog {

void Readiness::waiting(const std::string& part, const std::string& why) {
    const std::lock_guard lock(mutex_);
    if (const auto [at, fresh] = missing_.insert_or_assign(part, why); fresh)
        log::warn("waiting", {{"part", part}, {"why", why}});
}

void Readiness::ready(const std::string& part) {
    const std::lock_guard lock(mutex_);
    if (missing_.erase(part) > 0) log::info("ready", {{"part", part}});
}

std::map<std::string, std::string> Readiness::missing() const {
    const std::lock_guard lock(mutex_);
    return missing_;
}

}  // namespace tasklog
