#pragma once
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/import/formats/task.hpp"
#include "infra/http/client.hpp"

namespace tasklog::app {

/// A command of an import, and what it is about.
struct ImportCommand {
    std::size_t line = 0;  ///< of the file
    std::string id{};      ///< of the thing
    std::string json{};
    char makes = ' ';  ///< t, l or c: it is the one that makes the task, list or comment
};

/// What came of a command.
struct ImportResult {
    bool accepted = false;
    std::uint64_t version = 0;  ///< of the thing, after it
};

/// The import can't go on; tells the person why.
struct ImportFailure : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Sends commands in a person's name, as a client would: what is refused is refused alone, an optional member costs
/// that member.
class ImportSender {
  public:
    struct Config {
        std::string address;                         ///< host:port of the command service
        std::function<std::string()> authorization;  ///< of a worker's fresh token
    };
    ImportSender(boost::asio::io_context& io, Config config) : io_(io), config_(std::move(config)), client_(io) {}

    /// A result for each command, in order. Throws ImportFailure. `position`: of the last commit.
    boost::asio::awaitable<std::vector<ImportResult>> send(const std::string& person, const std::string& workspace,
                                                           std::vector<ImportCommand> commands, Report& report,
                                                           std::string& position);

  private:
    boost::asio::awaitable<http::Answer> post(const std::string& person, std::string body);

    boost::asio::io_context& io_;
    const Config config_;
    http::Client client_;
};

}  // namespace tasklog::app
