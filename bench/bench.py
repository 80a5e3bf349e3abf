#!/usr/bin/env python3
"""Measures Tasklog beside its limits: each figure is a ratio to a side that is measured in the same run, in turns, on the same machine.

    bench.py [--json] [--rounds N] [--seconds N] [NAMES…]     NAMES: commands, latency, projection, queries, visible, reminders
"""
import argparse, datetime, json, os, pathlib, re, statistics, subprocess, sys, threading, time, uuid

REPO = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(REPO / "tests/system"))
from support import SystemTest, eventually, free_port, token  # noqa: E402

BENCH = pathlib.Path(os.environ["TASKLOG_BINARY"]).parent / "bench"
USERS = [f"user-{i}" for i in range(32)]


def run(*args, **kwargs):
    return subprocess.run([str(arg) for arg in args], check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL, **kwargs).stdout


class Bench(SystemTest):
    """Topics, a schema and processes of its own, as for a test."""

    partitions = 2
    session_timeout_ms = 6000

    def runTest(self):
        pass

    def empty(self, status, body_bytes):
        port = free_port()
        process = subprocess.Popen([BENCH / "bench_empty_server", str(port), str(status), str(body_bytes)])
        self.addCleanup(process.kill)
        eventually(lambda: subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"], capture_output=True).returncode == 0, "the empty server")
        return port

    def wrk(self, port, connections, seconds, path="/api/v1/commands", body=None, headers=None, expect=200):
        """Requests a second, and the median in microseconds."""
        tokens = ", ".join(f'"{token(user)}"' for user in USERS) if body else ""
        script = self.folder / "wrk.lua"
        lines = [f'local tokens, n = {{{tokens}}}, 0']
        if body:
            lines += ["local requests = {}", "function init()",
                      f"  for i, t in ipairs(tokens) do requests[i] = wrk.format('POST', '{path}', {{['Authorization'] = 'Bearer ' .. t, ['Content-Type'] = 'application/json'}}, {json.dumps(body)!r}) end",
                      "end", "function request() n = n + 1; return requests[n % #requests + 1] end"]
        else:
            lines += [f'wrk.headers["{name}"] = {json.dumps(value)}' for name, value in (headers or {}).items()]
            lines += [f'wrk.path = {json.dumps(path)}']
        lines += ["local bad = 0", f"function response(status) if status ~= {expect} then bad = bad + 1; if bad == 1 then print('status ' .. status) end end end"] if expect and not body else []
        script.write_text("\n".join(lines) + "\n")
        out = run("wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", "-s", script, f"http://127.0.0.1:{port}{path}")
        if "Non-2xx" in out and expect < 300 or "status " in out:
            raise AssertionError(out)
        rate = float(re.search(r"Requests/sec:\s+([\d.]+)", out)[1])
        number, unit = re.search(r"50%\s+([\d.]+)(us|ms|s)", out).groups()
        return rate, float(number) * {"us": 1, "ms": 1e3, "s": 1e6}[unit]


def median_of(rounds, *sides):
    """Each side in turn, so that all see the same weather; the median of each."""
    results = [[] for _ in sides]
    for _ in range(rounds):
        for side, result in zip(sides, results):
            result.append(side())
    return [statistics.median(result) for result in results]


COMMAND = {"type": "CreateTask", "title": "Buy milk"}


def commands(bench, options, report):
    bench.migrate()
    process = bench.start("command")
    answer = process.api(USERS[0]).send(COMMAND)
    empty = bench.empty(200, len(answer.text))
    bench.wrk(process.port, 64, 30, body=COMMAND)  # until the broker is compiled
    ours, limit = median_of(options.rounds, lambda: bench.wrk(process.port, 64, options.seconds, body=COMMAND)[0], lambda: bench.wrk(empty, 64, options.seconds, body=COMMAND)[0])
    report("commands-64", ours / limit, 1 / 3, f"{ours:,.0f} commands/s at 64 connections; an empty Beast handler {limit:,.0f} requests/s")


def latency(bench, options, report):
    bench.migrate()
    process = bench.start("command")
    api = process.api(USERS[0])
    api.send(COMMAND)
    size = len(json.dumps(bench.log()[0][2], separators=(",", ":")))
    bench.tasklog("topics", "--partitions", 1, TASKLOG_TOPIC_PREFIX=bench.prefix + "bare.")
    append = lambda: float(run(BENCH / "bench_append", bench.services.kafka, bench.prefix + "bare.events", size, 4000))
    bench.wrk(process.port, 1, 2, body=COMMAND)
    ours, limit = median_of(options.rounds, lambda: bench.wrk(process.port, 1, options.seconds, body=COMMAND)[1], append)
    report("latency-1", ours / limit, 3, f"{ours:,.0f} µs at the median with one connection; a bare append of {size} bytes {limit:,.0f} µs", lower=True)


def fill(bench, process, tasks, user="filler"):
    """Tasks with some variety in one workspace, in batches."""
    api, position = process.api(user), None
    priorities = ("none", "low", "medium", "high", "urgent")
    for first in range(0, tasks, 500):
        reply = api.insist(*({"type": "CreateTask", "title": f"Task {i} of many, with some words", "notes": "a note " * (i % 7), "priority": priorities[i % 5],
                              "tags": [f"tag{i % 9}"], **({"due": {"date": f"2027-{1 + i % 12:02}-{1 + i % 28:02}"}} if i % 2 else {})} for i in range(first, min(first + 500, tasks))))
        position = reply.position
    return api, position


def projection(bench, options, report):
    bench.migrate()
    process = bench.start("command")
    tasks = 200_000
    people = 100  # so many that each partition has its share
    writers = [threading.Thread(target=fill, args=(bench, process, tasks // people, f"person-{i}")) for i in range(people)]
    for group in range(0, people, 4):
        for thread in writers[group:group + 4]:
            thread.start()
        for thread in writers[group:group + 4]:
            thread.join()
    process.kill()
    sql = bench.services.sql
    reference = bench.schema + "_reference"
    bench.tasklog("migrate", TASKLOG_SCHEMA=reference)

    def project():
        sql(f"DROP SCHEMA {bench.schema} CASCADE")
        bench.tasklog("migrate")
        begin = time.monotonic()
        bench.tasklog("replay", "--into", bench.schema)
        took = time.monotonic() - begin
        assert int(sql(f"SELECT count(*) FROM {bench.schema}.tasks")) == tasks
        return tasks / took

    def insert():
        # The same rows, already in this Postgres, in one statement.
        sql(f"DROP TABLE IF EXISTS {reference}.rows; CREATE TABLE {reference}.rows AS SELECT * FROM {bench.schema}.tasks; TRUNCATE {reference}.tasks; CHECKPOINT")
        columns = [row[0] for row in bench.services.rows(f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{reference}' AND table_name = 'tasks' ORDER BY ordinal_position")]
        update = ", ".join(f"{column} = excluded.{column}" for column in columns if column not in ("workspace_id", "task_id"))
        begin = time.monotonic()
        sql(f"INSERT INTO {reference}.tasks SELECT * FROM {reference}.rows ON CONFLICT (workspace_id, task_id) DO UPDATE SET {update}")
        return tasks / (time.monotonic() - begin)

    ours, limit = median_of(options.rounds, project, insert)
    report("projection", ours / limit, 0.6, f"{ours:,.0f} events/s from Kafka into the read model; one INSERT … SELECT … ON CONFLICT of the same rows {limit:,.0f}/s")


def queries(bench, options, report):
    bench.migrate()
    process = bench.start()
    api, position = fill(bench, process, 10_000)
    page = eventually(lambda: (reply := api.get("/api/v1/tasks", position)).status == 200 and reply, "the read model has all")
    assert len(page.json["items"]) == 50
    bench.services.sql(f"VACUUM ANALYZE {bench.schema}.tasks")
    workspace = api.get("/api/v1/workspaces").json["items"][0]["id"]
    text = run(BENCH / "bench_page_sql", bench.schema, workspace, "")
    script = bench.folder / "page.sql"
    script.write_text(text)
    variables = [flag for i, value in enumerate(re.findall(r"^-- (.*)$", text, re.M), 1) for flag in ("-D", f"p{i}={value}")]
    headers = {"Authorization": f"Bearer {token('filler')}"}

    def pgbench():
        out = run("/usr/lib/postgresql/15/bin/pgbench" if pathlib.Path("/usr/lib/postgresql/15/bin/pgbench").exists() else "pgbench", "-n", "-M", "prepared", "-c", 32, "-j", 2, "-T", options.seconds,
                  "-f", script, *variables, bench.services.postgres)
        return float(re.search(r"tps = ([\d.]+)", out)[1])

    ours, limit = median_of(options.rounds, lambda: bench.wrk(process.port, 32, options.seconds, path="/api/v1/tasks", headers=headers)[0], pgbench)
    report("query-page", ours / limit, 0.6, f"{ours:,.0f} pages of 50 out of 10,000 tasks/s at 32 connections; pgbench with the same SQL {limit:,.0f}/s")
    headers["If-None-Match"] = page.header("ETag")
    empty = bench.empty(304, 0)
    ours, limit = median_of(options.rounds, lambda: bench.wrk(process.port, 32, options.seconds, path="/api/v1/tasks", headers=headers, expect=304)[0],
                            lambda: bench.wrk(empty, 32, options.seconds, path="/api/v1/tasks", headers=headers, expect=304)[0])
    report("query-304", ours / limit, 0.6, f"{ours:,.0f} answers of 304/s; the empty handler {limit:,.0f}/s")


def visible(bench, options, report):
    bench.migrate()
    bench.tasklog("topics", "--partitions", 1, TASKLOG_TOPIC_PREFIX=bench.prefix + "bare.")
    process = bench.start()
    api = process.api("filler")
    api.send(COMMAND)
    append_ms = float(run(BENCH / "bench_append", bench.services.kafka, bench.prefix + "bare.events", 400, 2000)) / 1000
    took, threads, lock = [], 4, threading.Lock()

    def client(number):
        own = process.api(USERS[number])
        own.send(COMMAND)
        begin = time.monotonic() + number * 0.01
        for i in range(25 * options.seconds):
            # Each at its own moment of a fixed clock, late or not: 100 a second in all.
            delay = begin + i * 0.01 * threads - time.monotonic()
            if delay > 0:
                threading.Event().wait(delay)
            at = time.monotonic()
            position = own.send(COMMAND).position
            reply = own.get("/api/v1/tasks", position, sort="created", order="desc", limit=1)
            assert reply.status == 200, reply.text
            with lock:
                took.append((time.monotonic() - at) * 1000)

    clients = [threading.Thread(target=client, args=(i,)) for i in range(threads)]
    for thread in clients:
        thread.start()
    for thread in clients:
        thread.join()
    above = statistics.median(took) - append_ms
    report("visible-ms", above, 10, f"{statistics.median(took):.1f} ms at the median from sending a command to reading it, at 100 commands/s (99th percentile "
           f"{statistics.quantiles(took, n=100)[98]:.1f} ms); the append itself {append_ms:.1f} ms", lower=True)


def reminders(bench, options, report):
    """100,000 reminders that are due at one moment, and two workers that share them."""
    bench.migrate()
    process = bench.start("command")
    people, tasks = 100, 1_000
    due = datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=100)

    def remind(person):
        api = process.api(f"person-{person}")
        for first in range(0, tasks, 250):
            ids = [str(uuid.uuid4()) for _ in range(250)]
            api.insist(*(command for task in ids for command in ({"type": "CreateTask", "id": task, "title": f"Task {first}"}, {"type": "SetReminder", "task": task, "at": due.isoformat()})))

    for group in range(0, people, 4):
        threads = [threading.Thread(target=remind, args=(person,)) for person in range(group, group + 4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    limit, _ = bench.wrk(process.port, 64, options.seconds, body=COMMAND)
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
    report("reminders", rate / limit, 0.2, f"{rate:,.0f} reminders/s fired by two workers, who shared 100,000 as {shares[0]:.0%} and {shares[1]:.0%}; wrk sent {limit:,.0f} commands/s at 64 connections")


ALL = {"commands": commands, "latency": latency, "projection": projection, "queries": queries, "visible": visible, "reminders": reminders}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*", choices=[[], *ALL], metavar="NAMES")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args()
    ratios = {}

    def report(name, ratio, bar, text, lower=False):
        ratios[name] = {"ratio": round(ratio, 4), "bar": round(bar, 4), "lower_is_better": lower}
        met = ratio <= bar if lower else ratio >= bar
        print(f"{name:12} {ratio:7.3f}  {'at most' if lower else 'at least'} {bar:.3f}  {'met' if met else 'MISSED'}  {text}", file=sys.stderr if options.json else sys.stdout, flush=True)

    for name in options.names or ALL:
        bench = Bench()
        bench.setUp()
        try:
            ALL[name](bench, options, report)
        finally:
            bench.doCleanups()
    if options.json:
        print(json.dumps({"ratios": ratios}))


if __name__ == "__main__":
    main()
