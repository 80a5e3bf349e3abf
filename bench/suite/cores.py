"""A command service and a query service with one loop, two and four: what that takes of the processors, how evenly the loops share it, and what follows for more cores than there are here."""
import pathlib
import statistics

from .commands import COMMAND
from .measure import Bench, in_turns
from .queries import fill
from .whole import name_and_seconds
from support import eventually

LOOPS = (1, 2, 4)
CORES = (2, 4, 8)


def times(pid):
    """Processor time of each loop, and of all other threads."""
    loops, others = {}, 0
    for task in sorted(pathlib.Path(f"/proc/{pid}/task").iterdir(), key=lambda each: int(each.name)):
        name, seconds = name_and_seconds(task)
        # What a thread makes is called like it.
        if (task.name == str(pid) or name.startswith("loop ")) and name not in loops:
            loops[name] = seconds
        else:
            others += seconds
    return loops, others


class Service:
    """One role with so many loops."""

    def __init__(self, bench, role, loops, **load):
        self.bench, self.role, self.loops, self.load = bench, role, loops, load
        self.process = bench.start(role, TASKLOG_LOOPS=str(loops))
        self.loop_us, self.other_us, self.busiest = [], [], []
        self.run(2)

    def run(self, seconds):
        """How many a second; and what each took."""
        before, before_others = times(self.process.process.pid)
        took = self.bench.load(self.process.port, 64, seconds, **self.load)
        after, others = times(self.process.process.pid)
        each = [after[name] - before.get(name, 0) for name in after]
        count = took["rate"] * seconds
        self.loop_us.append(sum(each) / count * 1e6)
        self.other_us.append((others - before_others) / count * 1e6)
        self.busiest.append(max(each) / sum(each))
        return took["rate"]

    def on_paper(self, cores):
        """With so many cores for this process alone: until they are all busy, or the busiest loop is."""
        loop, other, busiest = (statistics.median(all[1:]) for all in (self.loop_us, self.other_us, self.busiest))
        return min(cores / (loop + other), 1 / (loop * busiest)) * 1e6


def compare(bench, options, report, role, what, **load):
    services = [Service(bench, role, loops, **load) for loops in LOOPS] if role == "query" else [service_of_its_own(bench, loops, **load) for loops in LOOPS]
    rates = in_turns(options.rounds, *(lambda each=each: each.run(options.seconds) for each in services))
    for service, rate in zip(services, rates):
        loop, other, busiest = (statistics.median(all[1:]) for all in (service.loop_us, service.other_us, service.busiest))
        paper = {cores: service.on_paper(cores) for cores in CORES}
        report.figure(f"cores-{role}-{service.loops}", {"rate": statistics.median(rate), "loop_us": loop, "other_us": other, "busiest": busiest, "on_paper": paper},
                      f"{service.loops} loops: {statistics.median(rate):,.0f} {what}/s here; {loop:.1f} µs in the loops, of which the busiest has {100 * busiest:.0f} %, {other:.1f} µs in other threads; on paper, with cores for it alone: "
                      + ", ".join(f"{cores}: {each:,.0f}/s" for cores, each in paper.items()))


def service_of_its_own(bench, loops, **load):
    """With a log of its own: in one group they would share its partitions."""
    own = Bench()
    own.partitions, own.binary = 8, bench.binary
    own.setUp()
    bench.addCleanup(own.doCleanups)
    own.migrate()
    return Service(own, "command", loops, **load)


def cores(bench, options, report):
    compare(bench, options, report, "command", "commands", body=COMMAND)
    bench.migrate()
    writer = bench.start()
    api, position = fill(writer, 10_000, "user-0")
    eventually(lambda: api.get("/api/v1/tasks", position).status == 200, "the read model has all")
    bench.services.sql(f"VACUUM ANALYZE {bench.schema}.tasks")
    compare(bench, options, report, "query", "pages", path="/api/v1/tasks", people=1)
