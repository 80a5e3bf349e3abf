#pragma once
#include <string>
#include <string_view>

namespace tasklog::postgres {

/// An array in Postgres's text form, made element by element: one parameter that carries a whole column.
class ArrayText {
  public:
    void add(std::string_view element);
    void add_null() { begin().append("NULL"); }
    /// An element that needs no quoting: a number, a boolean, a UUID, a timestamp.
    void add_plain(std::string_view element) { begin().append(element); }
    std::string text() const { return text_ + '}'; }

  private:
    std::string& begin() {
        if (text_.size() > 1) text_ += ',';
        return text_;
    }
    std::string text_ = "{";
};

}  // namespace tasklog::postgres
