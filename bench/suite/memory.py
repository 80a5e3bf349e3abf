"""What a command service takes in memory where many people have a few tasks each, most of whom are away; and how long the first command of one who comes back takes."""
import pathlib
import re
import time

from .measure import eventually, program
from .takeover import owned, swept
from .whole import COMMAND

PEOPLE = 1_000_000
TASKS = 10


def memory(process):
    """In MiB: now, at most until now, and of now what is not pages of files."""
    status = pathlib.Path(f"/proc/{process.process.pid}/status").read_text()
    return [int(re.search(rf"{name}:\s+(\d+)", status)[1]) / 1024 for name in ("VmRSS", "VmHWM", "RssAnon")]


def on_disk(process):
    """In MiB: what its scratch files take."""
    return sum(each.stat().st_blocks * 512 for each in pathlib.Path(f"/proc/{process.process.pid}/fd").iterdir() if "/tasklog-" in str(each.readlink())) / 2**20


def workspaces(bench, options, report):
    """After a restart, which reads the snapshots; then requests by Zipf's law, and one to each of many workspaces that nobody has used."""
    bench.tasklog("topics", "--partitions", bench.partitions)
    begin = time.monotonic()
    program("write_log", bench.kafka, bench.topic(), 0, PEOPLE, f"each:{TASKS}")
    written = time.monotonic() - begin
    process = bench.start("command", wait=False)
    owned(process)
    swept(process)
    read = memory(process)
    process.kill()
    begin = time.monotonic()
    process.begin()
    eventually(lambda: (now := process.ready()) and now.status == 200, "it is ready", 300)
    ready = time.monotonic() - begin
    restarted = memory(process)
    zipf = bench.load(process.port, 8, 30, rate=1000, life=True, people=PEOPLE)
    cold = bench.load(process.port, 1, 10, rate=200, body=COMMAND, first_person=PEOPLE // 2, people=PEOPLE // 2)
    warm = bench.load(process.port, 1, 10, rate=200, body=COMMAND, first_person=PEOPLE // 2, people=32)
    after = memory(process)
    most = max(read[1], restarted[1], after[1])
    left, disk = process.metric('tasklog_workspaces{place="disk"}'), on_disk(process)
    report.ratio("workspaces-memory", [most], [1024], 1, "MiB", f"of a command service with {PEOPLE:,} workspaces of {TASKS} tasks, at most, also while it reads the whole log; the bar", lower=True)
    report.ratio("workspaces-cold", [cold["p99_us"] / 1000], [25], 1, "ms", f"99th percentile of the first command to a workspace that is on disk (median {cold['p50_us'] / 1000:.2f} ms, of one in memory {warm['p50_us'] / 1000:.2f} and {warm['p99_us'] / 1000:.1f} ms); the bar", lower=True)
    report.figure("workspaces", {"read": read, "restarted": restarted, "after": after, "written_s": written, "ready_s": ready, "on_disk": left, "disk_mib": disk, "zipf": zipf, "cold": cold, "warm": warm},
                  f"resident, at most and of it not pages of files, MiB: {read} after the whole log was read and {restarted} behind snapshots, {after} in the end; {left:,.0f} on disk, {disk:,.0f} MiB; ready {ready:.1f} s after its start")


workspaces.partitions = 8
