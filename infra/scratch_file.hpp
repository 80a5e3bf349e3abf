#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace tasklog {

/// Pieces of bytes in a file that has no name and goes with this object: for what need not be in memory, and can be
/// made again. What one thread puts in and frees, others may read meanwhile. Throws std::system_error where the file
/// cannot be made, written (no room is left) or read.
class ScratchFile {
  public:
    struct Place {
        std::uint64_t position = 0;
        std::uint32_t bytes = 0;
    };

    /// `folder`: empty for the system's folder of temporary files. The file is made when the first piece is put in.
    explicit ScratchFile(std::string folder) : folder_(std::move(folder)) {}
    ~ScratchFile();
    ScratchFile(const ScratchFile&) = delete;

    Place put(std::string_view piece);
    std::string get(const Place& place) const;
    /// The next piece of about that size takes its room.
    void free(const Place& place);
    /// What the file takes on the disk at most, in bytes.
    std::uint64_t size() const { return end_; }

  private:
    void open();

    const std::string folder_;
    int file_ = -1;
    std::uint64_t end_ = 0;
    std::unordered_map<std::uint64_t, std::vector<std::uint64_t>> free_;  ///< positions, by the room that is there
};

}  // namespace tasklog
