#include "query/tasks/found_page.hpp"

#include "base/json_read.hpp"
#include "infra/search/terms.hpp"
#include "infra/text.hpp"
#include "query/answers.hpp"

namespace tasklog::query {
namespace {

using Parts = std::vector<std::string>;

constexpr std::size_t chars_before = 40;  ///< the first part that is found in a long text
constexpr std::size_t chars_in_all = 160;

json::Value parse(const pqxx::field& body) { return json::parse({body.c_str(), body.size()}).value(); }

/// The last characters of a text.
std::string tail(const std::string& text, std::size_t most) {
    const std::size_t all = text::chars(text);
    return all <= most ? text : "…" + text.substr(text::cut(text, all - most).size());
}

/// What stands around the first part that is found.
Parts excerpt(Parts parts) {
    parts.front() = tail(parts.front(), chars_before);
    std::size_t left = chars_in_all;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t chars = text::chars(parts[i]);
        if (chars <= left) {
            left -= chars;
            continue;
        }
        parts[i] = text::cut(parts[i], left) + "…";
        parts.resize(i + 1);
    }
    return parts;
}

void write_parts(json::Writer& w, const char* name, const Parts& parts) {
    if (parts.size() < 2) return;
    w.Key(name);
    w.StartArray();
    for (const std::string& part : parts) json::write(w, part);
    w.EndArray();
}

void write_match(json::Writer& w, const pqxx::row& row, const std::vector<search::Term>& terms) {
    const auto parts = [&](const json::Value& of, const char* name) {
        return search::found_parts(json::text_member(of, name), terms);
    };
    w.StartObject();
    const json::Value task = parse(row[0]);
    write_parts(w, "title", parts(task, "title"));
    write_parts(w, "notes", excerpt(parts(task, "notes")));
    std::vector<Parts> tags;
    if (const auto all = json::find(task, "tags"))
        for (const json::Value& tag : simdjson::dom::array(*all)) {
            Parts found = search::found_parts("#" + std::string(json::text_of(tag).value_or("")), terms);
            if (found.size() > 1) tags.push_back(std::move(found));
        }
    if (!tags.empty()) {
        w.Key("tags");
        w.StartArray();
        for (const Parts& tag : tags) {
            w.StartArray();
            for (const std::string& part : tag) json::write(w, part);
            w.EndArray();
        }
        w.EndArray();
    }
    if (!row[3].is_null()) write_parts(w, "comment", excerpt(parts(parse(row[3]), "text")));
    if (!row[4].is_null()) write_parts(w, "list", parts(parse(row[4]), "name"));
    w.EndObject();
}

}  // namespace

std::string found_page(const pqxx::result& rows, const TaskQuery& query, bool complete) {
    const std::size_t count = std::min<std::size_t>(rows.size(), static_cast<std::size_t>(query.limit));
    const std::string matches = json::text([&](json::Writer& w) {
        w.StartArray();
        for (std::size_t i = 0; i < count; ++i)
            write_match(w, rows[static_cast<pqxx::result::size_type>(i)], query.terms);
        w.EndArray();
    });
    std::string page = page_of(rows, query);
    page.pop_back();
    return page + R"(,"matches":)" + matches + R"(,"complete":)" + (complete ? "true}" : "false}");
}

}  // namespace tasklog::query
