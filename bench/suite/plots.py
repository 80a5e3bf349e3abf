"""The pictures of docs/performance.md, from the report's figures."""
import pathlib

import matplotlib

matplotlib.use("svg")
import matplotlib.pyplot as plt  # noqa: E402

PICTURES = pathlib.Path(__file__).resolve().parents[2] / "docs/performance"
BLUE, GREY, ORANGE = "#2563eb", "#94a3b8", "#ea580c"
plt.rcParams.update({"svg.hashsalt": "tasklog", "font.size": 9, "axes.spines.top": False, "axes.spines.right": False, "axes.grid": True, "axes.axisbelow": True, "grid.alpha": 0.3})


def save(figure, name, machine):
    PICTURES.mkdir(exist_ok=True)
    figure.text(0.01, 0.005, machine, fontsize=6, color=GREY)
    figure.tight_layout(rect=(0, 0.02, 1, 1))
    figure.savefig(PICTURES / f"{name}.svg", metadata={"Date": None})
    plt.close(figure)


def bars(report):
    """Each ratio over its bar: all that reach the line hold."""
    figure, axes = plt.subplots(figsize=(8, 0.32 * len(report.ratios) + 1))
    names = list(report.ratios)[::-1]
    for y, name in enumerate(names):
        each = report.ratios[name]
        reached = each["bar"] / each["ratio"] if each["lower_is_better"] else each["ratio"] / each["bar"]
        axes.barh(y, min(reached, 4), color=BLUE if reached >= 1 else ORANGE, height=0.6)
        axes.text(min(reached, 4) + 0.03, y, f"{each['ratio']:.2f} ({'at most' if each['lower_is_better'] else 'at least'} {each['bar']:g})", va="center", fontsize=7)
    axes.axvline(1, color="black", linewidth=1)
    axes.set_yticks(range(len(names)), names)
    axes.set_xlim(0, 5)
    axes.set_xlabel("times its bar (what is right of the line holds; cut off at 4)")
    return figure


def throughput(curve):
    figure, axes = plt.subplots(figsize=(6, 3.2))
    xs = range(len(curve))
    for offset, column, label, color in ((-0.27, 2, "empty handler", GREY), (0, 3, "bare appends", "#cbd5e1"), (0.27, 1, "Tasklog", BLUE)):
        axes.bar([x + offset for x in xs], [row[column] / 1000 for row in curve], 0.26, label=label, color=color)
    axes.set_xticks(list(xs), [f"{row[0]:g}" for row in curve])
    axes.set_xlabel("connections, or records in flight")
    axes.set_ylabel("thousand a second")
    axes.legend(frameon=False)
    return figure


def growth(figures):
    figure, axes = plt.subplots(figsize=(6, 3.2))
    for name, label, color in (("command-by-tasks", "a command, by tasks in its workspace", BLUE), ("command-by-workspaces", "a command, by workspaces in use", GREY), ("page-by-tasks", "a page of 50, by tasks in its workspace", ORANGE)):
        axes.plot([x for x, _ in figures[name]], [y for _, y in figures[name]], marker="o", label=label, color=color)
    axes.set_xscale("log")
    axes.set_ylim(bottom=0)
    axes.set_ylabel("µs an operation")
    axes.legend(frameon=False)
    return figure


def takeovers(figures):
    figure, axes = plt.subplots(figsize=(6, 2.6))
    sizes = [name for name in ("takeover-10M", "takeover-1M") if name in figures]
    for y, name in enumerate(sizes):
        axes.barh(y + 0.2, figures[name]["whole_s"], 0.36, color=GREY, label="the whole log read" if y == 0 else None)
        axes.barh(y - 0.2, figures[name]["snapshot_s"], 0.36, color=BLUE, label="behind a snapshot" if y == 0 else None)
        axes.text(figures[name]["whole_s"], y + 0.2, f" {figures[name]['whole_s']:.1f} s", va="center", fontsize=7)
        axes.text(figures[name]["snapshot_s"], y - 0.2, f" {figures[name]['snapshot_s']:.2f} s", va="center", fontsize=7)
    axes.set_yticks(range(len(sizes)), [name.removeprefix("takeover-") + " events" for name in sizes])
    axes.set_xlabel("seconds from being given a partition to owning it")
    axes.legend(frameon=False)
    return figure


def draw(report):
    """Those of which all is measured."""
    if len(report.ratios) > 10:
        save(bars(report), "bars", report.machine)
    if "commands-by-connections" in report.figures:
        save(throughput(report.figures["commands-by-connections"]), "commands", report.machine)
    if "page-by-tasks" in report.figures:
        save(growth(report.figures), "growth", report.machine)
    if "takeover-10M" in report.figures:
        save(takeovers(report.figures), "takeover", report.machine)
