#pragma once
#include <cstddef>
#include <string>
#include <unordered_map>

namespace tasklog::http {

/// What each peer has of something that is bounded: connections, or bytes of bodies that are being read.
class Holdings {
  public:
    std::size_t all() const { return all_; }
    std::size_t of(const std::string& peer) const {
        const auto at = each_.find(peer);
        return at == each_.end() ? 0 : at->second;
    }
    void add(const std::string& peer, std::size_t amount) {
        all_ += amount;
        each_[peer] += amount;
    }
    void remove(const std::string& peer, std::size_t amount) {
        const auto at = each_.find(peer);
        all_ -= amount;
        at->second -= amount;
        if (at->second == 0) each_.erase(at);
    }
    /// Who has most; none has anything: empty.
    std::string greediest() const {
        const std::string* out = nullptr;
        std::size_t most = 0;
        for (const auto& [peer, amount] : each_)
            if (amount > most) out = &peer, most = amount;
        return out ? *out : std::string();
    }

  private:
    std::size_t all_ = 0;
    std::unordered_map<std::string, std::size_t> each_;
};

}  // namespace tasklog::http
