#pragma once
#include <pthread.h>

#include <string>

namespace tasklog {

/// For `top -H`, and for figures of what each part takes. The system keeps 15 bytes: of a longer name the last ones,
/// which tell schemas apart.
inline void name_this_thread(const std::string& name) {
    constexpr std::size_t most = 15;
    pthread_setname_np(pthread_self(), name.substr(name.size() > most ? name.size() - most : 0).c_str());
}

}  // namespace tasklog
