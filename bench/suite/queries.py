"""The read side: pages, what has not changed, how soon a change is seen, live subscribers, reminders."""
import asyncio
import datetime
import json
import pathlib
import re
import statistics
import threading
import time
import uuid

from .commands import COMMAND, least_us
from .measure import PROGRAMS, in_turns, run
from support import eventually, token


def fill(process, tasks, user):
    """Tasks with some variety in one workspace, in batches."""
    api, position = process.api(user), None
    priorities = ("none", "low", "medium", "high", "urgent")
    for first in range(0, tasks, 500):
        reply = api.insist(*({"type": "CreateTask", "title": f"Task {i} of many, with some words", "notes": "a note " * (i % 7), "priority": priorities[i % 5],
                              "tags": [f"tag{i % 9}"], **({"due": {"date": f"2027-{1 + i % 12:02}-{1 + i % 28:02}"}} if i % 2 else {})} for i in range(first, min(first + 500, tasks))))
        position = reply.position
    return api, position


def pgbench(bench, options, connections, script):
    """Transactions a second, prepared."""
    variables = [flag for i, value in enumerate(re.findall(r"^-- (.*)$", script.read_text(), re.M), 1) for flag in ("-D", f"p{i}={value}")]
    installed = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))
    out = run(installed[-1] if installed else "pgbench", "-n", "-M", "prepared", "-c", connections, "-j", min(2, connections), "-T", options.seconds, "-f", script, *variables, bench.services.postgres)
    return float(re.search(r"tps = ([\d.]+)", out)[1])


def queries(bench, options, report):
    bench.migrate()
    process = bench.start()
    api, position = fill(process, 10_000, "user-0")
    page = eventually(lambda: (reply := api.get("/api/v1/tasks", position)).status == 200 and reply, "the read model has all")
    assert len(page.json["items"]) == 50
    bench.services.sql(f"VACUUM ANALYZE {bench.schema}.tasks")
    script = bench.folder / "page.sql"
    script.write_text(run(PROGRAMS / "bench_page_sql", bench.schema, api.get("/api/v1/workspaces").json["items"][0]["id"], ""))
    get = lambda port, **more: bench.load(port, 32, options.seconds, path="/api/v1/tasks", people=1, **more)["rate"]
    ours, limit = in_turns(options.rounds, lambda: get(process.port), lambda: pgbench(bench, options, 32, script))
    report.ratio("query-page", ours, limit, 0.6, "pages/s", "pgbench with the same SQL, transactions/s")
    unchanged = {"expect": 304, "etag": page.header("ETag")}
    empty, _ = bench.empty(304, 0)
    ours, limit = in_turns(options.rounds, lambda: get(process.port, **unchanged), lambda: get(empty, **unchanged))
    report.ratio("query-304", ours, limit, 0.6, "answers/s", "the empty handler, requests/s")


def visible(bench, options, report):
    """From sending a command to reading what it did, at 100 commands a second."""
    bench.migrate()
    topic = bench.bare_topic()
    process = bench.start()
    empty, _ = bench.empty(200, len(process.api("user-0").send(json.loads(COMMAND)).text))

    def seen():
        return bench.load(process.port, 4, 5 * options.seconds, body=COMMAND, people=4, rate=100, then="/api/v1/tasks?sort=created&order=desc&limit=1")

    seen()  # statements are prepared, connections made
    took, least = in_turns(options.rounds, seen, lambda: least_us(bench, empty, topic, options.seconds))
    if any(each["rate"] < 98 for each in took):
        return report.line("visible: the load was not kept")
    report.ratio("visible-median", [each["p50_us"] for each in took], least, 6, "µs from a command to its task, at 100/s", "a bare append and an empty handler's request", lower=True)
    report.ratio("visible-p99", [each["p99_us"] for each in took], least, 20, "µs at the 99th percentile", "the same", lower=True)


class Subscriber:
    """A browser tab that listens."""

    def __init__(self, port, user):
        self.port, self.user, self.heard = port, user, asyncio.Event()

    async def listen(self):
        reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        self.writer.write(f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token(self.user)}\r\n\r\n".encode())
        await reader.readuntil(b"\r\n\r\n")
        self.task = asyncio.create_task(self.follow(reader))

    async def follow(self, reader):
        while line := await reader.readline():
            if line.startswith(b"data:"):
                self.heard.set()


async def tell(process, count, changes):
    """How long after a command was due to be sent the subscriber hears of it, in ms; 50 a second."""
    subscribers = [Subscriber(process.port, f"user-{i}") for i in range(count)]
    for each in subscribers:
        await each.listen()
    took = []
    reader, writer = await asyncio.open_connection("127.0.0.1", process.port)
    begin = time.monotonic() + 0.5
    for i in range(changes):
        each = subscribers[(i * 7919) % count]
        moment = begin + i * 0.02
        await asyncio.sleep(max(0, moment - time.monotonic()))
        each.heard.clear()
        writer.write(f"POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {token(each.user)}\r\nContent-Type: application/json\r\nContent-Length: {len(COMMAND)}\r\n\r\n{COMMAND}".encode())
        head = await reader.readuntil(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 200"), head
        await reader.readexactly(int(re.search(rb"Content-Length: (\d+)", head)[1]))
        await asyncio.wait_for(each.heard.wait(), 10)
        took.append((time.monotonic() - moment) * 1000)
    for each in subscribers:
        each.task.cancel()
        each.writer.close()
    return took


def subscribers(bench, options, report):
    bench.migrate()
    process = bench.start()
    for i in range(1_000):
        process.api(f"user-{i}").send(json.loads(COMMAND))
    changes = 100 * options.seconds
    one, thousand = asyncio.run(tell(process, 1, changes)), asyncio.run(tell(process, 1_000, changes))
    report.ratio("live-1000", [statistics.median(thousand)], [statistics.median(one)], 1.5, "ms", "with one subscriber, from sending a command to hearing of it", lower=True)
    report.figure("live-1000-p99-ms", statistics.quantiles(thousand, n=100)[98], f"{statistics.quantiles(thousand, n=100)[98]:.1f} ms at the 99th percentile with 1,000 ({statistics.quantiles(one, n=100)[98]:.1f} ms with one)")


def reminders(bench, options, report):
    """Many reminders that are due at one moment, and two workers that share them."""
    bench.migrate()
    process = bench.start("command")
    people, tasks = 60, 500
    due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=40)

    def remind(person):
        api = process.api(f"person-{person}")
        for _ in range(0, tasks, 250):
            ids = [str(uuid.uuid4()) for _ in range(250)]
            api.insist(*(command for task in ids for command in ({"type": "CreateTask", "id": task, "title": "Remember"}, {"type": "SetReminder", "task": task, "at": due.isoformat()})))

    for group in range(0, people, 4):
        threads = [threading.Thread(target=remind, args=(person,)) for person in range(group, group + 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    limit = bench.load(process.port, 64, options.seconds, body=COMMAND)["rate"]
    workers = [bench.start("notify", TASKLOG_COMMANDS_URL=f"http://127.0.0.1:{process.port}") for _ in range(2)]
    count = lambda table: int(bench.services.sql(f"SELECT count(*) FROM {bench.schema}_notify.{table}"))
    eventually(lambda: count("due_reminders") == people * tasks, "all are known", 90)
    sent = lambda: [worker.metric("tasklog_reminders_sent_total") for worker in workers]
    assert sum(sent()) == 0 and datetime.datetime.now(datetime.timezone.utc) < due, "they were due before all of them were known: the machine is too slow for this"
    threading.Event().wait((due - datetime.datetime.now(datetime.timezone.utc)).total_seconds())
    begin = time.monotonic()
    eventually(lambda: sum(sent()) >= people * tasks, "all have fired", 300)
    rate = people * tasks / (time.monotonic() - begin)
    eventually(lambda: count("notifications") == people * tasks, "all are told", 60)
    fired = [event["task"] for _, _, commit in bench.log() for event in commit["events"] if event["type"] == "ReminderFired"]
    assert len(fired) == len(set(fired)) == people * tasks, "each fired once"
    shares = [share / sum(sent()) for share in sent()]
    assert min(shares) > 0.1, shares
    report.ratio("reminders", [rate], [limit], 0.2, "reminders/s", f"two workers, who shared {people * tasks:,} as {shares[0]:.0%} and {shares[1]:.0%}; commands at 64 connections/s")
