#pragma once
#include <cstddef>
#include <istream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

/// The bytes of foreign files as lines of UTF-8, one after another: a file is never in memory as a whole.
namespace tasklog::app {

/// What follows in a longer line is left out.
constexpr std::size_t max_line_bytes = 1024UL * 1024;

/// A line, or one that was folded over several.
struct TextLine {
    std::size_t number = 0;  ///< in the file, from 1; of its first one
    std::string text{};
    bool is_cut = false;  ///< it was longer than max_line_bytes
};

/// Lines that end with LF, CR or both, as bytes. UTF-16 with a byte order mark comes as UTF-8.
class RawLines {
  public:
    explicit RawLines(std::unique_ptr<std::istream> file);
    std::optional<TextLine> next();

  private:
    enum class Encoding { bytes, utf16_little, utf16_big };

    bool read_more();
    void append_utf16(std::string_view bytes);

    std::unique_ptr<std::istream> file_;
    Encoding encoding_ = Encoding::bytes;
    std::string buffer_;
    std::size_t at_ = 0;  ///< what of the buffer was given already
    std::size_t number_ = 0;
    char32_t high_ = 0;  ///< the first half of a surrogate pair
    std::string half_;   ///< the first byte of two
    bool begun_ = false;
};

/// The same as UTF-8: a line that is none is taken for Windows-1252.
class Lines {
  public:
    explicit Lines(std::unique_ptr<std::istream> file) : raw_(std::move(file)) {}
    std::optional<TextLine> next();

  private:
    RawLines raw_;
};

/// The content lines of iCalendar (RFC 5545 §3.1) and vCalendar 1.0: unfolded, also within a character, and
/// quoted-printable values as iCalendar writes them. Blank lines are left out.
class ContentLines {
  public:
    explicit ContentLines(std::unique_ptr<std::istream> file) : raw_(std::move(file)) {}
    std::optional<TextLine> next();

  private:
    RawLines raw_;
    std::optional<TextLine> ahead_;
};

}  // namespace tasklog::app
