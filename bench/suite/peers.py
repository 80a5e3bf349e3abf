"""A conditional append of an event of 256 bytes, beside other event stores: so many writers, each with something of its own, one after the other (bench/peers)."""
import json
import shutil
import subprocess
import tempfile
import urllib.parse

from .measure import REPO, free_port, run

WRITERS = (1, 16, 64, 256, 1024)
PEERS = REPO / "bench/peers"
INSTALLED = REPO / "build/peers"


def appended(*args):
    """One of bench/peers: what it prints is JSON."""
    return json.loads(run(*args).splitlines()[-1])


def flush_each(bench, each):
    """Whether the broker syncs its disk after every record, as a database does, or leaves that to the system, as Kafka does unless told otherwise."""
    change = ["--add-config", "flush.messages=1"] if each else ["--delete-config", "flush.messages"]
    bench.alter_topic("events", *change)


def umadb(bench):
    """A server with a database of its own."""
    folder, port = tempfile.mkdtemp(prefix="peers-"), free_port()
    bench.addCleanup(shutil.rmtree, folder)
    process = subprocess.Popen([INSTALLED / "bin/umadb", "--listen", f"127.0.0.1:{port}", "--db-path", folder], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    bench.addCleanup(process.wait)
    bench.addCleanup(process.kill)
    bench.listens(port, "UmaDB")
    return f"http://127.0.0.1:{port}"


def database(bench, name):
    """The address of a new database on the server of the read models."""
    url = urllib.parse.urlparse(bench.services.postgres)
    for statement in (f"DROP DATABASE IF EXISTS {name}", f"CREATE DATABASE {name}"):
        run("psql", "-q", "-c", statement, bench.services.postgres)
    bench.addCleanup(run, "psql", "-q", "-c", f"DROP DATABASE {name} WITH (FORCE)", bench.services.postgres)
    return url._replace(path="/" + name).geturl()


def command_of(bench, process):
    """A command whose event takes 256 bytes in the log."""
    process.api("user-0").insist({"type": "CreateTask", "title": "x"})
    event = next(event for _, _, commit in bench.log() for event in commit["events"] if event["type"] == "TaskCreated")
    return json.dumps({"type": "CreateTask", "title": "x" * (257 - len(json.dumps(event, separators=(",", ":"))))})


def peers(bench, options, report):
    run(PEERS / "install")
    bench.migrate()
    process = bench.start("command")
    body = command_of(bench, process)
    bench.load(process.port, 64, 4, body=body)  # until the broker is compiled
    uma, emmett, library = umadb(bench), database(bench, "peers_emmett"), database(bench, "peers_eventsourcing")
    seconds = 2 * options.seconds

    def tasklog(writers, flushed):
        flush_each(bench, flushed)
        return bench.load(process.port, writers, seconds, body=body, people=writers)

    sides = {
        "Tasklog": lambda writers: tasklog(writers, False),
        "Tasklog, every batch synced": lambda writers: tasklog(writers, True),
        "UmaDB": lambda writers: appended(INSTALLED / "umadb/release/append", uma, writers, seconds),
        "Emmett": lambda writers: appended("node", INSTALLED / "emmett.mjs", emmett, writers, seconds),
        "eventsourcing": lambda writers: appended(INSTALLED / "python/bin/python", PEERS / "eventsourcing_append.py", library, writers, seconds),
    }
    for writers in WRITERS:
        took = {name: side(writers) for name, side in sides.items()}
        report.figure(f"peers-{writers}", took, f"{writers} writers: " + "; ".join(f"{name} {each['rate']:,.0f}/s, {each['p50_us'] / 1000:.2f} ms, p99 {each['p99_us'] / 1000:.1f}" for name, each in took.items()))
    flush_each(bench, False)


peers.partitions = 2
