#pragma once
#include <filesystem>

#include "infra/http/message.hpp"

namespace tasklog::http {

/// Serves the files below `root`, read once at start. Each has an ETag; names under /assets/ carry a hash and are
/// cached for a year, all else is revalidated. A path without a file gets /index.html if there is one, unless it is
/// below /api/. `prefix`: what stands before the files' names in a path.
Handler static_files(const std::filesystem::path& root, const std::string& prefix = "");

/// Serves one text that is part of the program.
Handler static_text(std::string_view content_type, std::string_view text);

}  // namespace tasklog::http
