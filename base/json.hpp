#pragma once
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <cassert>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <variant>

/// Writing of JSON (RFC 8259), by RapidJSON. How it is read: base/json_read.hpp.
namespace tasklog::json {

using Writer = rapidjson::Writer<rapidjson::StringBuffer>;

inline void write(Writer& w, std::string_view v) { w.String(v.data(), static_cast<rapidjson::SizeType>(v.size())); }
inline void write(Writer& w, const std::string& v) { write(w, std::string_view(v)); }
inline void write(Writer& w, bool v) { w.Bool(v); }
inline void write(Writer& w, std::uint64_t v) { w.Uint64(v); }
inline void write(Writer& w, std::int64_t v) { w.Int64(v); }
inline void write_key(Writer& w, std::string_view name) {
    w.Key(name.data(), static_cast<rapidjson::SizeType>(name.size()));
}
/// A value that is JSON already.
inline void write_raw(Writer& w, std::string_view json) {
    w.RawValue(json.data(), json.size(), rapidjson::kObjectType);
}

/// What `write` writes. The memory that it is written in is kept for the next text, so that `write` may not call it.
template <class F>
std::string text(F write) {
    struct Turn {
        explicit Turn(bool& taken) : taken_(taken) {
            assert(!taken);
            taken = true;
        }
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { taken_ = false; }
        bool& taken_;
    };
    thread_local rapidjson::StringBuffer buffer;
    thread_local Writer writer;
    thread_local bool taken = false;
    const Turn turn(taken);
    buffer.Clear();
    writer.Reset(buffer);
    write(writer);
    return {buffer.GetString(), buffer.GetSize()};
}

struct Member {
    std::string_view name;
    std::variant<std::string_view, bool, std::int64_t> value;
};
/// A flat object. A text that is empty is left out.
std::string object(std::initializer_list<Member> members);

}  // namespace tasklog::json
