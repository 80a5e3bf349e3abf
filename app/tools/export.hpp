#pragma once

namespace CLI {
class App;
}
namespace tasklog::app {

/// `tasklog export`: writes a workspace's lists and tasks as JSON Lines.
void add_export(CLI::App& app);

}  // namespace tasklog::app
