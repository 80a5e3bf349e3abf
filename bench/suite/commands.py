"""Commands: how many, and how long each takes, beside an empty handler and beside bare appends."""
import json
import statistics

from .measure import in_turns, program

COMMAND = '{"type":"CreateTask","title":"Buy milk"}'


def prepare(bench):
    """A command service that is warm, what it answers, and how long its commits are."""
    bench.migrate()
    process = bench.start("command")
    answer = process.api("user-0").send(json.loads(COMMAND))
    commit_bytes = len(json.dumps(bench.log()[0][2], separators=(",", ":")))
    bench.load(process.port, 64, 10, body=COMMAND)  # until the broker is compiled
    return process, len(answer.text), commit_bytes


def commands(bench, options, report):
    """With two partitions: on so few cores fewer and fuller batches are faster. The default is eight, which the last figure shows."""
    process, answer_bytes, commit_bytes = prepare(bench)
    empty, topic = bench.empty(200, answer_bytes), bench.bare_topic()
    curve = []
    for connections in (1, 16, 64, 256):
        send = lambda port: bench.load(port, connections, options.seconds, body=COMMAND)["rate"]
        append = lambda: program("append", bench.kafka, topic, commit_bytes, connections, options.seconds)["rate"]
        ours, handler, raw = in_turns(options.rounds, lambda: send(process.port), lambda: send(empty), append)
        curve.append([connections, statistics.median(ours), statistics.median(handler), statistics.median(raw)])
        if connections == 64:
            report.ratio("commands-64", ours, handler, 0.45, "commands/s", "an empty Beast handler, requests/s")
            report.ratio("commands-64-append", ours, raw, 0.25, "commands/s", "bare idempotent appends, 64 in flight, records/s")
    report.figure("commands-by-connections", curve, "; ".join(f"{c} connections {ours:,.0f}/s (handler {handler:,.0f}, appends {raw:,.0f})" for c, ours, handler, raw in curve))
    # At a rate that can be kept, from the moment at which each should have been sent.
    rate = round(0.7 * curve[2][1], -2)
    steady = bench.load(process.port, 64, 2 * options.seconds, body=COMMAND, rate=rate)
    report.figure("commands-at-70-percent", {"rate": rate, **steady}, f"at {rate:,.0f} commands/s: {steady['p50_us'] / 1000:.2f} ms at the median, {steady['p99_us'] / 1000:.2f} ms at "
                  f"the 99th percentile, {steady['p999_us'] / 1000:.1f} ms at the 99.9th")


def eight_partitions(bench, options, report):
    process, answer_bytes, commit_bytes = prepare(bench)
    empty, topic = bench.empty(200, answer_bytes), bench.bare_topic()
    send = lambda port: bench.load(port, 64, options.seconds, body=COMMAND)["rate"]
    ours, handler, raw = in_turns(options.rounds, lambda: send(process.port), lambda: send(empty), lambda: program("append", bench.kafka, topic, commit_bytes, 64, options.seconds)["rate"])
    ours, handler, raw = statistics.median(ours), statistics.median(handler), statistics.median(raw)
    report.figure("commands-64-eight-partitions", [ours, handler, raw], f"{ours:,.0f} commands/s with eight partitions (handler {handler:,.0f}, appends {raw:,.0f})")


def latency(bench, options, report):
    process, _, commit_bytes = prepare(bench)
    topic = bench.bare_topic()
    ours, raw = in_turns(2 * options.rounds + 1, lambda: bench.load(process.port, 1, options.seconds, body=COMMAND), lambda: program("append", bench.kafka, topic, commit_bytes, 1, options.seconds))
    for name, key, bar in (("latency-1-median", "p50_us", 1.5), ("latency-1-p99", "p99_us", 3)):
        report.ratio(name, [each[key] for each in ours], [each[key] for each in raw], bar, "µs", "a bare append", lower=True)


def life(bench, options, report):
    """What people send: the workload of docs/performance.md."""
    process, answer_bytes, _ = prepare(bench)
    empty = bench.empty(200, answer_bytes)
    seed = iter(range(1, 1000))

    def send(port):
        number = next(seed)
        return bench.load(port, 64, options.seconds, life=True, seed=number, people=20_000, first_person=number * 20_000)["rate"]

    ours, handler = in_turns(options.rounds, lambda: send(process.port), lambda: send(empty))
    report.ratio("life-64", ours, handler, 0.3, "requests/s", "an empty Beast handler, requests/s")


commands.partitions = latency.partitions = life.partitions = 2
