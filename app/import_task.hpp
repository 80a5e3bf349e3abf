#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/import_formats.hpp"

/// What the readers of foreign files share.
namespace tasklog::app {

/// Without spaces and tabs at its ends.
std::string trimmed(std::string_view text);

/// A day that the commands take.
std::optional<Date> usual_day(std::string_view text);

/// Makes identities of equal lines differ: the first "buy milk" is not the second.
class Occurrences {
  public:
    std::string of(const std::string& text) {
        const int before = seen_[text]++;
        return before == 0 ? text : text + "\n" + std::to_string(before);
    }

  private:
    std::map<std::string, int> seen_;
};

/// As much of a task as the commands take; what is too long is cut, and told of.
void add(Imported& out, ImportedTask task);

}  // namespace tasklog::app
