#pragma once
#include <memory>
#include <utility>

namespace tasklog {

/// An optional value that few things have: none takes a pointer's room, not the value's.
template <class T>
class Rarely {
  public:
    Rarely() = default;
    Rarely(T value) : value_(std::make_unique<T>(std::move(value))) {}
    Rarely(const Rarely& other) : value_(other ? std::make_unique<T>(*other) : nullptr) {}
    Rarely(Rarely&&) noexcept = default;
    Rarely& operator=(Rarely other) noexcept {
        value_ = std::move(other.value_);
        return *this;
    }
    ~Rarely() = default;

    explicit operator bool() const { return value_ != nullptr; }
    const T& operator*() const { return *value_; }
    const T* operator->() const { return value_.get(); }
    T& emplace() { return *(value_ = std::make_unique<T>()); }
    void reset() { value_.reset(); }
    bool operator==(const Rarely& other) const { return value_ && other ? *value_ == *other : !value_ && !other; }

  private:
    std::unique_ptr<T> value_;
};

}  // namespace tasklog
