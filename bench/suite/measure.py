"""What all benchmarks share: processes and topics of their own, turns of two sides, and the report."""
import datetime
import json
import os
import pathlib
import platform
import re
import statistics
import subprocess
import sys

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests/system"))
from support import SystemTest, eventually, free_port  # noqa: E402

PROGRAMS = pathlib.Path(os.environ.get("TASKLOG_BINARY", REPO / "build/release/tasklog")).parent / "bench"
RESULTS = REPO / "bench/results"
COMPARED = "64c8e7e0098cb245ee3656eb4a84662a2c8619f6"  # before `serve` was measured as a whole


def run(*args, **kwargs):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, stdin=subprocess.DEVNULL, **kwargs)
    if done.returncode != 0:
        raise RuntimeError(f"{' '.join(map(str, args))[:300]} ended with {done.returncode}: {done.stderr[-2000:]}")
    return done.stdout


def program(name, *args):
    """One of bench/*.cpp: what it prints is JSON."""
    return json.loads(run(PROGRAMS / f"bench_{name}", *args))


def compared_release():
    """The binary of the release that figures are compared with, built from the history if it is not there yet."""
    source = REPO / "build/compared/source"
    binary = source / "build/release/tasklog"
    if not binary.exists():
        source.mkdir(parents=True, exist_ok=True)
        history = subprocess.run(["git", "-C", REPO, "archive", COMPARED], check=True, capture_output=True)
        subprocess.run(["tar", "-x", "-C", source], input=history.stdout, check=True)
        run("cmake", "--preset", "release", cwd=source)
        run("cmake", "--build", "--preset", "release", "--target", "tasklog", "-j", os.cpu_count(), cwd=source)
    return str(binary)


def in_turns(rounds, *sides):
    """Each side in turn, so that all see the same weather: for each side its values."""
    results = [[] for _ in sides]
    for _ in range(rounds):
        for side, result in zip(sides, results):
            result.append(side())
    return results


def machine():
    model = re.search(r"^model name\s*: (.*)$", pathlib.Path("/proc/cpuinfo").read_text(), re.M)
    memory = int(re.search(r"MemTotal:\s+(\d+)", pathlib.Path("/proc/meminfo").read_text())[1]) / 2**20
    return f"{os.cpu_count()} cores of {model[1].strip() if model else platform.processor()}, {memory:.0f} GiB, Linux {platform.release().split('-')[0]}"


TICKS = os.sysconf("SC_CLK_TCK")


def name_and_seconds(folder):
    """Of a process or a thread, by its folder in /proc: its name and its processor time. No time if it has just ended."""
    try:
        before, _, after = (folder / "stat").read_text().rpartition(")")
    except FileNotFoundError:
        return "", 0
    fields = after.split()
    return before.partition("(")[2], (int(fields[11]) + int(fields[12])) / TICKS


def processor_seconds(pid, with_children=False):
    """Of a process; with those that it has made, for Postgres, whose backends are its children."""
    children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if with_children else []
    return sum(name_and_seconds(pathlib.Path(f"/proc/{each}"))[1] for each in (pid, *children))


class Bench(SystemTest):
    """Topics, schemas and processes of its own, as for a test."""

    partitions = 8
    session_timeout_ms = 6000

    def runTest(self):
        pass

    @property
    def kafka(self):
        return self.services.kafka

    def topic(self, name="events"):
        return self.prefix + name

    def bare_topic(self):
        """For raw appends: as many partitions as the log has."""
        self.tasklog("topics", "--partitions", self.partitions, TASKLOG_TOPIC_PREFIX=self.prefix + "bare.")
        return self.prefix + "bare.events"

    def empty(self, status, body_bytes):
        """The port and the process of a Beast server that does nothing."""
        port = free_port()
        process = subprocess.Popen([PROGRAMS / "bench_empty_server", str(port), str(status), str(body_bytes)])
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.listens(port, "the empty server")
        return port, process.pid

    def listens(self, port, what):
        eventually(lambda: subprocess.run(["bash", "-c", f"exec 3<>/dev/tcp/127.0.0.1/{port}"], capture_output=True).returncode == 0, what)

    def load(self, port, connections, seconds, **options):
        return program("load", "--port", port, "--connections", connections, "--seconds", seconds,
                       *(part for name, value in options.items() for part in ([f"--{name.replace('_', '-')}"] if value is True else [f"--{name.replace('_', '-')}", value])))

    def write_log(self, events, people, *fill):
        return program("write_log", self.kafka, self.topic(), events, people, *(f"{person}:{tasks}" for person, tasks in fill))


class Report:
    def __init__(self, out):
        self.out, self.machine, self.ratios, self.figures, self.seconds = out, machine(), {}, {}, {}
        print(f"{self.machine}\n{'':24} {'ratio':>8}  {'bar':>8}", file=out, flush=True)

    def ratio(self, name, ours, limit, bar, unit, text, lower=False):
        """`ours` and `limit`: the values of the rounds. The ratio is the median of the rounds' ratios."""
        each = [a / b for a, b in zip(ours, limit)]
        ratio, a, b = statistics.median(each), statistics.median(ours), statistics.median(limit)
        spread = (max(each) - min(each)) / ratio
        self.ratios[name] = {"ratio": round(ratio, 4), "bar": bar, "lower_is_better": lower, "ours": round(a, 3), "limit": round(b, 3), "unit": unit, "spread": round(spread, 3)}
        met = ratio <= bar if lower else ratio >= bar
        print(f"{name:24} {ratio:8.3f}  {'≤' if lower else '≥'} {bar:6.3f}  {'met   ' if met else 'MISSED'}  ±{spread / 2:4.0%}  {a:,.4g} {unit}; {text} {b:,.4g}", file=self.out, flush=True)

    def figure(self, name, value, text):
        """What has no limit of its own: a number, or a curve as a list of pairs."""
        self.figures[name] = value
        print(f"{name:24} {text}", file=self.out, flush=True)

    def line(self, text):
        print(text, file=self.out, flush=True)

    def took(self, name, seconds):
        self.seconds[name] = round(seconds, 1)
        print(f"{'':24} ({name}: {seconds:.0f} s)", file=self.out, flush=True)

    def write(self):
        RESULTS.mkdir(exist_ok=True)
        now = datetime.datetime.now(datetime.timezone.utc)
        path = RESULTS / f"{now:%Y-%m-%dT%H%M%SZ}.json"
        path.write_text(json.dumps({"at": now.isoformat(timespec="seconds"), "machine": self.machine, "ratios": self.ratios, "figures": self.figures, "seconds": self.seconds}, indent=1) + "\n")
        print(f"written to {path.relative_to(REPO)}", file=self.out)
