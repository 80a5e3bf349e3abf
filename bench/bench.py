#!/usr/bin/env python3
"""Measures Tasklog beside its limits: each figure is a ratio to a side that is measured in the same run, in turns, on the same machine.

    bench.py [--json] [--large] [--rounds N] [--seconds N] [--only NAME,…] [NAMES…]    all of it takes half an hour, and ten minutes more where the release that it compares with is not built yet; not the peers, which are installed from registries
    bench.py --check      only counts instructions, and compares them with what bench/baseline.json has for this build
    bench.py --baseline   writes them into that file
"""
import argparse
import json
import sys
import time

from suite import bystander, commands, cores, growth, importing, memory, micro, peers, queries, reading, scaling, search, streams, takeover, whole
from suite.measure import Bench, Report

ALL = {each.__name__: each for each in (whole.whole, whole.restart, memory.workspaces, micro.micro, commands.commands, commands.latency, commands.life, cores.cores, reading.reading, reading.rebuild, queries.queries,
                                        queries.visible, queries.subscribers, search.search, streams.streams, queries.reminders, takeover.takeover, growth.growth, bystander.bystander, importing.importing, scaling.scaling, peers.peers)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], epilog="NAMES: " + ", ".join(ALL))
    parser.add_argument("names", nargs="*", metavar="NAMES")
    parser.add_argument("--only", default="", help="the same, with commas")
    parser.add_argument("--json", action="store_true", help="the ratios on standard output, the table on the other")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=2, help="of each round")
    parser.add_argument("--large", action="store_true", help="the rebuild of 10 million events instead of 1 million, once")
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--baseline", action="store_true")
    options = parser.parse_args()
    if options.check or options.baseline:
        return micro.check(write=options.baseline)
    names = options.names + [name for name in options.only.split(",") if name] or [name for name in ALL if name != "peers"]
    if unknown := [name for name in names if name not in ALL]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(ALL)}")
    report, failed = Report(sys.stderr if options.json else sys.stdout), []
    for name in names:
        begin = time.monotonic()
        bench = Bench()
        bench.partitions = getattr(ALL[name], "partitions", bench.partitions)
        bench.setUp()
        try:
            ALL[name](bench, options, report)
        except Exception as error:  # noqa: BLE001: the others are still worth their figures
            failed.append(name)
            report.line(f"{name}: {error}")
        finally:
            bench.doCleanups()
        report.took(name, time.monotonic() - begin)
    report.write()
    from suite import plots  # matplotlib is for those who measure, not for the tests

    plots.draw(report)
    if options.json:
        print(json.dumps({"machine": report.machine, "ratios": report.ratios}))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
