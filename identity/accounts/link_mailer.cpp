#include "identity/accounts/link_mailer.hpp"

#include <utility>

#include "identity/accounts/accounts.hpp"
#include "identity/accounts/attempts.hpp"
#include "identity/accounts/credentials.hpp"
#include "identity/accounts/links.hpp"
#include "identity/limits.hpp"
#include "identity/sessions/sessions.hpp"
#include "identity_embedded.hpp"
#include "infra/clock.hpp"
#include "infra/log.hpp"

namespace tasklog::identity {
namespace {

struct Request {
    std::string id;
    std::string purpose;
    std::string mail;
    std::string account;
    std::string language;
};

struct Text {
    std::string subject;
    std::string before;  ///< the link
    std::string after;
};

/// Takes some; each comes up again by itself if this process ends before it is sent.
std::vector<Request> take(postgres::Session& session, const std::string& schema) {
    pqxx::work transaction(session.connection());
    const auto rows = session.run_in(transaction, schema, sql::links::take_mails);
    std::vector<Request> out;
    for (const auto& row : rows) {
        if (row[5].as<int>() > max_link_tries) {
            log::error("a mail is given up", {{"purpose", row[1].c_str()}, {"tries", max_link_tries}});
            session.run_in(transaction, schema, sql::links::end_mail, {row[0].c_str()});
        } else {
            out.push_back({row[0].c_str(), row[1].c_str(), row[2].c_str(), row[3].c_str(), row[4].c_str()});
        }
    }
    transaction.commit();
    return out;
}

Text text_of(const std::string& purpose, bool has_account, bool german) {
    if (purpose == "register" && has_account)
        return german ? Text{"Sie haben bereits ein Konto",
                             "Jemand, vermutlich Sie, wollte mit dieser Adresse ein Konto erstellen. Es gibt aber "
                             "schon eines. Hier melden Sie sich an:",
                             "Wenn Sie das nicht waren, müssen Sie nichts tun."}
                      : Text{"You already have an account",
                             "Someone, probably you, tried to create an account with this address, but there is one "
                             "already. Sign in here:",
                             "If this was not you, you can ignore this email."};
    if (purpose == "register")
        return german ? Text{"Ihr Tasklog-Konto", "Hier erstellen Sie Ihr Konto:",
                             "Der Link gilt einen Tag. Wenn Sie das nicht waren, müssen Sie nichts tun."}
                      : Text{"Your Tasklog account", "Create your account here:",
                             "The link is valid for one day. If this was not you, you can ignore this email."};
    if (purpose == "reset")
        return german ? Text{"Passwort zurücksetzen", "Hier wählen Sie ein neues Passwort:",
                             "Der Link gilt eine Stunde. Wenn Sie das nicht waren, müssen Sie nichts tun: Ihr Passwort "
                             "bleibt, wie es ist."}
                      : Text{"Reset your password", "Choose a new password here:",
                             "The link is valid for one hour. If this was not you, you can ignore this email: your "
                             "password stays as it is."};
    return german ? Text{"Bestätigen Sie Ihre neue Adresse",
                         "Hier bestätigen Sie, dass diese Adresse Ihnen gehört:", "Der Link gilt einen Tag."}
                  : Text{"Confirm your new address",
                         "Confirm here that this address is yours:", "The link is valid for one day."};
}

/// Where the link leads; empty if nothing is to be sent.
std::string link_for(postgres::Session& session, const std::string& schema, const Request& request, bool& has_account) {
    pqxx::work transaction(session.connection());
    const auto known = credentials::of_mail(session, transaction, schema, request.mail);
    has_account = known.has_value();
    std::string path;
    if (request.purpose == "register") {
        path = has_account ? "/sign-in"
                           : "/register#" + links::make(session, transaction, schema, links::Purpose::register_account,
                                                        request.mail);
    } else if (request.purpose == "reset" && has_account) {
        path = "/reset#" +
               links::make(session, transaction, schema, links::Purpose::reset_password, request.mail, known->account);
    } else if (request.purpose == "address" && !has_account) {
        path = "/confirm-address#" +
               links::make(session, transaction, schema, links::Purpose::change_address, request.mail, request.account);
    }
    transaction.commit();
    return path;
}

std::string html_of(const Text& text, const std::string& link) {
    return "<p>" + text.before + "</p><p><a href=\"" + link + "\">" + link + "</a></p><p>" + text.after + "</p>";
}

}  // namespace

LinkMailer::LinkMailer(const postgres::Address& postgres, std::string schema, mail::Server smtp, std::string public_url,
                       Readiness& readiness)
    : schema_(std::move(schema)),
      smtp_(std::move(smtp)),
      public_url_(std::move(public_url)),
      loop_(
          // Nothing rings: a mail is sent within a second.
          "link-mails", postgres, std::make_shared<Alarm>(), readiness,
          [this](postgres::Session& session) { accounts::create(session, schema_); },
          [this](postgres::Session& session) { return round(session); }) {}

std::size_t LinkMailer::round(postgres::Session& session) {
    if (std::chrono::steady_clock::now() >= clean_at_) {
        attempts::clean(session, schema_);
        links::clean(session, schema_);
        sessions::clean(session, schema_);
        clean_at_ = std::chrono::steady_clock::now() + std::chrono::hours(1);
    }
    if (smtp_.url.empty()) return 0;
    const std::vector<Request> requests = take(session, schema_);
    std::vector<std::unique_ptr<curl::Transfer>> transfers;
    std::vector<std::string> done;
    for (const Request& request : requests) {
        bool has_account = false;
        const std::string path = link_for(session, schema_, request, has_account);
        if (path.empty()) {
            done.push_back(request.id);
            transfers.push_back(nullptr);
            continue;
        }
        const Text text = text_of(request.purpose, has_account, request.language == "de");
        const std::string link = public_url_ + path;
        transfers.push_back(mail::transfer(smtp_, {.to = request.mail,
                                                   .subject = text.subject,
                                                   .text = text.before + "\n\n" + link + "\n\n" + text.after + "\n",
                                                   .html = html_of(text, link),
                                                   .id = request.id + "@tasklog",
                                                   .date = mail::date_text(unix_s())}));
    }
    std::vector<curl::Transfer*> sent;
    for (const auto& each : transfers)
        if (each) sent.push_back(each.get());
    transfers_.run(sent);
    for (std::size_t i = 0; i < requests.size(); ++i) {
        if (!transfers[i]) continue;
        if (transfers[i]->error.empty()) {
            done.push_back(requests[i].id);
        } else {
            log::warn("a mail is tried again", {{"purpose", requests[i].purpose}, {"why", transfers[i]->error}});
        }
    }
    for (const std::string& id : done) {
        pqxx::nontransaction write(session.connection());
        session.run_in(write, schema_, sql::links::end_mail, {id});
    }
    return requests.size();
}

}  // namespace tasklog::identity
