#pragma once
#include <functional>
#include <span>
#include <string>

#include "infra/metrics.hpp"
#include "infra/postgres/worker_loop.hpp"

namespace tasklog::projections {

/// A message of the outbox on its way out.
struct Publication {
    std::string topic;
    std::string key;   ///< the workspace's id: what has one key keeps its order
    std::string body;  ///< a CloudEvent
    bool taken = false;
};
/// Publishes in order and marks those that were taken. Returns why the others were not, which are given to it again;
/// empty if all were. Of one key none is taken behind one that was not.
using Publish = std::function<std::string(std::span<Publication>)>;

/// Takes what waits in the outbox out of it, once it is published: each message at least once, a workspace's in order.
/// Any number of publishers share the log's partitions.
class Publisher {
  public:
    Publisher(postgres::Address postgres, std::string schema, std::string outbox, std::shared_ptr<Alarm> alarm,
              Publish publish, Metrics& metrics, Readiness& readiness);

  private:
    std::size_t round(postgres::Session& session);
    std::size_t publish(postgres::Session& session, int partition);

    const std::string schema_;
    const std::string outbox_;
    const Publish publish_;
    prometheus::Counter& published_;
    prometheus::Counter& failed_;
    postgres::WorkerLoop loop_;
};

}  // namespace tasklog::projections
