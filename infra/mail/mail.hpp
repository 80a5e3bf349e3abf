#pragma once
#include <memory>
#include <string>
#include <vector>

#include "infra/curl/transfer.hpp"

/// Mail over SMTP (RFC 5321, RFC 5322).
namespace tasklog::mail {

enum class Tls { off, starttls_if_offered, required };

struct Server {
    std::string url{};  ///< smtp://host:port, or smtps:// for TLS from the first byte
    std::string user{};
    std::string password{};
    Tls tls = Tls::starttls_if_offered;
    std::string ca_file{};  ///< who may have signed its certificate; empty: the system's
    std::string from{};     ///< the sender's address
};

struct Message {
    std::string to;
    std::string subject;
    std::string text;
    std::string html;
    std::string id;                      ///< Message-ID without its angle brackets: the same whenever it is sent again
    std::string date;                    ///< RFC 5322 §3.3
    std::vector<std::string> headers{};  ///< further ones, whole lines
};

/// Why the text is no address that mail can be sent to; empty if it is one (addr-spec in ASCII, no comments).
std::string fault_of_address(const std::string& address);
/// A header's value with what is not ASCII as encoded words (RFC 2047).
std::string header_text(const std::string& utf8);
std::string date_text(std::int64_t unix_s);

/// The message as a transfer, with its text and its HTML as alternatives.
std::unique_ptr<curl::Transfer> transfer(const Server& server, const Message& message);

}  // namespace tasklog::mail
