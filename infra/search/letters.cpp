#include "infra/search/letters.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

#include <algorithm>
#include <array>
#include <stdexcept>
#include <unordered_map>

namespace tasklog::search {
namespace {

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode error = U_ZERO_ERROR;
    const icu::Normalizer2* out = get(error);
    if (U_FAILURE(error)) throw std::runtime_error("ICU has no normalization data");
    return *out;
}

bool is_mark(UChar32 c) { return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0; }
bool is_space(UChar32 c) { return u_isUWhiteSpace(c) || u_charType(c) == U_CONTROL_CHAR; }

UScriptCode script_of(UChar32 c) {
    UErrorCode error = U_ZERO_ERROR;
    return uscript_getScript(c, &error);
}

/// Letters whose marks tell the same word in another spelling.
bool has_marks_off(UChar32 c) {
    constexpr std::array scripts{USCRIPT_LATIN, USCRIPT_GREEK, USCRIPT_CYRILLIC, USCRIPT_ARABIC, USCRIPT_HEBREW};
    return std::find(scripts.begin(), scripts.end(), script_of(c)) != scripts.end();
}

/// Belongs to the letter before it: a mark, the next part of a Korean syllable, a sign of sound of narrow Japanese, or
/// what cannot be seen.
bool joins(UChar32 c) {
    const int syllable = u_getIntPropertyValue(c, UCHAR_HANGUL_SYLLABLE_TYPE);
    return is_mark(c) || u_charType(c) == U_FORMAT_CHAR || c == 0xff9e || c == 0xff9f || syllable == U_HST_VOWEL_JAMO ||
           syllable == U_HST_TRAILING_JAMO;
}

/// Letters that Unicode does not take apart, as people without them on their keyboard write them.
std::string_view plain(UChar32 c) {
    switch (c) {
        case 0xe6:
            return "ae";
        case 0xf0:
        case 0x111:
            return "d";
        case 0xf8:
            return "o";
        case 0x127:
            return "h";
        case 0x131:
            return "i";
        case 0x142:
            return "l";
        case 0x153:
            return "oe";
        case 0x167:
            return "t";
        default:
            return {};
    }
}

/// A letter with all that joins it.
std::string fold_apart(std::string_view utf8) {
    static const auto& apart = normalizer(icu::Normalizer2::getNFKDInstance);
    static const auto& together = normalizer(icu::Normalizer2::getNFCInstance);
    UErrorCode error = U_ZERO_ERROR;
    const auto given = icu::UnicodeString::fromUTF8({utf8.data(), static_cast<int>(utf8.size())});
    icu::UnicodeString text = apart.normalize(given, error).foldCase(U_FOLD_CASE_DEFAULT);
    text = apart.normalize(text, error);
    icu::UnicodeString kept;
    bool off = false;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_charType(c) == U_FORMAT_CHAR || c == 0x640) continue;  // 0x640 only makes an Arabic word longer
        if (is_mark(c) && off) continue;
        off = is_mark(c) ? off : has_marks_off(c);
        if (const std::string_view other = plain(c); !other.empty()) {
            kept.append(icu::UnicodeString::fromUTF8({other.data(), static_cast<int>(other.size())}));
        } else {
            kept.append(c);
        }
    }
    std::string out;
    together.normalize(kept, error).toUTF8String(out);
    if (U_FAILURE(error)) throw std::runtime_error("ICU cannot normalize a text");
    return out;
}

/// The same from memory: texts have few letters that are not ASCII, many times.
const std::string& fold_letter(std::string_view utf8) {
    constexpr std::size_t most = 10'000;
    thread_local std::unordered_map<std::string, std::string> known;
    if (known.size() >= most) known.clear();
    const auto [at, is_new] = known.try_emplace(std::string(utf8));
    if (is_new) at->second = fold_apart(utf8);
    return at->second;
}

}  // namespace

bool is_word(UChar32 c) { return u_isalnum(c) || is_mark(c); }
bool is_ideograph(UChar32 c) { return u_hasBinaryProperty(c, UCHAR_IDEOGRAPHIC); }

std::vector<UChar32> characters(std::string_view utf8) {
    std::vector<UChar32> out;
    out.reserve(utf8.size());
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    const auto size = static_cast<std::int64_t>(utf8.size());
    for (std::int64_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(bytes, i, size, c);
        out.push_back(c);
    }
    return out;
}

void each_letter(std::string_view utf8, const TakeLetter& take) {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(utf8.data());
    const auto size = static_cast<std::int64_t>(utf8.size());
    for (std::int64_t from = 0; from < size;) {
        std::int64_t to = from;
        UChar32 c = 0;
        U8_NEXT_OR_FFFD(bytes, to, size, c);
        const bool ascii = c < 0x80;
        for (std::int64_t next = to; next < size && is_word(c); to = next) {
            UChar32 follower = bytes[next];
            if (follower < 0x80) break;
            U8_NEXT_OR_FFFD(bytes, next, size, follower);
            if (!joins(follower)) break;
        }
        const auto letter = utf8.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from));
        const auto at = static_cast<std::size_t>(from);
        if (is_space(c)) {
            take(at, std::string_view(" "));
        } else if (ascii && letter.size() == 1) {
            const char lower = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : static_cast<char>(c);
            take(at, std::string_view(&lower, 1));
        } else {
            take(at, std::string_view(fold_letter(letter)));
        }
        from = to;
    }
}

Folded folded_from(std::string_view utf8) {
    Folded out;
    each_letter(utf8, [&](std::size_t at, std::string_view letter) {
        if (letter == " " && (out.text.empty() || out.text.back() == ' ')) return;
        out.text += letter;
        out.origins.resize(out.text.size(), static_cast<std::uint32_t>(at));
    });
    if (!out.text.empty() && out.text.back() == ' ') out.text.pop_back();
    out.origins.resize(out.text.size());
    return out;
}

std::string fold(std::string_view utf8) {
    // What is plain ASCII, as most is, needs no tables of Unicode.
    std::string out;
    out.reserve(utf8.size());
    for (const char c : utf8) {
        if (c < ' ' || c > '~') return folded_from(utf8).text;
        if (c == ' ' && (out.empty() || out.back() == ' ')) continue;
        out += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    }
    if (out.ends_with(' ')) out.pop_back();
    return out;
}

}  // namespace tasklog::search
