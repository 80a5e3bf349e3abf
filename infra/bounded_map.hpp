#pragma once
#include <cstddef>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>

namespace tasklog {

/// What is remembered under a name, up to so many: for one more the oldest is forgotten, which can be found out again.
template <class Value>
class BoundedMap {
  public:
    explicit BoundedMap(std::size_t most) : most_(most) {}

    /// Null if there is none. Good until the next call of operator[] or clear().
    Value* find(std::string_view key) {
        const auto at = values_.find(key);
        return at == values_.end() ? nullptr : &at->second;
    }
    /// The value, made if there is none.
    Value& operator[](const std::string& key) {
        if (Value* known = find(key)) return *known;
        if (values_.size() >= most_) {
            values_.erase(in_order_.front());
            in_order_.pop_front();
        }
        in_order_.push_back(key);
        return values_[key];
    }
    void clear() {
        values_.clear();
        in_order_.clear();
    }

  private:
    struct Hash : std::hash<std::string_view> {
        using is_transparent = void;
    };

    const std::size_t most_;
    std::unordered_map<std::string, Value, Hash, std::equal_to<>> values_;
    std::deque<std::string> in_order_;  ///< the oldest first
};

}  // namespace tasklog
