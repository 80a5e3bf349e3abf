#pragma once
#include <string>

/// Passwords as argon2id hashes (RFC 9106, by libsodium). Each call takes a tenth of a second and 64 MiB: that is its
/// point.
namespace tasklog::identity::password {

/// What is wrong with it as a new password; empty if nothing is.
std::string fault_of(const std::string& password, const std::string& mail);
/// Its hash, with its salt and parameters.
std::string hash(const std::string& password);
/// True if it is the password of this hash. An empty hash is nobody's, and takes as long to refuse as any other.
bool verify(const std::string& hash, const std::string& password);
/// True if hashes are made with other parameters by now.
bool is_dated(const std::string& hash);

}  // namespace tasklog::identity::password
