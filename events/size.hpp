#pragma once
#include <cstddef>

#include "events/event.hpp"

/// What things cost, told from their texts without making anything: for bounds, which are looked at beforehand.
namespace tasklog {

/// About what an event takes in the log, never less: bytes of JSON.
std::size_t json_bytes(const Event& event);

/// About what a thing takes in memory, with its place in the maps.
std::size_t memory_bytes(const Task& task);
std::size_t memory_bytes(const List& list);
std::size_t memory_bytes(const Comment& comment);
std::size_t memory_bytes(const SavedFilter& filter);

}  // namespace tasklog
