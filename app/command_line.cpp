#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <cstdint>
#include <iostream>
#include <optional>
#include <utility>

namespace tasklog::app {

Option& Option::required() { return option_->required(), *this; }
Option& Option::capture_default_str() { return option_->capture_default_str(), *this; }
Option& Option::default_str(const std::string& text) { return option_->default_str(text), *this; }
Option& Option::envname(const std::string& name) { return option_->envname(name), *this; }
Option& Option::group(const std::string& name) { return option_->group(name), *this; }
Option& Option::take_all() { return option_->take_all(), *this; }
Option& Option::excludes(const Option& other) { return option_->excludes(other.option_), *this; }
Option& Option::range(int least, int most) { return option_->check(CLI::Range(least, most)), *this; }
Option& Option::range(std::size_t least, std::size_t most) { return option_->check(CLI::Range(least, most)), *this; }
Option& Option::one_of(std::vector<std::string> words) {
    return option_->check(CLI::IsMember(std::move(words))), *this;
}
Option& Option::check(std::function<std::string(const std::string&)> fault, const std::string& shape) {
    return option_->check(
               CLI::Validator([fault = std::move(fault)](const std::string& text) { return fault(text); }, shape)),
           *this;
}

Command Command::add_subcommand(const std::string& name, const std::string& help) {
    return Command(command_->add_subcommand(name, help));
}

void Command::require_subcommand() { command_->require_subcommand(1); }
bool Command::has_subcommand() const { return !command_->get_subcommands().empty(); }

template <class T>
Option Command::add_option(const std::string& name, T& value, const std::string& help) {
    return Option(command_->add_option(name, value, help));
}
template Option Command::add_option(const std::string&, std::string&, const std::string&);
template Option Command::add_option(const std::string&, bool&, const std::string&);
template Option Command::add_option(const std::string&, unsigned short&, const std::string&);
template Option Command::add_option(const std::string&, int&, const std::string&);
template Option Command::add_option(const std::string&, unsigned&, const std::string&);
template Option Command::add_option(const std::string&, std::optional<unsigned>&, const std::string&);
template Option Command::add_option(const std::string&, std::int64_t&, const std::string&);
template Option Command::add_option(const std::string&, std::uint64_t&, const std::string&);
template Option Command::add_option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Command::add_option(const std::string&, std::vector<int>&, const std::string&);

Option Command::add_number(const std::string& name, const std::function<void(const std::size_t&)>& take,
                           const std::string& help) {
    return Option(command_->add_option_function<std::size_t>(name, take, help));
}

Option Command::add_flag(const std::string& name, bool& value, const std::string& help) {
    return Option(command_->add_flag(name, value, help));
}

void Command::add_config(const std::string& name, const std::string& help) { command_->set_config(name, "", help); }

void Command::callback(std::function<void()> run) {
    command_->callback([run = std::move(run)] {
        try {
            run();
        } catch (const UsageError& error) {
            throw CLI::ValidationError(error.name(), error.what());
        }
    });
}

int run_command_line(int argc, char** argv, const std::string& about, const std::function<void(Command)>& declare,
                     std::function<void()> begin, const int& status) {
    CLI::App cli{about};
    cli.require_subcommand(1);
    cli.fallthrough();
    cli.option_defaults()->always_capture_default();
    declare(Command(&cli));
    cli.parse_complete_callback(std::move(begin));
    try {
        cli.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return cli.exit(error);
    } catch (const std::exception& error) {
        std::cerr << "tasklog: " << error.what() << "\n";
        return 2;
    }
    return status;
}

}  // namespace tasklog::app
