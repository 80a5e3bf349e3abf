"""Random rules of RFC 5545 against python-dateutil, and where that is no oracle (weeks by number) against arithmetic of ISO 8601.
The seed is new each time and printed; TASKLOG_SEED repeats a run. `./dev test --long` goes through twenty times as many rules."""
import calendar, datetime, itertools, os, random, re, signal, subprocess, sys, unittest, warnings, zoneinfo

from dateutil import rrule

DAYS = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
SEED = int(os.environ.get("TASKLOG_SEED") or random.SystemRandom().randrange(1 << 32))
RULES = 100_000 if os.environ.get("TASKLOG_LONG") else 5_000
UTC = datetime.timezone.utc
ZONES = ["Etc/UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Sao_Paulo", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia"]
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


class Case:
    """A rule from `start` on (by the clock in `zone`; None: a series of days), without the days of `without`: the dates after `after`."""

    def __init__(self, rule, start, after, limit, zone="Etc/UTC", without=()):
        self.rule, self.start, self.after, self.limit, self.zone, self.without = rule, start, after, limit, zone, sorted(without)

    def moment(self, clock):
        """PEP 495: of a time that there is not, or twice, the one by the offset before."""
        return clock.replace(tzinfo=zoneinfo.ZoneInfo(self.zone)).astimezone(UTC).replace(tzinfo=None) if self.zone else clock

    def line(self):
        return "\t".join([self.rule, text(self.moment(self.start)), self.zone or "-", ",".join(day.isoformat() for day in self.without), text(self.moment(self.after)), str(self.limit)]) + "\n"

    def __repr__(self):
        return f"{self.line()!r} (TASKLOG_SEED={SEED})"


def ours(cases):
    out = subprocess.run([os.environ["TASKLOG_RECURRENCE_DATES"]], input="".join(case.line() for case in cases), capture_output=True, text=True, check=True).stdout
    return [line.split() for line in out.splitlines()]


class TakesTooLong(Exception):
    """dateutil goes through some rules one second or minute at a time."""


def too_long(*_):
    raise TakesTooLong()


signal.signal(signal.SIGALRM, too_long)


def theirs(case):
    within = case.rule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY"))
    parts = dict(part.split("=") for part in case.rule.split(";"))
    until = parts.pop("UNTIL", "")
    last = datetime.datetime.strptime(until[:15], "%Y%m%dT%H%M%S") if "T" in until else None  # UTC where it has a Z, else by the clock
    end = case.after + datetime.timedelta(days=40) if within else END
    if until:
        end = min(end, (last or datetime.datetime.strptime(until, "%Y%m%d")) + datetime.timedelta(days=2))
    out, before = [], None
    after = case.moment(case.after)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        dates = rrule.rrulestr(";".join("=".join(part) for part in parts.items()), dtstart=case.start)
        if "COUNT" not in parts:  # else it looks for what never comes until the year 9999
            dates = dates.replace(until=end)
        for clock in dates:
            if clock >= end or len(out) == case.limit:
                break
            at = case.moment(clock)
            if last and (at if until.endswith("Z") else clock) > last or until and not last and clock.date().strftime("%Y%m%d") > until:
                break
            # An hour that a change of clocks leaves out falls on the next one; a series never goes back.
            if at > after and (before is None or at > before) and clock.date() not in case.without:
                out.append(at.strftime("%Y-%m-%dT%H:%M:%S"))
                before = at
    except ValueError as error:  # it sees that the clock never shows these hours
        assert "empty" in str(error), case
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return out


def days_with_skip(parts, start, end):
    """The dates of a monthly or yearly rule with SKIP (RFC 7529), day by day: each is asked whether a month gives it."""
    numbers = [int(each) for each in parts.get("BYMONTHDAY", str(start.day)).split(",")]
    months = [int(each) for each in parts["BYMONTH"].split(",")] if "BYMONTH" in parts else range(1, 13) if parts["FREQ"] == "MONTHLY" or "BYMONTHDAY" in parts else [start.month]
    interval = int(parts.get("INTERVAL", 1))

    def gives(year, month, day):
        size = calendar.monthrange(year, month)[1]
        periods = (year - start.year) * 12 + month - start.month if parts["FREQ"] == "MONTHLY" else year - start.year
        if month not in months or periods % interval:
            return False
        for number in numbers:
            wanted = number if number > 0 else size + 1 + number
            if wanted >= 1:
                given = datetime.date(year, month, min(wanted, size))
                if wanted > size and parts["SKIP"] == "FORWARD":
                    given += datetime.timedelta(days=1)
                if given == day and (wanted <= size or parts["SKIP"] != "OMIT"):
                    return True
        return False

    day = start.date()
    while day < end:
        month_before = day.replace(day=1) - datetime.timedelta(days=1)
        if gives(day.year, day.month, day) or gives(month_before.year, month_before.month, day):
            if "BYDAY" not in parts or DAYS[day.weekday()] in parts["BYDAY"].split(","):
                yield day
        day += datetime.timedelta(days=1)


class RecurrenceTest(unittest.TestCase):
    def test_random_rules(self):
        print(f"seed {SEED}, {RULES} rules", file=sys.stderr)
        choose = random.Random(SEED)
        cases = []
        for _ in range(RULES):
            start = START + datetime.timedelta(days=choose.randint(-800, 800), minutes=choose.randrange(1440))
            rule, zone = any_rule(choose), choose.choice(ZONES)
            within = rule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY"))
            if "WEEKLY" in rule and "BYSETPOS" in rule:  # dateutil takes the first week from its start on, the RFC the whole of it
                week = DAYS.index(rule.split("WKST=")[1][:2]) if "WKST=" in rule else 0
                start -= datetime.timedelta(days=(start.weekday() - week) % 7)
            form = choose.choice([r"\1\2Z", r"\1\2", r"\1"])
            if not within and "BYSETPOS" not in rule and choose.random() < 0.3:  # a series of days
                start, zone, form = start.replace(hour=0, minute=0), None, r"\1"
                rule = ";".join(part for part in rule.split(";") if not part.startswith(("BYHOUR", "BYMINUTE")))
            rule = re.sub(r"(UNTIL=\d{8})(T\d{6})Z", form, rule)
            far = 20 if within else 4000
            after = start + datetime.timedelta(days=choose.choice([0, 0, choose.randint(1, far)]), minutes=-1)
            without = {(start + datetime.timedelta(days=choose.randint(0, 60))).date() for _ in range(choose.choice([0, 0, 3]))}
            # A start that there is not, or twice, is another one.
            if zone and datetime.datetime.fromisoformat(text(start)[:-1]) != Case(rule, start, after, 1, zone).moment(start).replace(tzinfo=UTC).astimezone(zoneinfo.ZoneInfo(zone)).replace(tzinfo=None):
                continue
            cases.append(Case(rule, start, after, choose.choice([1, 3, 8]), zone, without))
        compared = left_out = 0
        for case, dates in zip(cases, ours(cases), strict=True):
            within = case.rule.startswith(("FREQ=MINUTELY", "FREQ=HOURLY"))
            end = case.moment(case.after + datetime.timedelta(days=39) if within else END - datetime.timedelta(days=2)).strftime("%Y-%m-%dT%H:%M:%S")
            try:
                right = theirs(case)
            except TakesTooLong:
                left_out += 1
                continue
            self.assertEqual([date for date in dates if date < end], [date for date in right if date < end], case)
            compared += len(dates)
        print(f"{compared} dates compared", file=sys.stderr)
        self.assertGreater(compared, RULES)
        self.assertLess(left_out, RULES / 10)

    def test_days_that_a_month_does_not_have(self):
        """RFC 7529's SKIP, against a walk over all days."""
        choose, cases, expected = random.Random(SEED), [], []
        for _ in range(RULES // 10):
            # Any day, or one beside the end of a month: 31 January, 28 February, 1 March, 1 May, 30 December, 1 March 2027.
            start = datetime.datetime(2026, 1, 1) + datetime.timedelta(days=choose.choice([choose.randrange(1500), 30, 58, 59, 120, 363, 424]))
            parts = {"FREQ": choose.choice(["MONTHLY", "MONTHLY", "YEARLY"]), "RSCALE": "GREGORIAN", "SKIP": choose.choice(["OMIT", "BACKWARD", "FORWARD"])}
            if choose.random() < 0.4:
                parts["INTERVAL"] = choose.choice([1, 2, 3, 5])
            if choose.random() < 0.4:
                parts["BYMONTH"] = joined(some(choose, range(1, 13), 4))
            if choose.random() < 0.6:
                parts["BYMONTHDAY"] = joined(some(choose, [1, 15, 28, 29, 30, 31, -1, -29, -31], 3))
            if choose.random() < 0.2 and "BYMONTHDAY" in parts:
                parts["BYDAY"] = joined(choose.sample(DAYS, 3))
            most = choose.randint(1, 8) if choose.random() < 0.2 else None
            after = start - datetime.timedelta(minutes=1) if choose.random() < 0.7 else start + datetime.timedelta(days=choose.randrange(800))
            dates = list(itertools.islice(days_with_skip(parts, start, datetime.date(2034, 1, 1)), most))
            if most:
                parts["COUNT"] = most
            cases.append(Case(";".join(f"{name}={value}" for name, value in parts.items()), start, after, 8, None))
            expected.append([day.isoformat() + "T00:00:00" for day in dates if day > after.date()][:8])
        for case, dates, right in zip(cases, ours(cases), expected, strict=True):
            self.assertEqual([date for date in dates if date < "2034"], right, case)

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
            cases.append(Case(f"FREQ=YEARLY;INTERVAL={interval};BYWEEKNO={week};BYDAY={DAYS[day]}", start, start - datetime.timedelta(minutes=1), 4))
            expected.append(dates[:4])
        for case, dates, right in zip(cases, ours(cases), expected, strict=True):
            self.assertEqual(dates, right, case)


if __name__ == "__main__":
    unittest.main(verbosity=2, warnings="ignore")
