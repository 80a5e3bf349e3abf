// The decoder of requests against arbitrary bytes: no crash, and what it accepts can be decided.
#include <cstdint>

#include "command/decide.hpp"
#include "command/request/decode.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace tasklog;
    const PersonId actor{{1}};
    auto request = command::decode({reinterpret_cast<const char*>(bytes), size}, actor, WorkspaceId{{2}});
    if (!request) {
        if (request.error().detail.empty() || request.error().type.status != 400) __builtin_trap();
        return 0;
    }
    Workspace workspace{.id = request->workspace};
    const auto decided = command::decide_and_apply(workspace, *request, Instant{1});
    if (decided && decided->results.size() != request->commands.size()) __builtin_trap();
    if (!decided && workspace != Workspace{.id = request->workspace}) __builtin_trap();
    return 0;
}
