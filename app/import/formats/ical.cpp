#include <algorithm>
#include <deque>

#include "app/import/formats/ical_survey.hpp"
#include "app/import/formats/ical_todo.hpp"
#include "app/import/formats/readers.hpp"
#include "infra/text.hpp"

namespace tasklog::app {
namespace {

constexpr std::size_t max_lines_of_a_task = 10'000;
constexpr std::size_t lines_at_a_time = 2'000;

class IcalReader final : public ImportReader {
  public:
    IcalReader(const OpenFile& open, const ImportContext& context, Report& report)
        : context_(context), report_(report), surveyor_(std::in_place, open, context), lines_(open()) {}

    std::optional<ForeignItem> next() override {
        if (surveyor_) {
            auto survey = surveyor_->go_on(lines_at_a_time);
            if (!survey) return NothingYet{};
            survey_ = std::move(*survey);
            surveyor_.reset();
        }
        for (std::size_t i = 0; i < lines_at_a_time; ++i) {
            const auto line = take();
            if (!line) return end();
            if (is(*line, "BEGIN", "VCALENDAR")) ++calendar_;
            if (!is(*line, "BEGIN", "VTODO")) continue;
            if (auto task = read(*line)) return task;
        }
        return NothingYet{};
    }

  private:
    std::optional<ForeignItem> end() {
        if (calendar_ == 0 && !std::exchange(told_, true))
            report_.skipped(1, "this is not an iCalendar file: there is no BEGIN:VCALENDAR");
        return std::nullopt;
    }

    struct Line {
        std::size_t number = 0;
        std::optional<ContentLine> content{};
        std::string text{};
    };

    std::optional<Line> take() {
        if (!ahead_.empty()) {
            Line line = std::move(ahead_.front());
            ahead_.pop_front();
            return line;
        }
        auto text = lines_.next();
        if (!text) return std::nullopt;
        last_ = text->number;
        if (text->is_cut) report_.lost(text->number, "the line has more than a million characters, and is cut");
        return Line{text->number, parse_content_line(text->text), std::move(text->text)};
    }

    static bool is(const Line& line, std::string_view name, std::string_view value) {
        return line.content && line.content->name == name && text::upper_case(trimmed(line.content->value)) == value;
    }

    /// The task that begins with `begin`; none if it can't be read.
    std::optional<ForeignTask> read(const Line& begin) {
        IcalTodo todo(begin.number, survey_, context_, report_);
        std::size_t depth = 1;
        std::size_t count = 0;
        while (auto line = take()) {
            const bool begins = line->content && line->content->name == "BEGIN";
            const bool ends = line->content && line->content->name == "END";
            if (is(*line, "BEGIN", "VTODO") || (depth == 1 && ends && !is(*line, "END", "VTODO"))) {
                report_.skipped(begin.number, "the VTODO that begins here has no END:VTODO");
                ahead_.push_front(std::move(*line));
                return std::nullopt;
            }
            if (begins) ++depth;
            if (ends && --depth == 0) {
                const std::string list =
                    calendar_ > 0 && calendar_ <= survey_.names.size() ? survey_.names[calendar_ - 1] : std::string();
                return todo.finish(list, occurrences_);
            }
            if (++count == max_lines_of_a_task)
                report_.lost(begin.number, "it has more than 10,000 lines, and the others are left out");
            if (count >= max_lines_of_a_task) continue;
            if (line->content) {
                todo.add(*line->content);
            } else {
                report_.lost(begin.number, "line " + std::to_string(line->number) +
                                               " can't be read, and is left out: " + text::cut(line->text, 60));
            }
        }
        report_.skipped(
            last_, "the file breaks off here, within the VTODO that begins in line " + std::to_string(begin.number));
        return std::nullopt;
    }

    const ImportContext& context_;
    Report& report_;
    std::optional<IcalSurveyor> surveyor_;  ///< until it is done
    IcalSurvey survey_{.zones = IcalZones("")};
    ContentLines lines_;
    std::deque<Line> ahead_;
    Occurrences occurrences_;
    std::size_t calendar_ = 0;
    std::size_t last_ = 0;
    bool told_ = false;
};

}  // namespace

std::unique_ptr<ImportReader> read_ical(const OpenFile& open, const ImportContext& context, Report& report) {
    return std::make_unique<IcalReader>(open, context, report);
}

}  // namespace tasklog::app
