#include "events/keyed_answers.hpp"

#include "events/value/limits.hpp"

#include <algorithm>

namespace tasklog {
namespace {

std::size_t hash_of(const PersonId& actor, std::string_view key) {
    return std::hash<PersonId>()(actor) ^ std::hash<std::string_view>()(key);
}

}  // namespace

std::size_t KeyedAnswers::bytes_of(const KeyedAnswer& answer) {
    std::size_t bytes = sizeof answer + answer.key.size() + answer.request.size() + 64;
    for (const Result& each : answer.results) bytes += sizeof each + each.id.size();
    return bytes;
}

const KeyedAnswer* KeyedAnswers::find(const PersonId& actor, const std::string& key) const {
    const auto [first, end] = number_of_.equal_range(hash_of(actor, key));
    const KeyedAnswer* latest = nullptr;
    for (auto at = first; at != end; ++at) {
        const KeyedAnswer& each = number(at->second);
        if (each.actor == actor && each.key == key && (!latest || each.offset > latest->offset)) latest = &each;
    }
    return latest;
}

void KeyedAnswers::add(KeyedAnswer answer) {
    if (!in_order_.empty() && answer.offset <= in_order_.back().offset) return;
    const auto old = [&](const KeyedAnswer& each) { return answer.at.us - each.at.us > answer_lifetime_us; };
    bytes_ += bytes_of(answer);
    while (!in_order_.empty() && ((in_order_.size() >= min_answers && old(in_order_.front())) ||
                                  in_order_.size() >= max_answers || bytes_ > max_answer_bytes))
        forget_first();
    number_of_.emplace(hash_of(answer.actor, answer.key), end_number());
    in_order_.push_back(std::move(answer));
}

void KeyedAnswers::forget_first() {
    const KeyedAnswer& first = in_order_.front();
    const auto [begin, end] = number_of_.equal_range(hash_of(first.actor, first.key));
    number_of_.erase(std::find_if(begin, end, [&](const auto& each) { return each.second == forgotten_; }));
    bytes_ -= bytes_of(first);
    in_order_.pop_front();
    ++forgotten_;
}

}  // namespace tasklog
