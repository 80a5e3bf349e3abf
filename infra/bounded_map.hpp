#pragma once
#include <cstddef>
#include <list>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace tasklog {

/// What is remembered under a name, up to so many: for one more the one that was asked for least lately is forgotten,
/// which can be found out again.
template <class Value>
class BoundedMap {
  public:
    explicit BoundedMap(std::size_t most) : most_(most) {}
    BoundedMap(const BoundedMap&) = delete;

    /// Null if there is none. Good until the next call of operator[] or clear().
    Value* find(std::string_view key) {
        const auto at = places_.find(key);
        if (at == places_.end()) return nullptr;
        values_.splice(values_.end(), values_, at->second);
        return &at->second->second;
    }
    /// The value, made if there is none.
    Value& operator[](const std::string& key) {
        if (Value* known = find(key)) return *known;
        if (values_.size() >= most_) {
            places_.erase(values_.front().first);
            values_.pop_front();
        }
        const auto at = values_.emplace(values_.end(), key, Value());
        places_.emplace(at->first, at);
        return at->second;
    }
    void clear() {
        places_.clear();
        values_.clear();
    }

  private:
    using Values = std::list<std::pair<const std::string, Value>>;

    const std::size_t most_;
    Values values_;  ///< the one that was asked for least lately first
    std::unordered_map<std::string_view, typename Values::iterator> places_;
};

}  // namespace tasklog
