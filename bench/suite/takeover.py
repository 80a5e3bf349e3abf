"""How long a partition takes no command while another instance takes it over: empty, behind a snapshot, and with the whole log to read; and what a task takes in memory."""
import pathlib
import re
import signal
import statistics
import threading
import time

from .measure import Bench
from support import eventually

NONE = {"TASKLOG_SNAPSHOT_EVERY": "0"}


def resident_mib(process):
    return int(re.search(r"VmRSS:\s+(\d+)", pathlib.Path(f"/proc/{process.process.pid}/status").read_text())[1]) / 1024


def owned(process):
    """Waits until it owns the partition: the seconds from being given it."""
    eventually(lambda: process.ready() and process.metric("tasklog_takeover_seconds_count") > 0, "it owns the partition", 300)
    return process.metric("tasklog_takeover_seconds_sum")


def swept(process):
    """Waits until no more snapshots are written."""
    seen = [-1, 0]

    def still():
        now = process.metric("tasklog_snapshot_records_total")
        seen[1] = seen[1] + 1 if now == seen[0] and now > 0 else 0
        seen[0] = now
        return seen[1] > 100

    eventually(still, "the snapshots are written", 120)


def handover(bench, old, **environment):
    """A new owner after the old one was told to stop; how long nothing was acknowledged meanwhile, and how long it took from being given the partition to owning it. In seconds."""
    new = bench.start("command", wait=False, **environment)
    eventually(lambda: new.ready() and new.ready().status == 200, "the other instance is ready")
    api, done, answered = new.api("user-999999"), threading.Event(), [time.monotonic()]

    def send():
        while not done.is_set():
            reply = api.send({"type": "CreateTask", "title": "Meanwhile"})
            if reply.status == 200:
                answered.append(time.monotonic())
            else:
                time.sleep(0.001)

    client = threading.Thread(target=send)
    client.start()
    old.signal(signal.SIGTERM)
    took = owned(new)
    time.sleep(0.2)
    done.set()
    client.join()
    old.process.wait()
    return new, max(b - a for a, b in zip(answered, answered[1:])), took


def takeovers(events, rounds):
    """With so many events in the log."""
    bench = Bench()
    bench.partitions = 1
    bench.setUp()
    try:
        bench.tasklog("topics", "--partitions", 1)
        tasks = bench.write_log(events, max(1, events // 100))["tasks"] if events else 0
        process = bench.start("command", wait=False)
        out = {"tasks": tasks, "whole_s": owned(process), "mib": resident_mib(process), "gaps": [], "owned_s": []}
        if events:
            swept(process)
        for _ in range(rounds):
            process, gap, took = handover(bench, process)
            out["gaps"].append(gap)
            out["owned_s"].append(took)
        out["frozen_mib"] = resident_mib(process)
        if events == 1_000_000:
            process, out["whole_gap"], _ = handover(bench, process, **NONE)
        return out
    finally:
        bench.doCleanups()


def takeover(bench, options, report):
    rounds = 2 * options.rounds - 1
    empty = takeovers(0, rounds)
    for events in (1_000_000, 10_000_000):
        some = takeovers(events, rounds if events == 1_000_000 else 1)
        name = f"takeover-{events // 1_000_000}M"
        if events == 1_000_000:
            report.ratio(name, [1000 * gap for gap in some["gaps"]], [1000 * gap for gap in empty["gaps"]], 5, "ms", f"without an acknowledgement, {events:,} events behind a snapshot; with an empty partition", lower=True)
        mib = lambda which: (some[which] - empty[which]) * 2**20 / some["tasks"]
        figures = {"tasks": some["tasks"], "whole_s": some["whole_s"], "snapshot_s": statistics.median(some["owned_s"]), "empty_s": statistics.median(empty["owned_s"]), "gap_s": statistics.median(some["gaps"]),
                   "whole_gap_s": some.get("whole_gap"), "bytes_a_task": round(mib("mib")), "bytes_a_task_frozen": round(mib("frozen_mib"))}
        report.figure(name, figures, f"{events:,} events, {some['tasks']:,} tasks; from being given the partition to owning it {figures['snapshot_s']:.3f} s behind a snapshot, {figures['whole_s']:.2f} s without, "
                      f"{figures['empty_s']:.3f} s if it is empty; {figures['bytes_a_task']:,} bytes a task with its answers, {figures['bytes_a_task_frozen']:,} while nobody has asked for it")
