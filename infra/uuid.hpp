#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace tasklog {

/// A new UUIDv7 (RFC 9562 §5.7) in its canonical text: 48 bits of Unix milliseconds, then random bits. Ids made by one
/// process ascend.
std::string uuid_v7();
/// The same as its bytes.
std::array<std::uint8_t, 16> uuid_v7_bytes();

/// The UUIDv5 (RFC 9562 §5.5) of `name` in Tasklog's own namespace: the same name always gives the same id.
std::string uuid_v5(std::string_view name);

/// The same of version 8 (§5.8): for what must never be taken for somebody's personal workspace.
std::string uuid_v8(std::string_view name);

/// True for the canonical 36-character text of a UUID, in lower or upper case.
bool is_uuid(std::string_view text);

}  // namespace tasklog
