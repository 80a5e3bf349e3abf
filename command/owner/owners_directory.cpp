#include "command/owner/owners_directory.hpp"

#include <charconv>
#include <utility>

#include "events/format/json.hpp"
#include "events/format/json_read.hpp"

namespace tasklog::command {
namespace {

void write_mark(json::Writer& w, const char* name, const LogMark& mark) {
    w.Key(name);
    w.StartObject();
    w.Key("offset");
    w.Int64(mark.offset);
    w.Key("fingerprint");
    w.Uint64(mark.fingerprint);
    w.EndObject();
}

/// None known: a release before this wrote none.
LogMark mark_in(const json::Value& owner, const char* name) {
    LogMark out;
    const auto at = json::find(owner, name);
    if (!at || json::read_member(*at, "offset", out.offset) || json::read_member(*at, "fingerprint", out.fingerprint))
        return {};
    return out;
}

kafka::Config telling_ends(kafka::Config config) {
    config.settings.emplace("enable.partition.eof", "true");
    return config;
}

}  // namespace

std::string encode(const OwnerRecord& owner) {
    return json::text([&](json::Writer& w) {
        w.StartObject();
        json::write_member(w, "address", owner.address);
        json::write_member(w, "claim", static_cast<std::uint64_t>(owner.marks.token));
        write_mark(w, "first", owner.marks.first);
        write_mark(w, "last", owner.marks.last);
        w.EndObject();
    });
}

std::optional<OwnerRecord> decode_owner(std::string_view value) {
    const auto document = json::parse(value);
    OwnerRecord out;
    std::uint64_t claim = 0;
    if (!document || json::read_member(*document, "address", out.address) ||
        json::read_member(*document, "claim", claim) || out.address.empty())
        return std::nullopt;
    out.marks = {static_cast<std::int64_t>(claim), mark_in(*document, "first"), mark_in(*document, "last")};
    return out;
}

OwnersDirectory::OwnersDirectory(boost::asio::io_context& io, const kafka::Config& config, const std::string& topic,
                                 std::function<void(int, const std::optional<OwnerRecord>&)> heard,
                                 std::function<void()> complete)
    : heard_(std::move(heard)), complete_(std::move(complete)), consumer_(telling_ends(config), "") {
    consumer_.on_end([this](int) { at_end_ = true; });
    consumer_.assign(topic, {{0, 0}});
    consumer_.watch(io, [this] { read(); });
}

const OwnerRecord* OwnersDirectory::owner_of(int partition) const {
    const auto at = owners_.find(partition);
    return at == owners_.end() ? nullptr : &at->second;
}

void OwnersDirectory::put(int partition, OwnerRecord owner) {
    OwnerRecord& known = owners_[partition];
    if (owner.marks.token >= known.marks.token) known = std::move(owner);
}

void OwnersDirectory::read() {
    while (const auto record = consumer_.poll(std::chrono::milliseconds(0))) take(*record);
    // That there is no more is told only after a while; how much there is, with the first of it.
    const auto end = consumer_.known_end_offset(0);
    if (complete_ && (at_end_ || (next_ > 0 && end && next_ >= *end))) std::exchange(complete_, nullptr)();
}

void OwnersDirectory::take(const kafka::Record& record) {
    next_ = record.offset() + 1;
    int partition = -1;
    const std::string_view key = record.key();
    if (std::from_chars(key.data(), key.data() + key.size(), partition).ec != std::errc()) return;
    if (record.value().empty()) {
        owners_.erase(partition);
        heard_(partition, std::nullopt);
    } else if (auto owner = decode_owner(record.value())) {
        put(partition, *owner);  // before it is told: whoever hears of it asks for all owners
        heard_(partition, owner);
    }
}

}  // namespace tasklog::command
