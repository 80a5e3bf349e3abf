#include "projections/intake.hpp"

#include <algorithm>

namespace tasklog::projections {
namespace {

constexpr std::size_t fed_at_once = 256;                  ///< records of a partition, lest one keep the others waiting
constexpr std::chrono::milliseconds between_sources{20};  ///< while some partitions are fed and others are read

}  // namespace

Intake::Intake(const kafka::Config& config, std::string topic, std::shared_ptr<Feed> feed)
    : config_(kafka::with_exact_places(config)),
      topic_(std::move(topic)),
      feed_(std::move(feed)),
      interruptions_(feed_->interruptions()) {}

Intake::~Intake() { end_all(); }

void Intake::begin(int partition, std::int64_t next) {
    const auto [at, is_new] = places_.try_emplace(partition, Place{next});
    if (is_new) return feed_->follow(partition);
    leave_reader(partition, at->second);
    at->second = {next};
}

void Intake::end(int partition) {
    const auto at = places_.find(partition);
    if (at == places_.end()) return;
    leave_reader(partition, at->second);
    places_.erase(at);
    feed_->leave(partition);
}

void Intake::end_all() {
    while (!places_.empty()) end(places_.begin()->first);
}

void Intake::leave_reader(int partition, const Place& place) {
    if (place.source != Source::reader) return;
    reader_->remove(partition);
    // Were the partition begun anew before it, those between would be left out.
    if (waited_for_ && waited_for_->partition() == partition) waited_for_.reset();
}

void Intake::leave_reader() {
    interrupted_ = interrupted_ || (reader_ && reader_->was_interrupted());
    waited_for_.reset();
    reader_.reset();
}

/// The feed, once it holds what comes next. Until it has a place in the partition at all there is nobody to read from.
void Intake::choose(int partition, Place& place) {
    if (feed_->reaches(partition, place.next)) {
        leave_reader(partition, place);
        place.source = Source::feed;
    } else if (place.source != Source::reader && feed_->end(partition)) {
        if (!reader_) reader_.emplace(config_, "").prepare(topic_);
        reader_->add(topic_, partition, place.next);
        place.source = Source::reader;
    }
}

Intake::Records Intake::take(std::size_t most_records, std::size_t most_bytes) {
    Records out;
    heard_ = feed_->alarm().rung();
    for (auto& [partition, place] : places_) {
        if (place.source != Source::feed) choose(partition, place);
        if (place.source != Source::feed || out.size() == most_records) continue;
        if (!take_fed(partition, place, std::min(fed_at_once, most_records - out.size()), out))
            choose(partition, place);
    }
    if (reads()) {
        take_read(most_records - out.size(), most_bytes, out);
    } else {
        leave_reader();
    }
    return out;
}

/// False: the feed does not hold what comes next any more.
bool Intake::take_fed(int partition, Place& place, std::size_t most, Records& to) const {
    auto fed = feed_->take(partition, place.next, most);
    if (!fed || fed->empty()) return fed.has_value();
    place.next = fed->back()->record.offset + 1;
    to.insert(to.end(), std::move_iterator(fed->begin()), std::move_iterator(fed->end()));
    return true;
}

void Intake::take_read(std::size_t most_records, std::size_t most_bytes, Records& to) {
    std::size_t bytes = 0;
    while (most_records > 0 && bytes < most_bytes) {
        auto record =
            waited_for_ ? std::exchange(waited_for_, std::nullopt) : reader_->poll(std::chrono::milliseconds(0));
        if (!record) return;
        const auto at = places_.find(record->partition());
        // What was fetched before the feed took over, or before the partition was begun anew, is nobody's.
        if (at == places_.end() || at->second.source != Source::reader || record->offset() < at->second.next) continue;
        at->second.next = record->offset() + 1;
        bytes += record->value().size();
        --most_records;
        to.push_back(std::make_shared<const FedRecord>(std::move(*record)));
    }
}

bool Intake::reads() const {
    return std::any_of(places_.begin(), places_.end(),
                       [](const auto& each) { return each.second.source == Source::reader; });
}

void Intake::wait(const std::stop_token& stop, std::chrono::milliseconds longest) {
    if (!reads()) return feed_->alarm().wait(stop, heard_, longest);
    if (!waited_for_) waited_for_ = reader_->poll(std::min(longest, between_sources));
}

bool Intake::was_interrupted() {
    const std::uint64_t before = std::exchange(interruptions_, feed_->interruptions());
    interrupted_ = interrupted_ || interruptions_ != before || (reader_ && reader_->was_interrupted());
    return std::exchange(interrupted_, false);
}

std::optional<std::int64_t> Intake::end_of(int partition) const {
    const auto at = places_.find(partition);
    if (at != places_.end() && at->second.source == Source::reader) return reader_->known_end_offset(partition);
    return feed_->end(partition);
}

}  // namespace tasklog::projections
