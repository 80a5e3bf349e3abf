"""What it costs to tell those who listen, and that each is told of what is theirs only."""
import json
import subprocess
import sys

from .measure import REPO
from .whole import Side

FEW, MANY = 100, 10_000
RATE = 1_000  # changes a second, each of another workspace
LONG = 60  # seconds


class Listeners:
    """The first so many people, each with a tab that listens."""

    def __init__(self, port, count):
        self.process = subprocess.Popen([sys.executable, REPO / "bench/listeners.py", str(port), str(count)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        if self.process.stdout.readline() != "listening\n":
            raise RuntimeError(f"{count} streams could not be opened")

    def end(self):
        """What they have heard."""
        out, _ = self.process.communicate("\n")
        return json.loads(out)


def streams(bench, options, report):
    side = Side(bench, limits=MANY + 1_000)
    change = lambda seconds: side.load(16, seconds, people=MANY, rate=RATE)

    def with_streams(count, seconds):
        """µs of Tasklog and Postgres a change, and what was heard."""
        listeners = Listeners(side.process.port, count)
        side.settle()
        before = side.processors()
        took = change(seconds)
        side.settle()
        after, heard = side.processors(), listeners.end()
        if took["rate"] < 0.98 * RATE:
            raise RuntimeError(f"{RATE} changes a second were not kept up with: {took['rate']:.0f}")
        return sum(after[each] - before[each] for each in ("tasklog", "postgres")) / (took["rate"] * seconds) * 1e6, heard

    side.load(16, 5, people=MANY)  # everybody has a workspace then
    side.settle()
    few, many = [], []
    for _ in range(options.rounds):
        few.append(with_streams(FEW, 5 * options.seconds)[0])
        many.append(with_streams(MANY, 5 * options.seconds)[0])
    report.ratio("streams", many, few, 1.3, f"µs of Tasklog and Postgres a change, with {MANY:,} streams", f"with {FEW}", lower=True)
    _, heard = with_streams(MANY, LONG)
    report.figure("streams-heard", heard, f"{heard['changes']:,} of {RATE * LONG:,} changes heard in {LONG} s, {heard['foreign']} of other workspaces, {heard['resets']} resets, {heard['ended']} streams ended")
