"""What so many people need: the costs of a command and of a page, measured of `serve` in this run, put into a model and into a simulation of the same (docs/scaling.md)."""
import heapq
import random
import statistics
from dataclasses import dataclass

from .whole import Side

# What a person does, where nobody has counted it yet.
COMMANDS_A_DAY, PAGES_A_DAY, TASKS, OPEN_AT_PEAK = 30, 100, 300, 0.1
TASK_BYTES = 780  # in its owner's memory while it is used (docs/performance.md)
WARM_BYTES = 256 * 2**20  # of these, at most, in an instance
COLD_BYTES, COLD_TASK_BYTES = 250, 200  # of a workspace in memory, and of a task on disk, while nobody uses it
COMMIT_BYTES = 600  # in the log, with its headers
BUSIEST_HOUR = 0.15  # of a day
GATHER_S = 0.005  # tasks, while much comes (docs/decisions/0015)
PEOPLE = (1_000, 100_000, 10_000_000)


@dataclass
class Costs:
    """Seconds of a core."""

    loop: float  # a command in its owner's loop
    broker: float  # its append: librdkafka and Kafka
    rows: float  # its rows in every read model: projections and Postgres
    page_loop: float
    page_rows: float  # Postgres for a page


@dataclass
class Machines:
    """Cores for each part. `shared`: of one machine that does it all."""

    shared: int = 0
    loop: int = 1
    broker: int = 1
    rows: int = 1
    page_loop: int = 1
    page_rows: int = 1


# The least that serves so many people at half load; what is shared out, and by what, stands in docs/scaling.md.
DEPLOYMENTS = {1_000: Machines(shared=2), 100_000: Machines(shared=2), 10_000_000: Machines(loop=2, broker=3, rows=4, page_loop=18, page_rows=16)}
PARTS = ("loop", "broker", "rows", "page_loop", "page_rows")


def peak(people):
    """Commands and pages a second in the busiest hour."""
    return tuple(people * a_day * BUSIEST_HOUR / 3600 for a_day in (COMMANDS_A_DAY, PAGES_A_DAY))


def load(people, costs, machines):
    """The model: how busy each part is, 1 being all its cores."""
    commands, pages = peak(people)
    busy = {part: (pages if part.startswith("page") else commands) * getattr(costs, part) for part in PARTS}
    return {"shared": sum(busy.values()) / machines.shared} if machines.shared else {part: busy[part] / getattr(machines, part) for part in PARTS}


class Cores:
    """So many servers with one queue."""

    def __init__(self, count):
        self.free, self.busy = [0.0] * count, 0.0

    def serve(self, at, seconds):
        """When what comes at that time is done; to be called in the order of time."""
        begin = max(at, heapq.heappop(self.free))
        heapq.heappush(self.free, begin + seconds)
        self.busy += seconds
        return begin + seconds


def simulate(people, costs, machines, seconds):
    """What a person waits for a command, until it is in a read model, and for a page; and how busy each part is. Arrivals and what each takes vary by chance, exponentially."""
    one = Cores(machines.shared) if machines.shared else None
    at = {part: one or Cores(getattr(machines, part)) for part in PARTS}
    took = {"command": [], "visible": [], "page": []}
    events, gathered, number = [], [], 0

    def then(when, kind, begun):
        nonlocal number
        heapq.heappush(events, (when, number := number + 1, kind, begun))

    def arrive(kind, rate, when):
        if (when := when + random.expovariate(rate)) < seconds:
            then(when, kind, when)

    def work(part):
        return at[part].serve(now, random.expovariate(1 / getattr(costs, part)))

    commands, pages = peak(people)
    arrive("loop", commands, 0)
    arrive("page_loop", pages, 0)
    while events:
        now, _, kind, begun = heapq.heappop(events)
        if kind == "loop":
            arrive("loop", commands, now)
            then(work("loop"), "broker", begun)
        elif kind == "broker":
            then(work("broker"), "acknowledged", begun)
        elif kind == "acknowledged":
            took["command"].append(now - begun)
            gathered.append(begun)
            if len(gathered) == 1:
                then(now + (GATHER_S if commands > 1 / GATHER_S else 0), "rows", begun)
        elif kind == "rows":
            batch, gathered = gathered, []
            then(at["rows"].serve(now, sum(random.expovariate(1 / costs.rows) for _ in batch)), batch, begun)
        elif kind == "page_loop":
            arrive("page_loop", pages, now)
            then(work("page_loop"), "page_rows", begun)
        elif kind == "page_rows":
            then(work("page_rows"), "page", begun)
        elif kind == "page":
            took["page"].append(now - begun)
        else:  # a batch that is applied
            took["visible"].extend(now - each for each in kind)
    busy = {"shared": one.busy / seconds / machines.shared} if one else {part: at[part].busy / seconds / getattr(machines, part) for part in PARTS}
    return {name: {"p50_ms": 1000 * statistics.median(all), "p99_ms": 1000 * statistics.quantiles(all, n=100)[98]} for name, all in took.items()}, busy


def measured(bench, options):
    side = Side(bench)
    side.load(64, 3)
    side.settle()
    command = side.at_a_rate(4_000, 5 * options.seconds)
    page = {"path": "/api/v1/tasks?limit=50", "people": 32}
    bench.load(side.process.port, 8, 1, **page)
    before = side.processors()
    pages = bench.load(side.process.port, 8, options.seconds, rate=500, **page)["rate"] * options.seconds
    after = side.processors()
    us, threads_us = command["processor_us"], command["threads_us"]
    loop, client = threads_us["tasklog"], sum(value for name, value in threads_us.items() if name.startswith("rdk:"))
    rows = us["tasklog"] - loop - client + us["postgres"]
    each = lambda name: max(1.0, (after[name] - before[name]) / pages * 1e6)
    return Costs(*(value / 1e6 for value in (loop, client + us["kafka"], rows, each("tasklog"), each("postgres"))))


def scaling(bench, options, report):
    """How busy each part is with so many people at their busiest, by the model and by the simulation, and what they wait."""
    costs = measured(bench, options)
    report.figure("scaling-costs", vars(costs), ", ".join(f"{name} {1e6 * value:,.0f} µs" for name, value in vars(costs).items()))
    for people in PEOPLE:
        machines = DEPLOYMENTS[people]
        commands, pages = peak(people)
        model = load(people, costs, machines)
        waits, simulated = simulate(people, costs, machines, max(2.0, min(60.0, 100_000 / (commands + pages))))
        worst = max(model, key=model.get)
        cores = f"{machines.shared} cores for all" if machines.shared else "cores: " + ", ".join(f"{part} {getattr(machines, part)}" for part in PARTS)
        text = lambda of: ", ".join(f"{part} {100 * share:.0f} %" for part, share in of.items())
        report.figure(f"scaling-{people}", {"people": people, "model": model, "simulated": simulated, "waits": waits},
                      f"{people:,} people, {commands:,.1f} commands and {pages:,.1f} pages a second, {cores}: busy by the model {text(model)}; by the simulation {text(simulated)}; "
                      + "; ".join(f"{name} {each['p50_ms']:.1f} ms, p99 {each['p99_ms']:.1f} ms" for name, each in waits.items())
                      + f"; owners' memory {(min(people * TASKS * TASK_BYTES, WARM_BYTES) + people * COLD_BYTES) / 1e9:,.1f} GB in one instance, and {people * TASKS * COLD_TASK_BYTES / 1e9:,.1f} GB of their disk, log {people * COMMANDS_A_DAY * COMMIT_BYTES / 1e9:,.2f} GB a day, {people * OPEN_AT_PEAK:,.0f} streams; {worst} is full at {people / model[worst]:,.0f} people")


scaling.partitions = 2
