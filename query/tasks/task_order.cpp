#include "query/tasks/task_order.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "query/timestamps.hpp"

namespace tasklog::query {
namespace {

constexpr SortColumn rank{"rank", "text", KeyForm::rank};
constexpr SortColumn due{"due_sort", "timestamptz", KeyForm::stamp};
constexpr SortColumn urgency{"(-priority)", "int", KeyForm::number};
constexpr SortColumn created{"created_at", "timestamptz", KeyForm::stamp};
constexpr SortColumn updated{"updated_at", "timestamptz", KeyForm::stamp};
constexpr SortColumn ended{"ended_sort", "timestamptz", KeyForm::stamp};

constexpr SortColumn score{"score", "bigint", KeyForm::score};  // query/tasks/task_search.hpp

constexpr std::array by_rank{rank};
constexpr std::array by_due{due, urgency, rank, created};
constexpr std::array by_priority{urgency, due, rank};
constexpr std::array by_created{created, rank};
constexpr std::array by_updated{updated, rank};
constexpr std::array by_ended{ended, rank};
constexpr std::array by_match{score, updated, rank};

bool has_form(KeyForm form, std::string_view value) {
    switch (form) {
        case KeyForm::stamp:
            return is_stamp(std::string(value));
        case KeyForm::number:
            return value == "0" || (value.size() == 2 && value[0] == '-' && value[1] >= '1' && value[1] <= '4');
        case KeyForm::score:
            return !value.empty() && value.size() <= 3 &&
                   value.find_first_not_of("0123456789") == std::string_view::npos;
        case KeyForm::rank:
            break;
    }
    return std::all_of(value.begin(), value.end(), [](unsigned char c) { return std::isalnum(c); });
}

}  // namespace

TaskOrder order_of(Sort sort) {
    switch (sort) {
        case Sort::due:
            return {by_due};
        case Sort::priority:
            return {by_priority, true};
        case Sort::created:
            return {by_created};
        case Sort::updated:
            return {by_updated};
        case Sort::ended:
            return {by_ended};
        case Sort::match:
            return {by_match, true};
        case Sort::rank:
            break;
    }
    return {by_rank};
}

std::string key_sql(const TaskOrder& order) {
    std::string out = "concat_ws('|'";
    for (const SortColumn& column : order.columns) out.append(", ").append(column.sql);
    return out + ")";
}

std::vector<std::string> values_of(std::string_view key) {
    std::vector<std::string> out;
    for (std::size_t end = key.find('|'); end != std::string_view::npos; end = key.find('|')) {
        out.emplace_back(key.substr(0, end));
        key.remove_prefix(end + 1);
    }
    out.emplace_back(key);
    return out;
}

bool is_key(Sort sort, std::string_view key) {
    const auto columns = order_of(sort).columns;
    const auto values = values_of(key);
    return std::equal(columns.begin(), columns.end(), values.begin(), values.end(),
                      [](const SortColumn& column, const std::string& value) { return has_form(column.form, value); });
}

}  // namespace tasklog::query
