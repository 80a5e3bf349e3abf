#pragma once
#include <cstddef>
#include <string>

namespace tasklog {

/// So many bytes that nobody can guess (OpenSSL's generator).
std::string random_bytes(std::size_t count);
/// 32 such bytes as base64url: what links, cookies and API tokens are made of.
std::string random_token();

}  // namespace tasklog
