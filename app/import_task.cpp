#include "app/import_task.hpp"

#include <utility>

#include "command/limits.hpp"
#include "infra/text.hpp"

namespace tasklog::app {

std::string trimmed(std::string_view text) {
    const std::size_t from = text.find_first_not_of(" \t");
    if (from == std::string_view::npos) return {};
    return std::string(text.substr(from, text.find_last_not_of(" \t") - from + 1));
}

std::optional<Date> usual_day(std::string_view text) {
    const auto day = Date::parse(text);
    return day && is_usual(*day) ? day : std::nullopt;
}

void add(Imported& out, ImportedTask task) {
    const auto lost = [&](const std::string& what) { out.lost.push_back({task.line, what}); };
    const auto fit = [&](std::string& text, std::size_t most, const std::string& name) {
        if (text::chars(text) <= most) return;
        lost("the " + name + " has more than " + std::to_string(most) + " characters, and is cut");
        text = text::cut(text, most);
    };
    if (text::chars(task.title) > command::max_title_chars) {
        lost("the title has more than " + std::to_string(command::max_title_chars) +
             " characters, and is cut; all of it stands in the notes");
        task.notes = task.title + (task.notes.empty() ? "" : "\n\n") + task.notes;
        task.title = text::cut(task.title, command::max_title_chars);
    }
    fit(task.notes, command::max_notes_chars, "text of the notes");
    fit(task.list, command::max_name_chars, "name of the list");
    for (std::string& tag : task.tags) fit(tag, command::max_tag_chars, "tag " + text::cut(tag, 20) + "…");
    if (task.tags.size() > command::max_tags) {
        lost("there are more than " + std::to_string(command::max_tags) + " tags, and the others are left out");
        task.tags.resize(command::max_tags);
    }
    out.tasks.push_back(std::move(task));
}

}  // namespace tasklog::app
