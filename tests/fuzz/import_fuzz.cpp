// The readers of foreign files against arbitrary bytes, the first of which chooses the format: no crash, an end, and
// what is read of another program's file can be sent as it is.
#include <cstdint>
#include <cstdio>
#include <sstream>

#include "app/import/commands.hpp"
#include "app/import/formats/readers.hpp"
#include "command/request/decode.hpp"
#include "infra/uuid.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace tasklog;
    using namespace tasklog::app;
    if (size == 0) return 0;
    const auto format = static_cast<ImportFormat>(bytes[0] % 4);
    const std::string text(reinterpret_cast<const char*>(bytes) + 1, size - 1);
    const ImportContext context{.zone = "Europe/Berlin",
                                .now = {1'795'000'000'000'000},
                                .file_name = "Home.csv",
                                .person = "01890c5e-7f4a-7000-8000-000000000000"};
    Report report;
    const OpenFile open = [&] { return std::make_unique<std::istringstream>(text); };
    static_cast<void>(format_of(open, "x"));
    const auto reader = read_file(format, open, context, report);
    std::size_t count = 0;
    while (auto item = reader->next()) {
        // A line is at least one thing, and a thing at least one byte.
        if (++count > 2 * size + 100) __builtin_trap();
        const auto* task = std::get_if<ForeignTask>(&*item);
        if (!task) continue;
        if (!is_uuid(task->id)) __builtin_trap();
        if (format == ImportFormat::tasklog) continue;  // its fields are as they stand there: the service refuses some
        const std::string json = create_task(*task, "");
        const auto decoded = command::decode(json, PersonId{{1}}, WorkspaceId{{2}});
        if (!decoded) {
            std::fprintf(stderr, "%s\n%s\n", decoded.error().detail.c_str(), json.c_str());
            __builtin_trap();
        }
    }
    for (const ReportLine& each : report.take())
        if (each.why.empty()) __builtin_trap();
    return 0;
}
