#include "command/owner/log_reader.hpp"

#include <chrono>
#include <utility>

namespace tasklog::command {
namespace {

constexpr std::size_t records_a_turn = 2'000;  ///< between two turns other work of the loop is done
constexpr std::int64_t almost = 1'000;         ///< so many records are read in a moment

kafka::Config told_of_ends(const kafka::Config& config) {
    kafka::Config reading = kafka::with_exact_places(config);
    reading.settings.emplace("enable.partition.eof", "true");
    reading.settings.emplace("fetch.wait.max.ms", "5");  // it tells of an end when the broker has waited so long
    return reading;
}

}  // namespace

LogReader::LogReader(const kafka::Config& config, std::string topic, Listener listener)
    : topic_(std::move(topic)), listener_(std::move(listener)), consumer_(told_of_ends(config), "") {
    consumer_.prepare(topic_);
    consumer_.on_end([this](int partition) { listener_.end(partition); });
}

void LogReader::watch(boost::asio::io_context& io, std::function<void()> there_is_more) {
    consumer_.watch(io, std::move(there_is_more));
}

void LogReader::begin(int partition, std::int64_t from) {
    next_[partition] = from;
    consumer_.add(topic_, partition, from);
}

void LogReader::stop(int partition) {
    next_.erase(partition);
    consumer_.remove(partition);
}

bool LogReader::read() {
    bool more = true;
    for (std::size_t i = 0; i < records_a_turn; ++i) {
        const auto record = consumer_.poll(std::chrono::milliseconds(0));
        more = record.has_value();
        if (!more) break;
        const auto at = next_.find(record->partition());
        if (at == next_.end() || record->offset() != at->second) continue;
        ++at->second;
        listener_.record(*record);
    }
    if (consumer_.was_interrupted()) listener_.interrupted();
    // While another writes to a partition its end is never reached.
    for (const auto& [partition, next] : next_)
        if (const auto end = consumer_.known_end_offset(partition); end && next + almost >= *end)
            listener_.end(partition);
    return more;
}

}  // namespace tasklog::command
