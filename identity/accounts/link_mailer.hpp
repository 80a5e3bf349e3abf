#pragma once
#include <chrono>
#include <string>

#include "infra/curl/transfer.hpp"
#include "infra/mail/mail.hpp"
#include "infra/postgres/worker_loop.hpp"

namespace tasklog::identity {

/// Sends the links that were asked for, and drops what is over. Any number of them share the work; a mail that fails is
/// tried again, with a new link.
class LinkMailer {
  public:
    LinkMailer(const postgres::Address& postgres, std::string schema, mail::Server smtp, std::string public_url,
               Readiness& readiness);

  private:
    std::size_t round(postgres::Session& session);

    const std::string schema_;
    const mail::Server smtp_;
    const std::string public_url_;
    curl::Transfers transfers_{8};
    std::chrono::steady_clock::time_point clean_at_{};
    postgres::WorkerLoop loop_;
};

}  // namespace tasklog::identity
