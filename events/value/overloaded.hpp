#pragma once

namespace tasklog {

/// One callable of several, for std::visit.
template <class... Fs>
struct Overloaded : Fs... {
    using Fs::operator()...;
};

}  // namespace tasklog
