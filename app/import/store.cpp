#include "app/import/store.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <iterator>
#include <unordered_map>

#include "infra/uuid.hpp"

namespace tasklog::app {
namespace {

std::string whole(const std::filesystem::path& path) {
    std::ifstream in(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
}

}  // namespace

ImportStore::~ImportStore() {
    if (lock_ >= 0) close(lock_);
}

bool ImportStore::take() {
    if (lock_ >= 0) return true;
    std::filesystem::create_directories(folder_);
    std::filesystem::permissions(folder_, std::filesystem::perms::owner_all);
    const int lock = open((folder_ / "lock").c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0600);
    if (lock < 0) throw std::runtime_error("cannot write in " + folder_.string());
    if (flock(lock, LOCK_EX | LOCK_NB) != 0) return close(lock), false;
    lock_ = lock;
    return true;
}

std::vector<ImportRun> ImportStore::runs() const {
    std::vector<ImportRun> out;
    for (const auto& entry : std::filesystem::directory_iterator(folder_)) {
        if (!entry.is_directory() || !is_uuid(entry.path().filename().string())) continue;
        if (auto run = read_import_run(whole(entry.path() / "run.json")); run && !run->person.empty()) {
            out.push_back(std::move(*run));
        } else {
            std::filesystem::remove_all(entry.path());  // it ended while it was uploaded
        }
    }
    return out;
}

void ImportStore::make(const std::string& run) { std::filesystem::create_directories(folder_ / run); }

void ImportStore::save(const ImportRun& run) const {
    const auto path = folder_ / run.id / "run.json";
    const auto beside = folder_ / run.id / "run.json.new";
    std::ofstream(beside, std::ios::binary) << json::text([&](json::Writer& w) { write(w, run, true); });
    std::error_code ignored;  // the run goes on all the same, but for a restart
    std::filesystem::rename(beside, path, ignored);
}

void ImportStore::remove(const std::string& run) const {
    std::error_code ignored;
    std::filesystem::remove_all(folder_ / run, ignored);
}

void ImportStore::remove_upload(const std::string& run) const {
    std::error_code ignored;
    std::filesystem::remove(upload(run), ignored);
}

void ImportStore::clear_report(const std::string& run) const {
    std::ofstream(folder_ / run / "report", std::ios::binary | std::ios::trunc);
}

void ImportStore::report(const std::string& run, const std::vector<ReportLine>& lines) const {
    if (lines.empty()) return;
    std::ofstream out(folder_ / run / "report", std::ios::binary | std::ios::app);
    for (const ReportLine& each : lines) {
        std::string why = each.why;
        std::replace(why.begin(), why.end(), '\n', ' ');
        out << each.line << (each.skipped ? " s " : " l ") << why << "\n";
    }
}

std::vector<ReportLine> ImportStore::report_of(const std::string& run, std::size_t from, std::size_t limit) const {
    std::vector<ReportLine> out;
    std::ifstream in(folder_ / run / "report", std::ios::binary);
    std::string line;
    for (std::size_t i = 0; out.size() < limit && std::getline(in, line); ++i) {
        if (i < from) continue;
        const std::size_t space = line.find(' ');
        if (space == std::string::npos || line.size() < space + 3) continue;
        out.push_back({std::stoul(line.substr(0, space)), line.substr(space + 3), line[space + 1] == 's'});
    }
    return out;
}

void ImportStore::add_made(const std::string& run, const std::vector<ImportedThing>& made) const {
    if (made.empty()) return;
    std::ofstream out(folder_ / run / "made", std::ios::binary | std::ios::app);
    for (const ImportedThing& each : made)
        out << each.kind << " " << each.id << " " << each.version << " " << each.parent << "\n";
}

std::vector<ImportStore::ImportedThing> ImportStore::made_by(const std::string& run) const {
    std::vector<ImportedThing> out;
    std::unordered_map<std::string, std::size_t> place;
    std::ifstream in(folder_ / run / "made", std::ios::binary);
    std::string line;
    while (std::getline(in, line)) {
        constexpr std::size_t id_chars = 36;
        if (line.size() < 2 + id_chars + 2) continue;
        ImportedThing made{.kind = line[0], .id = line.substr(2, id_chars)};
        const std::size_t space = line.find(' ', 3 + id_chars);
        made.version = std::stoull(line.substr(3 + id_chars));
        if (space != std::string::npos) made.parent = line.substr(space + 1);
        const auto [at, is_new] = place.emplace(made.id, out.size());
        if (is_new) {
            out.push_back(std::move(made));
        } else {
            out[at->second].version = made.version;
            if (!made.parent.empty()) out[at->second].parent = made.parent;
        }
    }
    return out;
}

}  // namespace tasklog::app
