"""The log read again: folded in memory, and rebuilt as a read model."""
import os
import statistics
import subprocess
import threading
import time

from .measure import in_turns, program  # first: it tells where support is
from support import BINARY

EVENTS, PEOPLE = 1_000_000, 10_000


def reading(bench, options, report):
    bench.tasklog("topics", "--partitions", bench.partitions)
    log = bench.write_log(EVENTS, PEOPLE)
    read = lambda how: (lambda done: done["records"] / done["seconds"])(program("read_log", bench.kafka, bench.topic(), how))
    read("bare")  # until the log is in the page cache
    ours, bare = in_turns(2 * options.rounds - 1, lambda: read("fold"), lambda: read("bare"))
    report.ratio("consume-and-fold", ours, bare, 0.5, "commits/s", f"a bare consume of the same {log['commits']:,} records/s")


class Prober:
    """Somebody who looks at their tasks all the time, on a thread."""

    def __init__(self, api):
        self.api, self.took, self.failed, self.done = api, [], [], threading.Event()
        self.thread = threading.Thread(target=self.look)
        self.thread.start()

    def look(self):
        while not self.done.is_set():
            begin = time.monotonic()
            reply = self.api.get("/api/v1/tasks")
            self.took.append(time.monotonic() - begin)
            if reply.status != 200 or not reply.json["items"]:
                self.failed.append(reply.text)
            self.done.wait(0.01)

    def end(self):
        self.done.set()
        self.thread.join()
        assert not self.failed, self.failed[0]
        return statistics.quantiles(self.took, n=100)


def rebuild(bench, options, report):
    bench.tasklog("topics", "--partitions", bench.partitions)
    log = bench.write_log(EVENTS, PEOPLE)
    bench.migrate()
    sql = bench.services.sql
    reference, files = bench.schema + "_reference", bench.folder / "copy"
    files.mkdir()
    files.chmod(0o777)
    tables = [name for name, in bench.services.rows(f"SELECT tablename FROM pg_tables WHERE schemaname = '{bench.schema}' AND tablename NOT IN ('checkpoints', 'workers', 'leases')")]
    columns = {table: ", ".join(name for name, in bench.services.rows(
        f"SELECT column_name FROM information_schema.columns WHERE table_schema = '{bench.schema}' AND table_name = '{table}' AND is_generated = 'NEVER' ORDER BY ordinal_position")) for table in tables}
    rows = 0
    for table in tables:
        sql(f"COPY {bench.schema}.{table} ({columns[table]}) TO '{files}/{table}'")
        rows += int(sql(f"SELECT count(*) FROM {bench.schema}.{table}"))
    query = bench.start("query")
    memory, answers = [], []

    def ours():
        prober = Prober(query.api("user-0"))
        begin = time.monotonic()
        process = subprocess.Popen([BINARY, "replay", "tasks"], env=bench.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - begin
        answers.append(prober.end())
        assert status == 0, status
        memory.append(usage.ru_maxrss / 1024)
        return log["events"] / took

    def copy():
        # The same rows into the same tables with the same indexes, which are there from the beginning.
        sql(f"DROP SCHEMA IF EXISTS {reference} CASCADE; CREATE SCHEMA {reference}; " + "".join(f"CREATE TABLE {reference}.{table} (LIKE {bench.schema}.{table} INCLUDING ALL); " for table in tables) + "CHECKPOINT")
        begin = time.monotonic()
        for table in tables:
            sql(f"COPY {reference}.{table} ({columns[table]}) FROM '{files}/{table}'")
        return log["events"] / (time.monotonic() - begin)

    made, copied = in_turns(max(2, options.rounds - 1), ours, copy)
    report.ratio("rebuild", made, copied, 0.6, "events/s", f"COPY of the {rows:,} rows that they come to, as events/s")
    report.figure("rebuild-memory-mib", max(memory), f"at most {max(memory):,.0f} MiB for a log of {log['bytes'] / 2**20:,.0f} MiB; the API answered all through it, in {answers[0][49] * 1000:.1f} ms at the median "
                  f"and {answers[0][98] * 1000:.0f} ms at the 99th percentile")
