#include "app/tools/client/client_options.hpp"

namespace tasklog::app {

void ClientOptions::add_to(Command command) {
    command.add_option("--url", url, "a running Tasklog").envname("TASKLOG_URL").capture_default_str();
    command.add_option("--token", token, "bearer token; `tasklog token` makes one").envname("TASKLOG_TOKEN").required();
    command.add_option("--workspace", workspace, "a workspace's id; the token's own if left out");
}

}  // namespace tasklog::app
