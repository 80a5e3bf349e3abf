"""`serve` with every role, as people run it: what one waits for, what it keeps up with, and what that takes of the processors; beside the limits and beside an earlier release in the same run."""
import json
import pathlib
import statistics
import threading
import time

from .commands import COMMAND, least_us
from .measure import Bench, compared_release, in_turns, name_and_seconds, processor_seconds
from .takeover import swept
from support import eventually

LONGEST_BEHIND = 1.0  # seconds that a projection may be behind
FACTORS = (1, 0.85, 0.7, 0.55, 0.4, 0.3, 0.2, 0.15, 0.1)  # of what it does without a rate, tried one after the other until one is kept up with


def threads(pid, schema):
    """The processor time of each kind of thread, by its name without a number; the system keeps 15 bytes of a name."""
    out = {}
    for task in pathlib.Path(f"/proc/{pid}/task").iterdir():
        name, seconds = name_and_seconds(task)
        name = "tasks" if name == schema[-15:] else name.rpartition("_")[2] if name.count("_") else name.rstrip("0123456789-")
        out[name] = out.get(name, 0) + seconds
    return out


class Side:
    """A `serve` of its own with every role."""

    def __init__(self, bench, binary=None, limits=None):
        """`limits`: of connections and of streams, if others than usual."""
        self.bench = Bench()
        self.bench.partitions, self.bench.binary = bench.partitions, binary or bench.binary
        self.bench.setUp()
        bench.addCleanup(self.bench.doCleanups)
        self.bench.migrate()
        self.process = self.bench.start(**({"TASKLOG_LIMIT_CONNECTIONS": str(limits), "TASKLOG_LIMIT_STREAMS": str(limits)} if limits else {}))
        self.folder = self.bench.services.folder

    def load(self, connections, seconds, **options):
        return self.bench.load(self.process.port, connections, seconds, body=COMMAND, **options)

    def counts(self):
        """Commits sent so far, and applied so far by the projection that is furthest behind."""
        sent, applied = 0, {}
        for line in self.process.metrics().splitlines():
            if line.startswith("tasklog_commits_sent_total"):
                sent = float(line.rsplit(" ", 1)[1])
            elif line.startswith("tasklog_projection_commits_total{"):
                applied[line.split("{")[1].split("}")[0]] = float(line.rsplit(" ", 1)[1])
        return sent, min(applied.values())

    def settle(self):
        """How long the projections take to apply what there is."""
        begin = time.monotonic()
        eventually(lambda: (now := self.counts())[0] == now[1], "every projection has applied all", 300)
        return time.monotonic() - begin

    def processors(self):
        pid = lambda path: int((self.folder / path).read_text().split()[0])
        return {"tasklog": processor_seconds(self.process.process.pid), "postgres": processor_seconds(pid("postgres/cluster/postmaster.pid"), True),
                "kafka": processor_seconds(pid("kafka/kafka.pid"))}

    def threads(self):
        return threads(self.process.process.pid, self.bench.schema)

    def at_a_rate(self, rate, seconds):
        """How long its answers take, how far behind a projection was at most, and the processor time of each command in µs."""
        behind, done = [0.0], threading.Event()

        def watch():
            while not done.wait(0.2):
                sent, applied = self.counts()
                behind[0] = max(behind[0], (sent - applied) / rate)

        before, before_threads, watcher = self.processors(), self.threads(), threading.Thread(target=watch)
        watcher.start()
        took = self.load(64, seconds, rate=round(rate))
        done.set()
        watcher.join()
        self.settle()
        each = lambda now, then: {name: round((value - then.get(name, 0)) / (rate * seconds) * 1e6, 1) for name, value in now.items()}
        return {**took, "asked": rate, "behind_s": behind[0], "processor_us": each(self.processors(), before),
                "threads_us": {name: us for name, us in each(self.threads(), before_threads).items() if us >= 0.5}}

    def sustained(self, seconds):
        """At the highest rate of those tried that every projection keeps up with; none if it keeps up with none."""
        free = self.load(64, seconds)["rate"]
        free = free * seconds / (seconds + self.settle())
        for factor in FACTORS:
            out = self.at_a_rate(free * factor, seconds)
            if out["behind_s"] <= LONGEST_BEHIND and out["rate"] > 0.98 * free * factor:
                return out
        return None


def told(out):
    us = out["processor_us"]
    return (f"{out['asked']:,.0f} commands/s, {out['p50_us'] / 1000:.2f} ms at the median, {out['p99_us'] / 1000:.1f} ms at the 99th percentile, {out['behind_s']:.2f} s behind at most; "
            f"processor time a command {us['tasklog']:.0f} µs Tasklog, {us['postgres']:.0f} Postgres, {us['kafka']:.0f} Kafka; by thread {out['threads_us']}")


def whole(bench, options, report):
    ours, other = Side(bench), Side(bench, compared_release())
    bench.migrate()
    answer = ours.process.api("user-0").send(json.loads(COMMAND))
    empty, topic = bench.empty(200, len(answer.text))[0], bench.bare_topic()
    for side in (ours, other):
        side.load(64, 4)
        side.settle()

    def one(side):
        took = side.load(1, options.seconds)
        side.settle()
        return took["p50_us"]

    mine, its, least = in_turns(options.rounds, lambda: one(ours), lambda: one(other), lambda: least_us(bench, empty, topic, options.seconds))
    report.ratio("serve-1-median", mine, least, 2, "µs", "a bare append and an empty handler's request", lower=True)
    report.figure("serve-1-compared", statistics.median(its), f"the compared release: {statistics.median(its):,.0f} µs")

    seconds = max(10, 5 * options.seconds)
    kept, before = in_turns(options.rounds, lambda: ours.sustained(seconds), lambda: other.sustained(seconds))
    for name, sides in (("serve-64-now", kept), ("serve-64-compared", before)):
        report.figure(name, sides, "\n".join(told(each) if each else "not kept: no rate that was tried is one that every projection keeps up with" for each in sides))
    rates = lambda sides: [each["asked"] for each in sides]
    processor = lambda sides: [each["processor_us"]["tasklog"] + each["processor_us"]["postgres"] for each in sides]
    both = [pair for pair in zip(kept, before) if all(pair)]
    if not both:
        report.line("serve-64: there is no round in which both kept up with a rate, and no ratio")
    else:
        kept, before = zip(*both)
        handler = [bench.load(empty, 64, options.seconds, body=COMMAND)["rate"] for _ in kept]
        report.ratio("serve-64", rates(kept), rates(before), 6, "commands/s that every projection keeps up with", "the compared release")
        report.ratio("serve-64-handler", rates(kept), handler, 0.25, "commands/s that every projection keeps up with", "an empty Beast handler, requests/s")
        report.ratio("serve-processor", processor(kept), processor(before), 0.25, "µs of Tasklog and Postgres a command", "the compared release", lower=True)
        steady = [ours.at_a_rate(0.7 * statistics.median(rates(kept)), seconds) for _ in range(5)]
        report.ratio("serve-tail", [each["p99_us"] for each in steady], [each["p50_us"] for each in steady], 5, "µs at the 99th percentile, at 70 % of that rate", "the median", lower=True)

    other.process.stop()
    ours.settle()
    time.sleep(5)  # what is done after a load, such as snapshots, is over
    used, quiet = processor_seconds(ours.process.process.pid), 20
    time.sleep(quiet)
    report.ratio("serve-idle", [100 * (processor_seconds(ours.process.process.pid) - used) / quiet], [1], 1, "% of a core, doing nothing", "to be at most", lower=True)


def restart(bench, options, report, events=1_000_000):
    """Kill -9 of the only instance: from its start to the first command that it acknowledges."""
    bench.tasklog("topics", "--partitions", bench.partitions)
    bench.write_log(events, events // 100)
    bench.tasklog("migrate")
    process = bench.start(wait=False)
    eventually(lambda: (ready := process.ready()) and ready.status == 200, "every read model is filled", 900)
    swept(process)
    took = []
    for _ in range(options.rounds):
        process.kill()
        begin = time.monotonic()
        process.begin()
        process.api("user-999999").insist(json.loads(COMMAND))
        took.append(time.monotonic() - begin)
        process.wait_ready()
    report.ratio("serve-restart", took, [1] * len(took), 1, f"s from its start to its first acknowledgement, {events:,} events behind a snapshot", "to be at most", lower=True)


whole.partitions = 2
