"""A file of 20,000 VTODOs brought in, beside the same tasks sent in batches by a client that has nothing to read; and what memory a file of 100 MB takes."""
import os
import pathlib
import re
import time
import uuid

from .measure import Bench, in_turns  # finds the tests' support

import support
from support import eventually, token

TASKS = 20_000
BYTES = 99_000_000


def todo(number):
    return f"BEGIN:VTODO\nUID:u{number}@example.org\nDTSTAMP:20261101T080000Z\nSUMMARY:Task number {number} of a large file\nDUE;TZID=Europe/Berlin:2026120{number % 9 + 1}T090000\nPRIORITY:{number % 9 + 1}\nDESCRIPTION:{'x' * 120}\nCATEGORIES:a,b\nEND:VTODO\n"


def calendar(path, fits):
    """With as many tasks as `fits` says; how many."""
    with open(path, "w") as out:
        out.write("BEGIN:VCALENDAR\nX-WR-CALNAME:Large\n")
        number = 0
        while fits(number, out):
            out.write(todo(number))
            number += 1
        out.write("END:VCALENDAR\n")
    return number


def importing(bench, options, report):
    """TASKLOG_OTHER: another release's program, which is measured instead of the plain client."""
    other = os.environ.get("TASKLOG_OTHER")
    path = bench.folder / "tasks.ics"
    calendar(path, lambda number, _: number < TASKS)

    def by_file(binary=None):
        each = Bench()
        each.setUp()
        try:
            each.migrate()
            kept, support.BINARY = support.BINARY, binary or support.BINARY
            try:
                process = each.start()
                begin = time.monotonic()
                done = each.tasklog("import", path, TASKLOG_URL=f"http://127.0.0.1:{process.port}", TASKLOG_TOKEN=token(uuid.uuid4().hex))
                assert str(TASKS) in done.stdout, done.stdout
                return 1000 * (time.monotonic() - begin)
            finally:
                support.BINARY = kept
        finally:
            each.doCleanups()

    def by_client():
        each = Bench()
        each.setUp()
        try:
            each.migrate()
            api = each.start().api("client")
            begin = time.monotonic()
            for at in range(0, TASKS, 200):
                sent = api.send(*[{"type": "CreateTask", "title": f"Task number {number} of a large file", "notes": "x" * 120, "tags": ["a", "b"], "due": {"at": "2026-12-01T08:00:00Z", "zone": "Europe/Berlin"}} for number in range(at, at + 200)])
                assert sent.status == 200, sent.text
            return 1000 * (time.monotonic() - begin)
        finally:
            each.doCleanups()

    ours, theirs = in_turns(options.rounds, by_file, (lambda: by_file(other)) if other else by_client)
    report.ratio("import-20k", ours, theirs, 1.5, "ms", f"a file of {TASKS:,} VTODOs, all of it; " + ("the other release" if other else "the same tasks in batches of 200 by a client that reads nothing"), lower=True)

    large = bench.folder / "large.ics"
    tasks = calendar(large, lambda _, out: out.tell() < BYTES)
    bench.migrate()
    serve = bench.start()
    importer = bench.start("importer", TASKLOG_COMMANDS_URL=f"http://127.0.0.1:{serve.port}", TASKLOG_IMPORT_FOLDER=str(bench.folder / "large"))
    api = importer.api("ada")
    run = api.request("POST", "/api/v1/imports?zone=Etc/UTC&name=large.ics", large.read_bytes(), timeout=600, Content_Type="application/octet-stream").json["id"]
    state = lambda: api.get(f"/api/v1/imports/{run}").json["state"]
    eventually(lambda: state() == "ready", "it is looked through", 300)
    api.request("POST", f"/api/v1/imports/{run}/start", {})
    eventually(lambda: state() == "done", "it is brought in", 1_200)
    peak = int(re.search(r"VmHWM:\s+(\d+)", pathlib.Path(f"/proc/{importer.process.pid}/status").read_text())[1]) / 1024
    report.figure("import-100MB", {"tasks": tasks, "peak_mib": round(peak)}, f"{tasks:,} VTODOs in {large.stat().st_size / 1e6:.0f} MB: the importer's memory at its highest {peak:.0f} MiB")
