// The reader of filters against arbitrary bytes: no crash, each fault within the text, and no byte of a value in the
// SQL.
#include <cstdint>
#include <string>
#include <string_view>

#include "query/tasks/filter_sql.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace tasklog;
    const std::string_view text(reinterpret_cast<const char*>(bytes), size);
    const auto filter = words::parse_filter(text, {.today = *Date::parse("2026-12-02")});
    if (!filter) {
        if (filter.error().column < 1 || filter.error().column > size + 1 || filter.error().why.empty())
            __builtin_trap();
        return 0;
    }
    query::Conditions where;
    where.parameter("01890c5e-7f4a-7000-8000-000000000000");
    const std::string sql =
        query::filter_sql(*filter, {.schema = "s", .workspace = "w", .zone = "UTC", .me = "m"}, where);
    // Our own words only: letters, digits, and the signs of SQL that it is made of.
    if (sql.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _.,:;()<>=$@[]{}'+-*") !=
        std::string::npos)
        __builtin_trap();
    if (sql.find(';') != std::string::npos || sql.find("--") != std::string::npos) __builtin_trap();
    return 0;
}
