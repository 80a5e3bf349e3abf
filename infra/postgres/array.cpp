#include "infra/postgres/array.hpp"

namespace tasklog::postgres {

void ArrayText::add(std::string_view element) {
    begin() += '"';
    std::size_t written = 0;
    for (std::size_t i = 0; i < element.size(); ++i) {
        if (element[i] != '"' && element[i] != '\\') continue;
        text_.append(element, written, i - written) += '\\';
        written = i;
    }
    text_.append(element, written) += '"';
}

}  // namespace tasklog::postgres
