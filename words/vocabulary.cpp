#include "words/vocabulary.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace tasklog::words {
namespace {

template <class T>
using Entry = std::pair<std::string_view, T>;

template <class T, std::size_t count>
std::optional<T> find(const std::array<Entry<T>, count>& table, std::string_view name) {
    const auto at = std::find_if(table.begin(), table.end(), [&](const auto& each) { return each.first == name; });
    return at == table.end() ? std::nullopt : std::optional<T>(at->second);
}

constexpr auto number_names = std::to_array<Entry<int>>(
    {{"a", 1},    {"an", 1},    {"one", 1},     {"ein", 1},    {"eine", 1},    {"einen", 1}, {"einem", 1}, {"einer", 1},
     {"two", 2},  {"zwei", 2},  {"three", 3},   {"drei", 3},   {"four", 4},    {"vier", 4},  {"five", 5},  {"funf", 5},
     {"six", 6},  {"sechs", 6}, {"seven", 7},   {"sieben", 7}, {"eight", 8},   {"acht", 8},  {"nine", 9},  {"neun", 9},
     {"ten", 10}, {"zehn", 10}, {"eleven", 11}, {"elf", 11},   {"twelve", 12}, {"zwolf", 12}});

constexpr auto ordinal_names = std::to_array<Entry<int>>({{"first", 1},
                                                          {"second", 2},
                                                          {"third", 3},
                                                          {"fourth", 4},
                                                          {"fifth", 5},
                                                          {"last", -1},
                                                          {"erst", 1},
                                                          {"zweit", 2},
                                                          {"dritt", 3},
                                                          {"viert", 4},
                                                          {"funft", 5},
                                                          {"letzt", -1}});

constexpr auto day_names = std::to_array<Entry<unsigned>>({{"sunday", 0},
                                                           {"monday", 1},
                                                           {"tuesday", 2},
                                                           {"wednesday", 3},
                                                           {"thursday", 4},
                                                           {"friday", 5},
                                                           {"saturday", 6},
                                                           {"sonntag", 0},
                                                           {"montag", 1},
                                                           {"dienstag", 2},
                                                           {"mittwoch", 3},
                                                           {"donnerstag", 4},
                                                           {"freitag", 5},
                                                           {"samstag", 6},
                                                           {"sonnabend", 6}});
constexpr auto short_days = std::to_array<Entry<unsigned>>({{"sun", 0},
                                                            {"mon", 1},
                                                            {"tue", 2},
                                                            {"tues", 2},
                                                            {"wed", 3},
                                                            {"thu", 4},
                                                            {"thur", 4},
                                                            {"thurs", 4},
                                                            {"fri", 5},
                                                            {"sat", 6},
                                                            {"so", 0},
                                                            {"mo", 1},
                                                            {"di", 2},
                                                            {"mi", 3},
                                                            {"do", 4},
                                                            {"fr", 5},
                                                            {"sa", 6}});

constexpr auto month_names = std::to_array<Entry<unsigned>>(
    {{"january", 1},   {"jan", 1},  {"januar", 1},    {"february", 2}, {"feb", 2},       {"februar", 2},  {"march", 3},
     {"mar", 3},       {"marz", 3}, {"april", 4},     {"apr", 4},      {"may", 5},       {"mai", 5},      {"june", 6},
     {"jun", 6},       {"juni", 6}, {"july", 7},      {"jul", 7},      {"juli", 7},      {"august", 8},   {"aug", 8},
     {"september", 9}, {"sep", 9},  {"sept", 9},      {"october", 10}, {"oct", 10},      {"oktober", 10}, {"okt", 10},
     {"november", 11}, {"nov", 11}, {"december", 12}, {"dec", 12},     {"dezember", 12}, {"dez", 12}});

constexpr auto unit_names = std::to_array<Entry<Unit>>(
    {{"min", Unit::minute},       {"mins", Unit::minute},     {"minute", Unit::minute},    {"minutes", Unit::minute},
     {"minuten", Unit::minute},   {"h", Unit::hour},          {"hr", Unit::hour},          {"hrs", Unit::hour},
     {"hour", Unit::hour},        {"hours", Unit::hour},      {"std", Unit::hour},         {"stunde", Unit::hour},
     {"stunden", Unit::hour},     {"day", Unit::day},         {"days", Unit::day},         {"tag", Unit::day},
     {"tage", Unit::day},         {"tagen", Unit::day},       {"week", Unit::week},        {"weeks", Unit::week},
     {"woche", Unit::week},       {"wochen", Unit::week},     {"month", Unit::month},      {"months", Unit::month},
     {"monat", Unit::month},      {"monate", Unit::month},    {"monaten", Unit::month},    {"quarter", Unit::quarter},
     {"quarters", Unit::quarter}, {"quartal", Unit::quarter}, {"quartale", Unit::quarter}, {"year", Unit::year},
     {"years", Unit::year},       {"jahr", Unit::year},       {"jahre", Unit::year},       {"jahren", Unit::year}});

}  // namespace

std::optional<int> digits_of(std::string_view digits, std::size_t most) {
    if (digits.empty() || digits.size() > most) return std::nullopt;
    int number = 0;
    for (const char c : digits) {
        if (c < '0' || c > '9') return std::nullopt;
        number = number * 10 + (c - '0');
    }
    return number;
}

std::optional<int> number_of(std::string_view name) {
    if (const auto digits = digits_of(name)) return digits;
    return find(number_names, name);
}

std::optional<int> ordinal_of(std::string_view text) {
    for (const std::string_view ending : {"st", "nd", "rd", "th", "."})
        if (text.ends_with(ending))
            if (const auto number = digits_of(text.substr(0, text.size() - ending.size()), 2)) return number;
    if (const auto found = find(ordinal_names, text)) return found;
    for (const std::string_view ending : {"e", "en", "er", "es", "em"})
        if (text.ends_with(ending))
            if (const auto found = find(ordinal_names, text.substr(0, text.size() - ending.size()))) return found;
    return std::nullopt;
}

std::optional<NamedWeekday> weekday_of(std::string_view name) {
    if (const auto day = find(day_names, name)) return NamedWeekday{.day = *day};
    if (const auto day = find(short_days, name)) return NamedWeekday{.day = *day, .is_short = true};
    if (name.ends_with('s'))
        if (const auto day = find(day_names, name.substr(0, name.size() - 1)))
            return NamedWeekday{.day = *day, .is_plural = true};
    return std::nullopt;
}

std::optional<unsigned> month_of(std::string_view name) { return find(month_names, name); }

std::optional<Unit> unit_of(std::string_view name) { return find(unit_names, name); }

}  // namespace tasklog::words
