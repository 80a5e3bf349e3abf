#pragma once
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "events/value/id.hpp"
#include "events/value/rarely.hpp"
#include "events/value/time.hpp"

/// A dense form for values that only this program reads again: numbers take as many bytes as they need, strings and
/// collections say their size first. A struct is read and written by one function `fields(io, value)` that names its
/// members in order.
namespace tasklog::binary {

struct Malformed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

class Out {
  public:
    explicit Out(std::string& bytes) : bytes_(bytes) {}

    template <class... Ts>
    void operator()(const Ts&... values) {
        (put(values), ...);
    }

  private:
    void put(std::uint64_t v) {
        for (; v >= 0x80; v >>= 7) bytes_ += static_cast<char>(v | 0x80);
        bytes_ += static_cast<char>(v);
    }
    void put(std::int64_t v) { put(static_cast<std::uint64_t>(v) << 1 ^ static_cast<std::uint64_t>(v >> 63)); }
    void put(bool v) { bytes_ += v ? '\1' : '\0'; }
    void put(const std::string& v) {
        put(static_cast<std::uint64_t>(v.size()));
        bytes_ += v;
    }
    void put(const Instant& v) { put(v.us); }
    void put(const Date& v) { put(static_cast<std::int64_t>(std::chrono::sys_days(v.day).time_since_epoch().count())); }
    template <class Kind>
    void put(const Id<Kind>& v) {
        bytes_.append(reinterpret_cast<const char*>(v.bytes.data()), v.bytes.size());
    }
    template <class T>
        requires std::is_enum_v<T>
    void put(const T& v) {
        put(static_cast<std::uint64_t>(v));
    }
    template <class T>
    void put(const std::optional<T>& v) {
        put(v.has_value());
        if (v) put(*v);
    }
    template <class T>
    void put(const Rarely<T>& v) {
        put(static_cast<bool>(v));
        if (v) put(*v);
    }
    template <class... Ts>
    void put(const std::variant<Ts...>& v) {
        put(static_cast<std::uint64_t>(v.index()));
        std::visit([&](const auto& each) { put(each); }, v);
    }
    template <class A, class B>
    void put(const std::pair<A, B>& v) {
        put(v.first);
        put(v.second);
    }
    template <class T>
        requires requires(const T& v) { v.begin(), v.size(); }
    void put(const T& v) {
        put(static_cast<std::uint64_t>(v.size()));
        for (const auto& each : v) put(each);
    }
    template <class T>
        requires requires(Out& out, const T& v) { fields(out, v); }
    void put(const T& v) {
        fields(*this, v);
    }

    std::string& bytes_;
};

/// Reads what Out wrote. Throws Malformed where it can't be that.
class In {
  public:
    explicit In(std::string_view bytes) : left_(bytes) {}

    template <class... Ts>
    void operator()(Ts&... values) {
        (get(values), ...);
    }
    bool done() const { return left_.empty(); }

  private:
    std::string_view take(std::size_t size) {
        if (size > left_.size()) throw Malformed("it ends too early");
        const std::string_view out = left_.substr(0, size);
        left_.remove_prefix(size);
        return out;
    }
    void get(std::uint64_t& v) {
        v = 0;
        for (unsigned shift = 0; shift < 64; shift += 7) {
            const auto byte = static_cast<unsigned char>(take(1)[0]);
            v |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
            if (byte < 0x80) return;
        }
        throw Malformed("a number is too long");
    }
    void get(std::int64_t& v) {
        std::uint64_t raw = 0;
        get(raw);
        v = static_cast<std::int64_t>(raw >> 1) ^ -static_cast<std::int64_t>(raw & 1);
    }
    void get(bool& v) { v = take(1)[0] != '\0'; }
    void get(std::string& v) {
        std::uint64_t size = 0;
        get(size);
        v = take(size);
    }
    void get(Instant& v) { get(v.us); }
    void get(Date& v) {
        std::int64_t days = 0;
        get(days);
        v.day = std::chrono::sys_days(std::chrono::days(days));
    }
    template <class Kind>
    void get(Id<Kind>& v) {
        std::memcpy(v.bytes.data(), take(v.bytes.size()).data(), v.bytes.size());
    }
    template <class T>
        requires std::is_enum_v<T>
    void get(T& v) {
        std::uint64_t raw = 0;
        get(raw);
        v = static_cast<T>(raw);
    }
    template <class T>
    void get(Rarely<T>& v) {
        bool has = false;
        get(has);
        v.reset();
        if (has) get(v.emplace());
    }
    template <class T>
    void get(std::optional<T>& v) {
        bool has = false;
        get(has);
        v.reset();
        if (has) get(v.emplace());
    }
    template <class... Ts>
    void get(std::variant<Ts...>& v) {
        std::uint64_t index = 0;
        get(index);
        if (!get_alternative<0>(v, index)) throw Malformed("an alternative is unknown");
    }
    template <std::size_t I, class... Ts>
    bool get_alternative(std::variant<Ts...>& v, std::uint64_t index) {
        if constexpr (I < sizeof...(Ts)) {
            if (index != I) return get_alternative<I + 1>(v, index);
            get(v.template emplace<I>());
            return true;
        } else {
            return false;
        }
    }
    std::uint64_t size() {
        std::uint64_t out = 0;
        get(out);
        if (out > left_.size()) throw Malformed("a collection is larger than what holds it");
        return out;
    }
    template <class T>
    void get(std::vector<T>& v) {
        v.resize(size());
        for (T& each : v) get(each);
    }
    template <class T>
    void get(std::set<T>& v) {
        v.clear();
        for (std::uint64_t left = size(); left > 0; --left) {
            T each;
            get(each);
            v.insert(v.end(), std::move(each));
        }
    }
    template <class K, class T>
    void get(std::map<K, T>& v) {
        v.clear();
        for (std::uint64_t left = size(); left > 0; --left) {
            K key;
            get(key);
            get(v[key]);
        }
    }
    template <class T>
        requires requires(In& in, T& v) { fields(in, v); }
    void get(T& v) {
        fields(*this, v);
    }

    std::string_view left_;
};

}  // namespace tasklog::binary
