#include "base/url.hpp"

#include <boost/url/parse.hpp>
#include <boost/url/pct_string_view.hpp>
#include <boost/url/src.hpp>
#include <boost/url/url_view.hpp>

namespace tasklog {

std::optional<std::string> form_decode(std::string_view text) {
    const auto encoded = boost::urls::make_pct_string_view({text.data(), text.size()});
    if (!encoded) return std::nullopt;
    return encoded->decode(boost::urls::encoding_opts(true));
}

std::optional<std::string> authority_of(std::string_view url) {
    const auto parsed = boost::urls::parse_uri({url.data(), url.size()});
    if (!parsed || !parsed->has_authority()) return std::nullopt;
    return std::string(parsed->encoded_host_and_port());
}

}  // namespace tasklog
