#include <gtest/gtest.h>
#include <rapidjson/document.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <array>
#include <fstream>
#include <sstream>

#include "app/import/formats/readers.hpp"

// tests/import holds files as other programs write them, and expected.json what must come out of each: the tasks in
// their order with the fields that matter, and what the report says by line. What it does not say must not be there.

namespace tasklog::app {
namespace {

const std::string folder = TASKLOG_IMPORT_FILES;

struct Read {
    std::vector<ForeignTask> tasks{};
    std::vector<ReportLine> report{};
};

Read read(const std::string& name) {
    const OpenFile open = [&name] { return std::make_unique<std::ifstream>(folder + "/" + name, std::ios::binary); };
    const ImportContext context{.zone = "Europe/Berlin",
                                .now = *Instant::parse("2026-11-28T12:00:00Z"),
                                .file_name = name,
                                .person = "01890c5e-7f4a-7000-8000-000000000000"};
    const auto format = format_of(open, name);
    Report report;
    Read out;
    EXPECT_TRUE(format) << name;
    const auto reader = read_file(*format, open, context, report);
    while (auto item = reader->next())
        if (auto* task = std::get_if<ForeignTask>(&*item)) out.tasks.push_back(std::move(*task));
    out.report = report.take();
    return out;
}

std::string text_of(const std::optional<Due>& due) {
    if (!due) return "";
    if (const auto* day = std::get_if<DueDate>(&*due)) return day->date.text();
    const auto& moment = std::get<DueInstant>(*due);
    return moment.at.text().substr(0, 19) + "Z " + moment.zone;
}

std::string text_of(const std::optional<Instant>& at) { return at ? at->text().substr(0, 19) + "Z" : ""; }

std::string text_of(const ForeignReminder& reminder) {
    if (reminder.at) return "at " + text_of(reminder.at);
    const RelativeTime& relative = *reminder.relative;
    return (relative.to == RelativeTime::To::due ? "due" : "start") + std::string(relative.minutes < 0 ? "" : "+") +
           std::to_string(relative.minutes) + " " + relative.zone;
}

std::string list_of(const std::vector<std::string>& texts) {
    std::string out;
    for (const std::string& each : texts) out += each + "\n";
    return out;
}

/// A field as text; an empty one is null in expected.json, or an empty list.
std::string field_of(const ForeignTask& task, const std::string& name, const std::vector<ForeignTask>& all) {
    const std::array<std::string, 5> priorities{"none", "low", "medium", "high", "urgent"};
    const std::array<std::string, 3> statuses{"open", "completed", "cancelled"};
    if (name == "title") return task.title;
    if (name == "notes") return task.notes;
    if (name == "list") return task.section.empty() ? task.list : task.list + " / " + task.section;
    if (name == "tags") return list_of(task.tags);
    if (name == "priority") return priorities.at(static_cast<std::size_t>(task.priority));
    if (name == "status") return statuses.at(static_cast<std::size_t>(task.status));
    if (name == "due") return text_of(task.due);
    if (name == "start") return task.start ? task.start->text() : "";
    if (name == "created") return text_of(task.created);
    if (name == "ended") return text_of(task.ended);
    if (name == "rule") return task.recurrence ? task.recurrence->rule : "";
    if (name == "from") return task.recurrence && task.recurrence->from_completion ? "completion" : "due";
    std::vector<std::string> texts;
    if (name == "reminders")
        for (const ForeignReminder& each : task.reminders) texts.push_back(text_of(each));
    if (name == "except" && task.recurrence)
        for (const Date& each : task.recurrence->except) texts.push_back(each.text());
    if (name != "parent") return list_of(texts);
    for (const ForeignTask& each : all)
        if (each.id == task.parent) return each.title;
    return task.parent;
}

std::string wanted(const rapidjson::Value& value) {
    if (value.IsNull()) return "";
    if (value.IsString()) return value.GetString();
    std::vector<std::string> texts;
    for (const auto& each : value.GetArray()) texts.emplace_back(each.GetString());
    return list_of(texts);
}

TEST(ImportFiles, of_other_programs_come_out_as_they_must) {
    std::ifstream in(folder + "/expected.json", std::ios::binary);
    const std::string text{std::istreambuf_iterator<char>(in), {}};
    rapidjson::Document expected;
    expected.Parse(text.data(), text.size());
    ASSERT_TRUE(expected.IsObject() && expected.MemberCount() >= 60);
    for (const auto& [key, what] : expected.GetObject()) {
        const std::string name = key.GetString();
        const Read found = read(name);
        const auto& tasks = what["tasks"].GetArray();
        std::string report;
        for (const ReportLine& each : found.report) report += std::to_string(each.line) + ": " + each.why + "\n";
        ASSERT_EQ(found.tasks.size(), tasks.Size()) << name << "\n" << report;
        for (rapidjson::SizeType i = 0; i < tasks.Size(); ++i)
            for (const auto& [field, value] : tasks[i].GetObject())
                EXPECT_EQ(field_of(found.tasks[i], field.GetString(), found.tasks), wanted(value))
                    << name << ", task " << i << ", " << field.GetString() << "\n"
                    << report;
        const auto& lines = what["report"].GetArray();
        ASSERT_EQ(found.report.size(), lines.Size()) << name << "\n" << report;
        for (rapidjson::SizeType i = 0; i < lines.Size(); ++i) {
            EXPECT_EQ(found.report[i].line, lines[i][0].GetUint()) << name << "\n" << report;
            EXPECT_NE(found.report[i].why.find(lines[i][1].GetString()), std::string::npos) << name << "\n" << report;
        }
    }
}

TEST(ImportFiles, of_no_kind_that_is_known_are_refused) {
    for (const std::string& text :
         {std::string("{\n \"kind\": \"tasks#taskLists\"\n}\n"), std::string("[\n{\"description\":\"x\"}]\n"),
          std::string("PK\x03\x04x"), std::string("%PDF-1.7\n"), std::string("<!DOCTYPE html>\n"),
          std::string("a\0b\n", 4)})
        EXPECT_FALSE(format_of([&] { return std::make_unique<std::istringstream>(text); }, "x")) << text;
    const auto format = format_of([] { return std::make_unique<std::istringstream>("{\"kind\":\"export\"}\n"); }, "x");
    EXPECT_EQ(format, ImportFormat::tasklog);
}

}  // namespace
}  // namespace tasklog::app
