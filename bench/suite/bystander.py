"""What a bystander on the same partition waits for while one account does each of many nasty things over eight connections, beside what they wait for while it sends plain commands over as many."""
import statistics
import time

from . import measure  # noqa: F401  (it knows where the tests are)
from bystander_test import Bystander, BystanderTest
from support import eventually

CHOSEN_AT_A_TIME = 2  # rounds of each thing, in turns with plain commands


def p99(values):
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


def waits(test, thing, seconds):
    """The bystander's times while the thing is done for so long, in ms; no error may come."""
    bystander = test.bystander = Bystander(test.process.port)
    bystander.start()
    eventually(lambda: len(bystander.times) > 2, "the bystander has begun")
    begun, until = len(bystander.times), time.monotonic() + seconds
    while time.monotonic() < until:
        thing()
    ended = len(bystander.times)
    bystander.stop.set()
    bystander.join()
    if bystander.errors:
        raise RuntimeError(f"the bystander saw {bystander.errors[:3]}")
    return [1000 * each for each in bystander.times[begun:ended]] or [1000 * max(bystander.times)]


def bystander(bench, options, report):
    test = BystanderTest("test_no_bystander_is_hurt")
    test.setUp()
    try:
        test.migrate()
        test.process = test.start()
        test.seconds = None
        things = test.things()
        test.seconds = options.seconds
        plain = things.pop("plain commands")
        worst = 0
        for name, thing in things.items():
            ours, beside = [], []
            for _ in range(CHOSEN_AT_A_TIME):
                beside.append(p99(waits(test, plain, options.seconds)))
                ours.append(p99(waits(test, thing, options.seconds)))
            report.ratio("beside: " + name[:60], ours, beside, 2, "ms at the 99th percentile", "beside plain commands", lower=True)
            worst = max(worst, statistics.median(a / b for a, b in zip(ours, beside)))
        report.figure("bystander-worst", round(worst, 2), f"the worst of {len(things)} things: {worst:.2f} times what plain commands cost the bystander")
    finally:
        test.doCleanups()
