#include "events/format/row.hpp"

#include "events/format/json.hpp"
#include "events/format/json_read.hpp"

namespace tasklog {
namespace {

struct WriteAll {
    json::Writer& w;
    template <class T>
    void operator()(const char* name, const T& value) const {
        w.Key(name);
        json::write(w, value);
    }
    template <class T>
    void operator()(const char* name, const Rarely<T>& value) const {
        value ? (*this)(name, *value) : (*this)(name, std::optional<T>());
    }
    template <class T>
    void operator()(const char* name, const std::optional<T>& value) const {
        w.Key(name);
        if (value) {
            json::write(w, *value);
        } else {
            w.Null();
        }
    }
};

template <class T>
std::string encode_all(const T& value) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        T::fields(value, WriteAll{w});
        w.EndObject();
    });
}

template <class T>
std::expected<T, std::string> decode(std::string_view text) {
    const auto document = json::parse(text);
    if (!document || !document->is_object()) return std::unexpected("not a JSON object");
    T value;
    if (const auto fault = json::read_fields(*document, value))
        return std::unexpected(fault->pointer + " " + fault->why);
    return value;
}

}  // namespace

std::string encode(const Task& task) { return encode_all(task); }
std::string encode(const List& list) { return encode_all(list); }
std::string encode(const Comment& comment) { return encode_all(comment); }
std::string encode(const SavedFilter& filter) { return encode_all(filter); }

std::expected<Task, std::string> decode_task(std::string_view json) { return decode<Task>(json); }
std::expected<List, std::string> decode_list(std::string_view json) { return decode<List>(json); }
std::expected<Comment, std::string> decode_comment(std::string_view json) { return decode<Comment>(json); }
std::expected<SavedFilter, std::string> decode_filter(std::string_view json) { return decode<SavedFilter>(json); }

}  // namespace tasklog
