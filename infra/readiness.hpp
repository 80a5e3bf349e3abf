#pragma once
#include <map>
#include <mutex>
#include <string>

namespace tasklog {

/// What the process still waits for. A part that cannot work says why; /readyz tells, and the first change of each is
/// logged. Safe from any thread.
class Readiness {
  public:
    void waiting(const std::string& part, const std::string& why);
    void ready(const std::string& part);
    /// part -> reason; empty when the process can serve.
    std::map<std::string, std::string> missing() const;

  private:
    mutable std::mutex mutex_;
    std::map<std::string, std::string> missing_;
};

/// What a part is called that each of a process's loops has.
inline std::string part_of_loop(const std::string& part, int loop) {
    return loop == 0 ? part : part + "-" + std::to_string(loop);
}

}  // namespace tasklog
