// The reader of lines against arbitrary bytes: no crash, what is understood lies within the line, and what is not is in
// the title.
#include <cstdint>
#include <string>
#include <string_view>

#include "infra/text.hpp"
#include "words/quick_add.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace tasklog;
    const std::string_view line(reinterpret_cast<const char*>(bytes), size);
    const words::Writing writing{
        .now = {1'780'000'000'000'000},
        .zone = "Europe/Berlin",
        .me = PersonId{{1}},
        .lists = [](const auto& tell) { tell("Home stuff", ListId{{2}}), tell("/Dairy", ListId{{3}}); },
        .people = [](const auto& tell) { tell("Mia", PersonId{{3}}); }};
    const words::Understood understood = words::understand(line, writing);
    std::size_t at = 0;
    for (const words::Range& range : understood.ranges) {
        if (range.from < at || range.to <= range.from || range.to > text::chars(line)) __builtin_trap();
        at = range.to;
    }
    if (understood.title.size() > size) __builtin_trap();
    if (!understood.ranges.empty() && understood.title.empty()) __builtin_trap();
    if (!understood.rule.empty() && !understood.due) __builtin_trap();
    static_cast<void>(words::understand_date(line, writing));
    return 0;
}
