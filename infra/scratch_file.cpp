#include "infra/scratch_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <algorithm>
#include <bit>
#include <cassert>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace tasklog {
namespace {

[[noreturn]] void fail(const std::string& what) { throw std::system_error(errno, std::generic_category(), what); }

/// A size of which there are few, at most a quarter larger: so that room that is freed fits again.
std::uint64_t room_for(std::uint64_t bytes) {
    const std::uint64_t step = std::max<std::uint64_t>(64, std::bit_floor(bytes) / 4);
    return std::max<std::uint64_t>(1, (bytes + step - 1) / step) * step;
}

}  // namespace

ScratchFile::~ScratchFile() {
    if (file_ >= 0) close(file_);
}

/// Its name is gone before anything is in it, so nothing of it is left whatever becomes of this process. (O_TMPFILE
/// would do both at once; not every file system of a container has it.)
void ScratchFile::open() {
    std::string path =
        ((folder_.empty() ? std::filesystem::temp_directory_path() : std::filesystem::path(folder_)) / "tasklog-XXXXXX")
            .string();
    file_ = mkostemp(path.data(), O_CLOEXEC);
    if (file_ < 0) fail("no scratch file can be made in " + std::filesystem::path(path).parent_path().string());
    unlink(path.c_str());
}

ScratchFile::Place ScratchFile::put(std::string_view piece) {
    if (file_ < 0) open();
    const std::uint64_t room = room_for(piece.size());
    auto& same = free_[room];
    const std::uint64_t position = same.empty() ? end_ : same.back();
    for (std::size_t done = 0; done < piece.size();) {
        const ssize_t wrote =
            pwrite(file_, piece.data() + done, piece.size() - done, static_cast<off_t>(position + done));
        if (wrote < 0 && errno == EINTR) continue;
        if (wrote < 0) fail("the scratch file cannot be written");
        done += static_cast<std::size_t>(wrote);
    }
    if (same.empty()) {
        end_ += room;
    } else {
        same.pop_back();
    }
    return {position, static_cast<std::uint32_t>(piece.size())};
}

std::string ScratchFile::get(const Place& place) const {
    assert(file_ >= 0);
    std::string out(place.bytes, '\0');
    for (std::size_t done = 0; done < out.size();) {
        const ssize_t got =
            pread(file_, out.data() + done, out.size() - done, static_cast<off_t>(place.position + done));
        if (got < 0 && errno == EINTR) continue;
        if (got == 0) errno = EIO;
        if (got <= 0) fail("the scratch file cannot be read");
        done += static_cast<std::size_t>(got);
    }
    return out;
}

void ScratchFile::free(const Place& place) { free_[room_for(place.bytes)].push_back(place.position); }

}  // namespace tasklog
