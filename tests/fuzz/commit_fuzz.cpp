// The decoder of commits against arbitrary bytes: no crash, and what it reads it writes again as something that reads
// the same.
#include <cstdint>

#include "events/format/commit_json.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace tasklog;
    const auto commit = decode_commit({reinterpret_cast<const char*>(bytes), size});
    if (!commit) {
        if (commit.error().why.empty()) __builtin_trap();
        return 0;
    }
    const std::string again = encode(*commit);
    const auto twice = decode_commit(again);
    if (!twice || encode(*twice) != again) __builtin_trap();
    return 0;
}
