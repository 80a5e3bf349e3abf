#pragma once
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/import/run.hpp"

namespace tasklog::app {

/// The files of imports: of each run what it is, the upload, its report, and what it made. Only one process uses a
/// folder at a time.
class ImportStore {
  public:
    explicit ImportStore(std::filesystem::path folder) : folder_(std::move(folder)) {}
    ~ImportStore();
    ImportStore(const ImportStore&) = delete;

    /// Makes the folder and takes it; false where another process has it. Throws std::filesystem::filesystem_error.
    bool take();
    /// Whether there is anything of an earlier process.
    bool exists() const { return std::filesystem::exists(folder_); }
    std::vector<ImportRun> runs() const;

    void make(const std::string& run);
    void save(const ImportRun& run) const;
    void remove(const std::string& run) const;

    std::filesystem::path upload(const std::string& run) const { return folder_ / run / "file"; }
    void remove_upload(const std::string& run) const;

    /// Lines that are told, at most max_report_lines of a run.
    void clear_report(const std::string& run) const;
    void report(const std::string& run, const std::vector<ReportLine>& lines) const;
    /// From the line number `from` of the report on, at most `limit`.
    std::vector<ReportLine> report_of(const std::string& run, std::size_t from, std::size_t limit) const;

    /// What a run has made, to be undone.
    struct ImportedThing {
        char kind = 't';  ///< t: a task, l: a list
        std::string id{};
        std::uint64_t version = 0;  ///< as it was made; the last line of a thing counts
        std::string parent{};
    };
    void add_made(const std::string& run, const std::vector<ImportedThing>& made) const;
    std::vector<ImportedThing> made_by(const std::string& run) const;

  private:
    const std::filesystem::path folder_;
    int lock_ = -1;
};

constexpr std::size_t max_report_lines = 100'000;

}  // namespace tasklog::app
