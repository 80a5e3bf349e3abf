#pragma once
#include <string_view>

namespace tasklog::kafka {

/// The partition that Java's default partitioner gives the key (murmur2).
int partition_of(std::string_view key, int partitions);

}  // namespace tasklog::kafka
