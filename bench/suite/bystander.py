"""What a bystander on the same partition waits for while one account does each of many nasty things over eight connections, beside what they wait for while it sends plain commands over as many."""
import statistics
import time

from . import measure  # noqa: F401  (it knows where the tests are)
from bystander_test import Bystander, BystanderTest
from support import Api, eventually

ROUNDS = 2  # of each thing, in turns with plain commands


def p99(values):
    return sorted(values)[min(len(values) - 1, int(0.99 * len(values)))]


def waits(test, thing, seconds):
    """The bystander's times while the thing is done for so long, in ms, and the errors that it saw."""
    bystander = test.bystander = Bystander(test.process.port)
    bystander.start()
    eventually(lambda: len(bystander.times) > 2, "the bystander has begun")
    begun, until = len(bystander.times), time.monotonic() + seconds
    while time.monotonic() < until:
        thing()
    ended = len(bystander.times)
    bystander.stop()
    return [1000 * each for each in bystander.times[begun:ended]] or [1000 * max(bystander.times)], bystander.errors


def bystander(bench, options, report):
    Api.checks = False  # to hold answers of megabytes to the contract takes the processor that the service is measured on
    test = BystanderTest("test_no_bystander_is_hurt")
    test.setUp()
    try:
        test.migrate()
        test.process = test.start()
        test.seconds = None
        things = test.things()
        test.seconds = options.seconds
        plain = things.pop("plain commands")
        worst, failed = 0, []
        for name, thing in things.items():
            ours, beside, errors = [], [], []
            for _ in range(ROUNDS):
                for values, what in ((beside, plain), (ours, thing)):
                    times, wrong = waits(test, what, options.seconds)
                    values.append(p99(times))
                    errors += wrong
            report.ratio("beside: " + name[:60], ours, beside, 2, "ms at the 99th percentile", "beside plain commands", lower=True)
            if errors:
                report.line(f"{name}: the bystander saw {len(errors)} errors, such as {errors[0]}")
                failed.append(name)
            worst = max(worst, statistics.median(a / b for a, b in zip(ours, beside)))
        report.figure("bystander-worst", round(worst, 2), f"the worst of {len(things)} things: {worst:.2f} times what plain commands cost the bystander")
        if failed:
            raise RuntimeError(f"the bystander saw errors beside: {', '.join(failed)}")
    finally:
        test.doCleanups()
        Api.checks = True
