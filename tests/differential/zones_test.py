"""Every change of the clock from 2020 to 2037, in all time zones of IANA, against Python's zoneinfo: what is meant by a time that there is not, or twice."""
import datetime, os, subprocess, sys, unittest, zoneinfo

UTC = datetime.timezone.utc
BEGIN, END = datetime.datetime(2020, 1, 1, tzinfo=UTC), datetime.datetime(2038, 1, 1, tzinfo=UTC)
NO_ZONES = ["localtime", "posixrules", "Factory", "right/Europe/Berlin", "posix/Europe/Berlin", "europe/berlin", "Europe/../Europe/Berlin", "/etc/localtime", "Mars/Olympus", "", "UTC+1", "tzdata.zi", "zone.tab"]


def changes(zone):
    """The moments at which the offset changes, and the offsets before and after."""
    day = datetime.timedelta(days=1)
    at, offset = BEGIN, BEGIN.astimezone(zone).utcoffset()
    while at < END:
        then = (at + day).astimezone(zone).utcoffset()
        if then != offset:
            low, high = at, at + day
            while high - low > datetime.timedelta(seconds=1):
                middle = (low + (high - low) / 2).replace(microsecond=0)
                low, high = (middle, high) if middle.astimezone(zone).utcoffset() == offset else (low, middle)
            yield high, offset, high.astimezone(zone).utcoffset()
        at, offset = at + day, then


def text(at):
    return at.strftime("%Y-%m-%dT%H:%M:%S")


class ZonesTest(unittest.TestCase):
    def ours(self, lines):
        return subprocess.run([os.environ["TASKLOG_ZONE_CLOCKS"]], input="".join(f"{zone}\t{time}\n" for zone, time in lines), capture_output=True, text=True, check=True).stdout.splitlines()

    def test_every_gap_and_fold(self):
        asked, right, seen = [], [], 0
        for name in sorted(zoneinfo.available_timezones()):
            zone = zoneinfo.ZoneInfo(name)
            if name in NO_ZONES:
                continue
            asked.append((name, text(BEGIN) + "Z"))
            right.append(text(BEGIN.astimezone(zone)))
            for at, before, after in changes(zone):
                seen += 1
                first, last = sorted((at + before, at + after))
                for clock in (first - datetime.timedelta(seconds=1), first, first + (last - first) / 2, last - datetime.timedelta(seconds=1), last):
                    clock = clock.replace(tzinfo=None, microsecond=0)
                    meant = (clock.replace(tzinfo=zone, fold=0)).astimezone(UTC)  # PEP 495: in a gap, and of two, by the offset before
                    asked.append((name, text(clock)))
                    right.append(text(meant))
                for moment in (at - datetime.timedelta(seconds=1), at):
                    asked.append((name, text(moment) + "Z"))
                    right.append(text(moment.astimezone(zone)))
        print(f"{seen} changes of clocks", file=sys.stderr)
        self.assertGreater(seen, 2_000)
        wrong = [(each, ours, good) for each, ours, good in zip(asked, self.ours(asked), right, strict=True) if ours != good]
        self.assertEqual(wrong[:20], [], f"{len(wrong)} of {len(asked)}")

    def test_zones_have_ianas_names(self):
        self.assertEqual(self.ours([(name, text(BEGIN)) for name in NO_ZONES]), ["none"] * len(NO_ZONES))


if __name__ == "__main__":
    unittest.main(verbosity=2)
