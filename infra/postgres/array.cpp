#include "infra/postgres/array.hpp"

namespace tasklog::postgres {

void ArrayText::add(std::string_view element) {
    begin() += '"';
    for (std::size_t from = 0; from <= element.size();) {
        const std::size_t special = element.find_first_of("\"\\", from);
        text_ += element.substr(from, special == std::string_view::npos ? special : special - from);
        if (special == std::string_view::npos) break;
        text_ += '\\';
        text_ += element[special];
        from = special + 1;
    }
    text_ += '"';
}

}  // namespace tasklog::postgres
