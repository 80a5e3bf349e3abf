#pragma once
#include <cctype>
#include <cstddef>
#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

/// What the program can be told when it is started. The only place that knows the library that reads it, which takes
/// each file that includes it five seconds to compile.
namespace tasklog::app {

/// Words of the command line that make no sense together: what stands where, and why not. Thrown by what a command
/// runs.
class UsageError : public std::runtime_error {
  public:
    UsageError(std::string name, const std::string& why) : std::runtime_error(why), name_(std::move(name)) {}
    const std::string& name() const { return name_; }

  private:
    std::string name_;
};

/// An option, flag or argument of a command. What is said of it is said in a row: add_option(…).required().
class Option {
  public:
    explicit Option(CLI::Option* option) : option_(option) {}

    Option& required();
    /// The help shows the value that it has.
    Option& capture_default_str();
    Option& default_str(const std::string& text);
    Option& envname(const std::string& name);
    Option& group(const std::string& name);
    Option& take_all();
    Option& excludes(const Option& other);
    Option& range(int least, int most);
    Option& range(std::size_t least, std::size_t most);
    Option& one_of(std::vector<std::string> words);
    /// `fault`: what is wrong with a value, or empty; `shape`: what the help calls one.
    Option& check(std::function<std::string(const std::string&)> fault, const std::string& shape = "");

  private:
    CLI::Option* option_;
};

/// The program, or a command or subcommand of it.
class Command {
  public:
    explicit Command(CLI::App* command) : command_(command) {}

    Command add_subcommand(const std::string& name, const std::string& help);
    /// One of its subcommands must be given.
    void require_subcommand();
    bool has_subcommand() const;  ///< one was given
    /// `T`: text, a number, true or false, or several texts or numbers.
    template <class T>
    Option add_option(const std::string& name, T& value, const std::string& help = "");
    Option add_number(const std::string& name, const std::function<void(const std::size_t&)>& take,
                      const std::string& help);
    Option add_flag(const std::string& name, bool& value, const std::string& help);
    /// A file with any of the options, in TOML.
    void add_config(const std::string& name, const std::string& help);
    /// What it does.
    void callback(std::function<void()> run);

  private:
    CLI::App* command_;
};

/// "limit-events" in the environment: TASKLOG_LIMIT_EVENTS.
inline std::string env_name(const std::string& name) {
    std::string env = "TASKLOG_" + name;
    for (char& c : env) c = c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    return env;
}

/// A setting: as a flag, as TASKLOG_* of the environment, and in the file of --config.
template <class T>
Option add_setting(Command command, const std::string& name, T& value, const std::string& help) {
    return command.add_option("--" + name, value, help).envname(env_name(name)).capture_default_str();
}

/// Reads the command line by what `declare` declares; calls `begin` when it is read, then what was asked for. Returns
/// `status`, or what the shell is told of a command line that makes no sense (it says why), or of an exception (2).
int run_command_line(int argc, char** argv, const std::string& about, const std::function<void(Command)>& declare,
                     std::function<void()> begin, const int& status);

}  // namespace tasklog::app
