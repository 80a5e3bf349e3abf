#pragma once
#include <string>
#include <string_view>

namespace tasklog::calendar {

/// IANA's name of a time zone that other programs call differently: in another case, with a vendor's path before it
/// (RFC 5545 §3.2.19: /freeassociation.sourceforge.net/Europe/Berlin), or by its name in Windows (CLDR's table, by
/// ICU). Empty if there is none.
std::string zone_named(std::string_view name);

}  // namespace tasklog::calendar
