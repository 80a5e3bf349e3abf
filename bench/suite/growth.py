"""What an operation costs while what there is grows: tasks in one workspace, and workspaces."""
import json
import statistics

from .measure import eventually

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WORKSPACES = (1, 10, 100, 1_000, 10_000, 100_000)
FIRST = 200_000  # the people with workspaces of a size, apart from all others


def growth(bench, options, report):
    bench.migrate()
    bench.write_log(3 * max(WORKSPACES), max(WORKSPACES), *((FIRST + i, size) for i, size in enumerate(SIZES)))
    bench.tasklog("replay", "tasks")
    process, query = bench.start("command", wait=False), bench.start("query")
    eventually(lambda: process.ready() and process.ready().status == 200, "all partitions are owned", 120)
    command = json.dumps({"type": "CreateTask", "title": "One more of many"})

    def send(first, people, seconds=options.seconds):
        return bench.load(process.port, 16, seconds, body=command, first_person=first, people=people)["rate"]

    def page(first, seconds=options.seconds):
        return bench.load(query.port, 4, seconds, path="/api/v1/tasks", first_person=first, people=1)["rate"]

    def curve(name, what, xs, measure, bar):
        for x in xs:
            measure(x, 1)  # what is frozen thaws, what is cold gets warm
        rates = {x: [] for x in xs}
        for _ in range(options.rounds):
            for x in xs:
                rates[x].append(measure(x))
        cost = {x: [1e6 / rate for rate in rates[x]] for x in xs}
        points = [[x, statistics.median(cost[x])] for x in xs]
        report.figure(name, points, f"{what}: " + ", ".join(f"{y:.1f} µs at {x:,}" for x, y in points))
        report.ratio(name + "-ratio", cost[xs[-1]], cost[xs[0]], bar, "µs", f"each at {xs[-1]:,}; at {xs[0]:,}", lower=True)

    of = lambda size: FIRST + SIZES.index(size)
    curve("command-by-tasks", "a command, by tasks in its workspace", SIZES, lambda size, *seconds: send(of(size), 1, *seconds), 1.3)
    curve("page-by-tasks", "a page of 50, by tasks in its workspace", SIZES, lambda size, *seconds: page(of(size), *seconds), 1.3)
    curve("command-by-workspaces", "a command, by workspaces in use", WORKSPACES, lambda count, *seconds: send(0, count, *seconds), 1.5)
