// Sends requests over so many connections, and tells how many were answered and how long each took.
// With --rate each request has its moment, and its time counts from there, whether or not the connection was free then:
// a server that stalls is charged for all that would have come meanwhile (coordinated omission). Without, each
// connection sends when it has its answer.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <utility>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <memory>
#include <unordered_map>

#include "bench/spread.hpp"
#include "bench/workload.hpp"
#include "identity/keys/shared_keys.hpp"

namespace asio = boost::asio;
using namespace tasklog;
using bench::Clock;

namespace {

struct Options {
    unsigned short port = 0;
    std::size_t connections = 1;
    double seconds = 5;
    double rate = 0;
    std::string secret = "a-secret-for-tests-of-enough-bytes";
    std::string path = "/api/v1/commands";
    std::string paths;
    std::string body;
    std::string etag;
    std::string then;
    unsigned expect = 200;
    std::uint32_t first_person = 0;
    std::uint32_t people = 32;
    bool life = false;
    std::uint64_t seed = 1;
};

/// The requests of one connection.
class Requests {
  public:
    Requests(const Options& options, std::size_t connection)
        : options_(options),
          keys_({.keys = {{"test", options.secret}}}),
          first_(options.first_person + static_cast<std::uint32_t>(connection * share())),
          workload_(options.seed + connection, first_, share()),
          number_(connection),
          turn_(connection * share()) {
        std::ifstream lines(options.paths);
        for (std::string line; std::getline(lines, line);) paths_.push_back(line);
    }

    /// Bytes to send.
    const std::string& next() {
        if (options_.life) {
            const auto request = workload_.next();
            text_ = made(request.person, "POST", options_.path, request.body,
                         "Idempotency-Key: load-" + std::to_string(options_.seed) + "-" +
                             std::to_string(number_ += 1'000) + "\r\n");
            return text_;
        }
        person_ = options_.first_person + static_cast<std::uint32_t>(turn_++ % options_.people);
        if (!paths_.empty()) return text_ = made(person_, "GET", paths_[turn_ * 31 % paths_.size()], "", "");
        auto [at, fresh] = same_.try_emplace(person_);
        if (fresh)
            at->second = made(person_, options_.body.empty() ? "GET" : "POST", options_.path, options_.body,
                              options_.etag.empty() ? "" : "If-None-Match: " + options_.etag + "\r\n");
        return at->second;
    }

    /// What the person of the last one then asks for, with what they have just changed in it.
    const std::string& then(std::string_view position) {
        return text_ = made(person_, "GET", options_.then, "", "Tasklog-Position: " + std::string(position) + "\r\n");
    }

  private:
    /// With a life of their own people do not share a task over two connections, which do not wait for each other.
    std::uint32_t share() const {
        return std::max(1U, options_.people / static_cast<std::uint32_t>(options_.connections));
    }

    std::string made(std::uint32_t person, const char* method, const std::string& path, const std::string& body,
                     const std::string& more) {
        std::string& token = tokens_[person];
        if (token.empty()) token = keys_.issue("user-" + std::to_string(person), std::time(nullptr), 3600);
        return std::string(method) + " " + path + " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " + token +
               "\r\n" + more +
               (body.empty() ? "\r\n"
                             : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                                   "\r\n\r\n" + body);
    }

    const Options& options_;
    const identity::SharedKeys keys_;
    std::uint32_t first_;
    bench::Workload workload_;
    std::uint64_t number_;  ///< of the last request, which no other connection has
    std::uint64_t turn_;    ///< whose it is
    std::uint32_t person_ = 0;
    std::string text_;
    std::unordered_map<std::uint32_t, std::string> tokens_;
    std::unordered_map<std::uint32_t, std::string> same_;
    std::vector<std::string> paths_;
};

/// What all connections do together.
struct Run {
    asio::io_context io{1};
    Clock::time_point begin;
    Clock::time_point end;
    std::vector<double> us{};
    std::uint64_t unexpected = 0;
    std::string first_unexpected{};
};

class Connection {
  public:
    Connection(Run& run, const Options& options, std::size_t number)
        : run_(run), options_(options), number_(number), requests_(options, number), socket_(run.io), timer_(run.io) {
        socket_.connect({asio::ip::make_address("127.0.0.1"), options.port});
        socket_.set_option(asio::ip::tcp::no_delay(true));
    }

    void send_next() {
        const auto now = Clock::now();
        if (options_.rate <= 0) return now < run_.end ? send(now) : void();
        const auto moment = moment_of_next();
        if (now >= run_.end) return miss(now);
        if (moment <= now) return send(moment);
        if (moment >= run_.end) return;
        timer_.expires_at(moment);
        timer_.async_wait([this, moment](auto) { send(moment); });
    }

  private:
    Clock::time_point moment_of_next() const {
        const double number = static_cast<double>(sent_ * options_.connections + number_);
        return run_.begin +
               std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(number / options_.rate));
    }

    /// Those whose moment has passed, and that can't be sent any more: they would have taken longer than until now.
    void miss(Clock::time_point now) {
        for (auto moment = moment_of_next(); moment < run_.end; ++sent_, moment = moment_of_next())
            run_.us.push_back(std::chrono::duration<double, std::micro>(now - moment).count());
    }

    void send(Clock::time_point intended) {
        intended_ = intended;
        ++sent_;
        then_ = !options_.then.empty();
        write(requests_.next());
    }

    void write(const std::string& request) {
        asio::async_write(socket_, asio::buffer(request), [this](auto error, std::size_t) {
            if (error) throw std::runtime_error("the server does not take a request: " + error.message());
            filled_ = 0;
            receive();
        });
    }

    void receive() {
        if (filled_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
        socket_.async_read_some(
            asio::buffer(buffer_.data() + filled_, buffer_.size() - filled_), [this](auto error, std::size_t size) {
                if (error) throw std::runtime_error("the server has closed the connection: " + error.message());
                filled_ += size;
                is_whole() ? received() : receive();
            });
    }

    bool is_whole() const {
        const std::string_view text(buffer_.data(), filled_);
        const std::size_t end = text.find("\r\n\r\n");
        if (end == std::string_view::npos) return false;
        constexpr std::string_view name = "Content-Length: ";
        const std::size_t at = text.find(name);
        const std::size_t length = at < end ? static_cast<std::size_t>(std::atoll(text.data() + at + name.size())) : 0;
        return filled_ >= end + 4 + (text.substr(9, 3) == "304" ? 0 : length);
    }

    /// Of a header of the answer; empty if it has none.
    std::string_view value_of(std::string_view name) const {
        std::string_view text(buffer_.data(), filled_);
        const std::size_t at = text.find(name);
        if (at == std::string_view::npos) return {};
        text.remove_prefix(at + name.size());
        return text.substr(0, text.find("\r\n"));
    }

    void received() {
        if (const auto position = value_of("Tasklog-Position: "); then_ && !position.empty()) {
            then_ = false;
            return write(requests_.then(position));
        }
        const auto now = Clock::now();
        if (now < run_.end) run_.us.push_back(std::chrono::duration<double, std::micro>(now - intended_).count());
        if (static_cast<unsigned>(std::atoi(buffer_.data() + 9)) != options_.expect && run_.unexpected++ == 0)
            run_.first_unexpected.assign(buffer_.data(), filled_);
        send_next();
    }

    Run& run_;
    const Options& options_;
    const std::size_t number_;
    Requests requests_;
    asio::ip::tcp::socket socket_;
    asio::steady_timer timer_;
    Clock::time_point intended_{};
    std::uint64_t sent_ = 0;
    std::string buffer_ = std::string(16 * 1024, '\0');
    std::size_t filled_ = 0;
    bool then_ = false;  ///< something is to be asked for after this answer
};

}  // namespace

int main(int argc, char** argv) {
    Options options;
    CLI::App app("Sends requests, and tells how long each took");
    app.add_option("--port", options.port)->required();
    app.add_option("--connections", options.connections);
    app.add_option("--seconds", options.seconds);
    app.add_option("--rate", options.rate, "requests a second in all; as many as are answered if it is not given");
    app.add_option("--path", options.path);
    app.add_option("--paths", options.paths, "a file of paths to GET, a line each, one after the other");
    app.add_option("--body", options.body, "POST this; GET without");
    app.add_option("--etag", options.etag, "If-None-Match");
    app.add_option("--then", options.then,
                   "GET this after each answer, as it is after the change; both together count");
    app.add_option("--expect", options.expect, "the status that each answer should have");
    app.add_option("--first-person", options.first_person);
    app.add_option("--people", options.people, "who take turns: user-N from the first on");
    app.add_flag("--life", options.life, "commands as people send them, each with an Idempotency-Key");
    app.add_option("--seed", options.seed);
    CLI11_PARSE(app, argc, argv);
    Run run;
    std::vector<std::unique_ptr<Connection>> connections;
    connections.reserve(options.connections);
    for (std::size_t i = 0; i < options.connections; ++i)
        connections.push_back(std::make_unique<Connection>(run, options, i));
    run.begin = Clock::now();
    run.end = run.begin + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(options.seconds));
    for (auto& each : connections) each->send_next();
    try {
        run.io.run();
    } catch (const std::exception& error) {
        std::cerr << error.what() << "\n";
        return 1;
    }
    if (run.unexpected > 0) {
        std::cerr << run.unexpected << " unexpected answers, the first: " << run.first_unexpected << "\n";
        return 1;
    }
    bench::print_spread(std::move(run.us), options.seconds);
}
