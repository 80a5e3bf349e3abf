#pragma once
#include <cstddef>
#include <mutex>
#include <string>
#include <unordered_map>
#include <utility>

namespace tasklog {

/// What each person or peer has of something that is bounded: connections, bytes of bodies, streams. For any thread.
class Holdings {
  public:
    std::size_t all() const {
        const std::lock_guard lock(mutex_);
        return all_;
    }
    std::size_t of(const std::string& whose) const {
        const std::lock_guard lock(mutex_);
        const auto at = each_.find(whose);
        return at == each_.end() ? 0 : at->second;
    }
    void add(const std::string& whose, std::size_t amount) {
        if (amount == 0) return;
        const std::lock_guard lock(mutex_);
        all_ += amount;
        each_[whose] += amount;
    }
    void remove(const std::string& whose, std::size_t amount) {
        if (amount == 0) return;
        const std::lock_guard lock(mutex_);
        const auto at = each_.find(whose);
        all_ -= amount;
        at->second -= amount;
        if (at->second == 0) each_.erase(at);
    }
    /// Who has most; empty if nobody has anything.
    std::string greediest() const {
        const std::lock_guard lock(mutex_);
        const std::string* out = nullptr;
        std::size_t most = 0;
        for (const auto& [whose, amount] : each_)
            if (amount > most) out = &whose, most = amount;
        return out ? *out : std::string();
    }

  private:
    mutable std::mutex mutex_;
    std::size_t all_ = 0;
    std::unordered_map<std::string, std::size_t> each_;
};

/// A part of them, held as long as this is.
class Holding {
  public:
    Holding(Holdings& all, std::string whose, std::size_t amount)
        : all_(all), whose_(std::move(whose)), amount_(amount) {
        all_.add(whose_, amount_);
    }
    ~Holding() { all_.remove(whose_, amount_); }
    Holding(const Holding&) = delete;

    std::size_t amount() const { return amount_; }

  private:
    Holdings& all_;
    const std::string whose_;
    const std::size_t amount_;
};

}  // namespace tasklog
