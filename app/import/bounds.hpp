#pragma once
#include <cstdint>

namespace tasklog::app {

/// What imports may take.
struct ImportBounds {
    std::uint64_t file_bytes = 100'000'000;
    std::uint64_t all_bytes = 4'000'000'000;  ///< of the uploads that are kept
};

}  // namespace tasklog::app
