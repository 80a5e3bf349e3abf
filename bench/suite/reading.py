"""The log read again: folded in memory, and rebuilt as a read model."""
import os
import shutil
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


MODELS = {"tasks": "", "audit": "_audit", "recurring": "_recurring", "notifications": "_notify"}
NOT_REBUILT = ("checkpoints", "workers", "leases")


class Copy:
    """A read model's rows as files, and the same tables with the same indexes to COPY them into. Closing it deletes both: of
    10 million events there is no room for all models at once."""

    def __init__(self, bench, model):
        self.sql, self.rows, self.columns = bench.services.sql, 0, {}
        self.schema = bench.schema + MODELS[model]
        self.files = bench.folder / model
        self.files.mkdir()
        self.files.chmod(0o777)
        for table, in bench.services.rows(f"SELECT relname FROM pg_class WHERE relnamespace = '{self.schema}'::regnamespace AND relkind = 'r' AND relname NOT IN {NOT_REBUILT}"):
            columns = [name for name, in bench.services.rows(
                f"SELECT attname FROM pg_attribute WHERE attrelid = '{self.schema}.{table}'::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = '' ORDER BY attnum")]
            self.columns[table] = ", ".join(columns)
            self.sql(f"COPY {self.schema}.{table} ({self.columns[table]}) TO '{self.files}/{table}'")
            self.rows += int(self.sql(f"SELECT count(*) FROM {self.schema}.{table}"))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.sql(f"DROP SCHEMA IF EXISTS {self.schema}_reference CASCADE")
        shutil.rmtree(self.files)

    def seconds(self):
        self.sql(f"DROP SCHEMA IF EXISTS {self.schema}_reference CASCADE; CREATE SCHEMA {self.schema}_reference; "
                 + "".join(f"CREATE TABLE {self.schema}_reference.{table} (LIKE {self.schema}.{table} INCLUDING ALL); " for table in self.columns) + "CHECKPOINT")
        begin = time.monotonic()
        for table, columns in self.columns.items():
            self.sql(f"COPY {self.schema}_reference.{table} ({columns}) FROM '{self.files}/{table}'")
        return time.monotonic() - begin


def rebuild(bench, options, report):
    """Of every read model, one after the other."""
    bench.tasklog("topics", "--partitions", bench.partitions)
    log = bench.write_log(10 * EVENTS if options.large else EVENTS, PEOPLE)
    bench.migrate()
    query = bench.start("query")
    still = Prober(query.api("user-0"))
    time.sleep(10 * options.seconds)  # quiet is what is measured
    quiet, rounds, rows, memory, answers, ours, copied = still.end(), 1 if options.large else max(2, options.rounds - 1), 0, [], [], {}, {}

    def replay(model):
        prober = Prober(query.api("user-0"))
        begin = time.monotonic()
        process = subprocess.Popen([BINARY, "replay", model], env=bench.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        took = time.monotonic() - begin
        answers.append(prober.end())
        assert status == 0, status
        memory.append(usage.ru_maxrss / 1024)
        bench.services.sql(f"DROP SCHEMA IF EXISTS {bench.schema}{MODELS[model]}_previous CASCADE")
        return took

    for model in MODELS:
        with Copy(bench, model) as copy:
            rows += copy.rows
            ours[model], copied[model] = in_turns(rounds, lambda: replay(model), copy.seconds)
    rate = lambda took: [log["events"] / sum(took[model][i] for model in MODELS) for i in range(rounds)]
    report.ratio("rebuild", rate(ours), rate(copied), 0.6, "events/s", f"COPY of the {rows:,} rows that they come to, as events/s")
    report.ratio("rebuild-api", [p[98] * 1000 for p in answers], [quiet[98] * 1000] * len(answers), 3, "ms at the 99th percentile for somebody who asks for their tasks a hundred times a second", "without a rebuild", lower=True)
    report.figure("rebuild-memory-mib", max(memory), f"at most {max(memory):,.0f} MiB for a log of {log['bytes'] / 2**20:,.0f} MiB; seconds, beside COPY: "
                  + ", ".join(f"{model} {statistics.median(ours[model]):.0f}, {statistics.median(copied[model]):.0f}" for model in MODELS))
