#include "infra/kafka/partitioner.hpp"

#include <librdkafka/rdkafka.h>

namespace tasklog::kafka {

int partition_of(std::string_view key, int partitions) {
    return rd_kafka_msg_partitioner_murmur2(nullptr, key.data(), key.size(), partitions, nullptr, nullptr);
}

}  // namespace tasklog::kafka
