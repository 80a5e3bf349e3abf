"""Commands: how many, and how long each takes, beside an empty handler and beside bare appends."""
import json
import statistics

from .measure import Bench, in_turns, processor_seconds, program

COMMAND = '{"type":"CreateTask","title":"Buy milk"}'


def least_us(bench, empty, topic, seconds):
    """What one command takes at least: an empty handler's request and a bare append, at the median."""
    return bench.load(empty, 1, seconds, body=COMMAND)["p50_us"] + program("append", bench.kafka, topic, 400, 1, seconds)["p50_us"]


def prepare(bench):
    """A command service that is warm, what it answers, and how long its commits are."""
    bench.migrate()
    process = bench.start("command")
    answer = process.api("user-0").send(json.loads(COMMAND))
    commit_bytes = len(json.dumps(bench.log()[0][2], separators=(",", ":")))
    bench.load(process.port, 64, 4, body=COMMAND)  # until the broker is compiled
    return process, len(answer.text), commit_bytes


def rate_and_us(bench, port, pid, connections, seconds):
    """Requests a second, and the processor time in µs that the server takes for each."""
    before = processor_seconds(pid)
    rate = bench.load(port, connections, seconds, body=COMMAND)["rate"]
    return rate, (processor_seconds(pid) - before) / (rate * seconds) * 1e6


def beside_limits(connections, partitions, options, rounds, at_a_rate=True):
    """Of a service of its own and of an empty handler, the rates and what a request takes of the processor; the rates of bare
    appends; and how long the service's answers take at a rate that it can keep."""
    bench = Bench()
    bench.partitions = partitions
    bench.setUp()
    try:
        process, answer_bytes, commit_bytes = prepare(bench)
        (empty, empty_pid), topic = bench.empty(200, answer_bytes), bench.bare_topic()
        send = lambda port, pid: rate_and_us(bench, port, pid, connections, options.seconds)
        ours, handler, raw = in_turns(rounds, lambda: send(process.port, process.process.pid), lambda: send(empty, empty_pid),
                                      lambda: program("append", bench.kafka, topic, commit_bytes, connections, options.seconds)["rate"])
        (rates, took), (empty_rates, empty_took) = zip(*ours), zip(*handler)
        out = (rates, empty_rates, raw, took, empty_took)
        if not at_a_rate:
            return out, None
        # From the moment at which each should have been sent.
        rate = round(0.7 * statistics.median(rates), -2)
        return out, {"rate": rate, **bench.load(process.port, connections, 2 * options.seconds, body=COMMAND, rate=rate)}
    finally:
        bench.doCleanups()


def commands(bench, options, report):
    """With two partitions, whose batches are fuller, and with eight, the default, over which bare appends are slower too."""
    for partitions, name in ((2, "commands-64"), (8, "commands-64-eight")):
        (ours, handler, raw, took, handler_took), steady = beside_limits(64, partitions, options, options.rounds)
        at = f"commands/s with {partitions} partitions"
        report.ratio(name, ours, handler, 0.45, at, "an empty Beast handler, requests/s")
        report.ratio(name + "-append", ours, raw, 0.25, at, "bare idempotent appends, 64 in flight, records/s")
        report.ratio(name + "-processor", took, handler_took, 2.2, "µs of the processor a command, all threads", "the empty handler's", lower=True)
        report.figure(name + "-at-70-percent", steady, f"at {steady['rate']:,.0f} commands/s: {steady['p50_us'] / 1000:.2f} ms at the median, {steady['p99_us'] / 1000:.2f} ms at the 99th percentile, {steady['p999_us'] / 1000:.1f} ms at the 99.9th")
    curve = []
    for connections in (1, 16, 64, 256):
        rates, _ = beside_limits(connections, 2, options, 1, at_a_rate=False)
        curve.append([connections, *(statistics.median(side) for side in rates[:3])])
    report.figure("commands-by-connections", curve, "; ".join(f"{c} connections {ours:,.0f}/s (handler {handler:,.0f}, appends {raw:,.0f})" for c, ours, handler, raw in curve))


def latency(bench, options, report):
    process, _, commit_bytes = prepare(bench)
    topic = bench.bare_topic()
    ours, raw = in_turns(2 * options.rounds - 1, lambda: bench.load(process.port, 1, options.seconds, body=COMMAND), lambda: program("append", bench.kafka, topic, commit_bytes, 1, options.seconds))
    for name, key, bar in (("latency-1-median", "p50_us", 1.5), ("latency-1-p99", "p99_us", 3)):
        report.ratio(name, [each[key] for each in ours], [each[key] for each in raw], bar, "µs", "a bare append", lower=True)


def life(bench, options, report):
    """What people send: the workload of docs/performance.md."""
    process, answer_bytes, _ = prepare(bench)
    empty, _ = bench.empty(200, answer_bytes)
    seed = iter(range(1, 1000))

    def send(port):
        number = next(seed)
        return bench.load(port, 64, options.seconds, life=True, seed=number, people=20_000, first_person=number * 20_000)["rate"]

    ours, handler = in_turns(options.rounds, lambda: send(process.port), lambda: send(empty))
    report.ratio("life-64", ours, handler, 0.3, "requests/s", "an empty Beast handler, requests/s")


latency.partitions = life.partitions = 2
