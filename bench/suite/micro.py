"""The inner steps one by one: nanoseconds to look at, instructions to compare."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile

from .measure import PROGRAMS, REPO, run

BASELINE = REPO / "bench/baseline.json"
TURNS = 1_000
# Another compiler or library makes a little more or less of the same source; without all optimizations small things decide what is inlined.
MORE_ALLOWED = {"release": 0.03, "dev": 0.1}


def instructions():
    """Those of one turn of each step."""
    counted = {}
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["valgrind", "--tool=callgrind", "--collect-atstart=no", f"--callgrind-out-file={folder}/out", PROGRAMS / "bench_micro", "--instructions"], check=True, capture_output=True)
        for dump in pathlib.Path(folder).glob("out.*"):
            text = dump.read_text()
            name, total = re.search(r"^desc: Trigger: Client Request: (.*)$", text, re.M), re.search(r"^(?:summary|totals): (\d+)$", text, re.M)
            if name and total:
                counted[name[1]] = round(int(total[1]) / TURNS)
    return counted


def micro(bench, options, report):
    times = json.loads(run(PROGRAMS / "bench_micro", "--benchmark_format=json", "--benchmark_min_time=0.2"))
    counted = instructions()
    figures = {each["name"]: {"ns": round(each["cpu_time"], 1), "instructions": counted.get(each["name"])} for each in times["benchmarks"]}
    for name, each in figures.items():
        report.figure(f"micro: {name}", each, f"{each['ns']:,.0f} ns, {each['instructions']:,} instructions")


def check(write=False):
    counted, build = instructions(), PROGRAMS.parent.name
    baselines = json.loads(BASELINE.read_text())
    if write:
        BASELINE.write_text(json.dumps(dict(sorted({**baselines, build: counted}.items())), indent=1) + "\n")
        return 0
    known = baselines[build]
    worse, allowed = 0, MORE_ALLOWED[build]
    for name, now in counted.items():
        more = now / known[name] - 1 if name in known else 0
        worse += more > allowed
        print(f"{name:40} {now:>10,} instructions {more:+7.1%}{'  MORE THAN BEFORE' if more > allowed else '' if name in known else '  new: ./dev bench --baseline'}")
    if gone := set(known) - set(counted):
        print(f"in bench/baseline.json and not measured: {', '.join(sorted(gone))}", file=sys.stderr)
    return 1 if worse or gone else 0
