"""Random rules of RFC 5545 against python-dateutil, and where that is no oracle (weeks by number) against arithmetic of ISO 8601.
The seed is new each time and printed; TASKLOG_SEED repeats a run, TASKLOG_RULES sets how many rules there are."""
import datetime, os, random, signal, subprocess, sys, unittest, warnings

from dateutil import rrule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SEED = int(os.environ.get("TASKLOG_SEED") or random.SystemRandom().randrange(1 << 32))
RULES = int(os.environ.get("TASKLOG_RULES") or 1200)
END = datetime.datetime(2045, 1, 1)


def some(choose, values, most):
    return sorted(choose.sample(values, choose.randint(1, most)))


def joined(values):
    return ",".join(str(value) for value in values)


def any_rule(choose):
    frequency = choose.choice(["MINUTELY", "HOURLY", "DAILY", "DAILY", "WEEKLY", "WEEKLY", "WEEKLY", "MONTHLY", "MONTHLY", "MONTHLY", "YEARLY", "YEARLY"])
    within = frequency in ("MINUTELY", "HOURLY")
    parts = ["FREQ=" + frequency]
    if choose.random() < 0.5:
        parts.append(f"INTERVAL={choose.choice([1, 2, 3, 4, 5, 7, 12, 25, 90])}")
    chosen = 0
    if not within:
        if choose.random() < 0.25:
            parts.append("BYMONTH=" + joined(some(choose, range(1, 13), 4))); chosen += 1
        if frequency != "WEEKLY" and choose.random() < 0.3:
            parts.append("BYMONTHDAY=" + joined(some(choose, [*range(1, 32), *range(-31, 0)], 3))); chosen += 1
        if frequency == "YEARLY" and choose.random() < 0.2:
            parts.append("BYYEARDAY=" + joined(some(choose, [*range(1, 367), *range(-366, 0)], 4))); chosen += 1
        if choose.random() < 0.45:
            nth = frequency in ("MONTHLY", "YEARLY") and choose.random() < 0.5
            limit = 5 if frequency == "MONTHLY" or any(part.startswith("BYMONTH=") for part in parts) else 53
            days = [(str(choose.choice([*range(1, limit + 1), *range(-limit, 0)])) if nth else "") + day for day in choose.sample(DAYS, choose.randint(1, 3))]
            parts.append("BYDAY=" + joined(days)); chosen += 1
    if not within and choose.random() < 0.2:
        parts.append("BYHOUR=" + joined(some(choose, range(24), 3))); chosen += 1
        if choose.random() < 0.5:
            parts.append("BYMINUTE=" + joined(some(choose, range(60), 3)))
    if within and choose.random() < 0.3:
        parts.append("BYHOUR=" + joined(some(choose, range(24), 4)))
    if chosen and choose.random() < 0.25:
        parts.append("BYSETPOS=" + joined(some(choose, [1, 2, 3, -1, -2, 5], 2)))
    if choose.random() < 0.3:
        parts.append("WKST=" + choose.choice(DAYS))
    end = choose.random()
    if end < 0.2:
        parts.append(f"COUNT={choose.randint(1, 30)}")
    elif end < 0.35:
        parts.append("UNTIL=" + (START + datetime.timedelta(days=choose.randint(0, 3000))).strftime("%Y%m%dT%H%M%SZ"))
    return ";".join(parts)


warnings.filterwarnings("ignore")
START = datetime.datetime(2026, 11, 28, 9, 0)


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def ours(cases):
    lines = "".join(f"{rule}\t{text(start)}\t{text(after)}\t{limit}\n" for rule, start, after, limit in cases)
    out = subprocess.run([os.environ["TASKLOG_RECURRENCE_DATES"]], input=lines, capture_output=True, text=True, check=True).stdout
    return [line.split() for line in out.splitlines()]


class TakesTooLong(Exception):
    """dateutil goes through some rules one second or minute at a time."""


def too_long(*_):
    raise TakesTooLong()


signal.signal(signal.SIGALRM, too_long)


def theirs(rule, start, after, limit):
    within = rule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY"))
    out = []
    signal.setitimer(signal.ITIMER_REAL, 1)
    try:
        dates = rrule.rrulestr(rule.replace("Z", "") if "UNTIL" in rule else rule, dtstart=start)
        if "UNTIL" not in rule:  # else it looks for what never comes until the year 9999
            dates = dates.replace(until=after + datetime.timedelta(days=40) if within else END)
        for at in dates:
            if at >= END or len(out) == limit:
                break
            if at > after:
                out.append(at.strftime("%Y-%m-%dT%H:%M:%S"))
    except ValueError as error:  # it sees that the clock never shows these hours
        assert "empty" in str(error), rule
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return out


class RecurrenceTest(unittest.TestCase):
    def test_random_rules(self):
        print(f"seed {SEED}, {RULES} rules", file=sys.stderr)
        choose = random.Random(SEED)
        cases = []
        for _ in range(RULES):
            start = START + datetime.timedelta(days=choose.randint(-800, 800), minutes=choose.randrange(1440))
            rule = any_rule(choose)
            if "WEEKLY" in rule and "BYSETPOS" in rule:  # dateutil takes the first week from its start on, the RFC the whole of it
                week = DAYS.index(rule.split("WKST=")[1][:2]) if "WKST=" in rule else 0
                start -= datetime.timedelta(days=(start.weekday() - week) % 7)
            far = 20 if rule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY")) else 4000
            after = start + datetime.timedelta(days=choose.choice([0, 0, choose.randint(1, far)]), minutes=-1)
            cases.append((rule, start, after, choose.choice([1, 3, 8])))
        compared = left_out = 0
        for case, dates in zip(cases, ours(cases), strict=True):
            within = case[0].startswith(("FREQ=MINUTELY", "FREQ=HOURLY"))
            end = case[2] + datetime.timedelta(days=40) if within else END
            dates = [date for date in dates if date < end.strftime("%Y-%m-%dT%H:%M:%S")]
            try:
                right = theirs(*case)
            except TakesTooLong:
                left_out += 1
                continue
            self.assertEqual(dates, [date for date in right if date < end.strftime("%Y-%m-%dT%H:%M:%S")], f"{case} (TASKLOG_SEED={SEED})")
            compared += len(dates)
        self.assertGreater(compared, RULES)
        self.assertLess(left_out, RULES / 20)

    def test_weeks_by_number(self):
        """dateutil cuts weeks at the ends of the calendar's year; a year of weeks does not."""
        choose = random.Random(SEED)
        cases, expected = [], []
        for _ in range(RULES // 10):
            week, day, interval = choose.choice([1, 2, 20, 52, 53, -1]), choose.randrange(7), choose.choice([1, 1, 2, 3])
            start = START + datetime.timedelta(days=choose.randint(-800, 800))
            first = start.isocalendar().year
            dates = []
            for year in range(first, first + 400, interval):
                weeks = datetime.date(year, 12, 28).isocalendar().week
                number = week if week > 0 else weeks + 1 + week
                if number <= weeks:
                    at = datetime.datetime.combine(datetime.date.fromisocalendar(year, number, day + 1), start.time())
                    if at >= start:
                        dates.append(at.strftime("%Y-%m-%dT%H:%M:%S"))
            cases.append((f"FREQ=YEARLY;INTERVAL={interval};BYWEEKNO={week};BYDAY={DAYS[day]}", start, start - datetime.timedelta(minutes=1), 4))
            expected.append(dates[:4])
        for case, dates, right in zip(cases, ours(cases), expected, strict=True):
            self.assertEqual(dates, right, f"{case} (TASKLOG_SEED={SEED})")


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
