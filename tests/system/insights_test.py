"""Every figure of the insights, against the same counted in Python from random tasks."""
import datetime, random, statistics, unittest, uuid, zoneinfo

from support import SystemTest

DAYS = 30


def text(at):
    return at.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def random_task(draw, now):
    hours = lambda most: datetime.timedelta(hours=draw.uniform(0, most))
    created = now - hours(60 * 24)
    status = draw.choice(["open", "open", "completed", "completed", "cancelled"])
    day = (created + datetime.timedelta(days=draw.randint(-5, 60))).date()
    due = draw.choice([None, {"date": day.isoformat()}, {"at": text(datetime.datetime.combine(day, datetime.time(draw.randint(0, 23)), datetime.timezone.utc)), "zone": "Asia/Tokyo"}])
    return {"type": "CreateTask", "id": str(uuid.uuid4()), "title": "x", "status": status, "createdAt": text(created), **({"endedAt": text(created + (now - created) * draw.random())} if status != "open" else {}), **({"due": due} if due else {})}


def figures(tasks, zone, today):
    """What the page should show."""
    def day_of(at):
        return datetime.datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(zone).date()

    def lead(task):
        return (datetime.datetime.fromisoformat(task["endedAt"].replace("Z", "+00:00")) - datetime.datetime.fromisoformat(task["createdAt"].replace("Z", "+00:00"))).total_seconds() / 3600

    def is_late(task, day):
        if "due" not in task or day_of(task["createdAt"]) > day:
            return False
        due = datetime.date.fromisoformat(task["due"]["date"]) if "date" in task["due"] else day_of(task["due"]["at"])
        return due < day and ("endedAt" not in task or day_of(task["endedAt"]) > day)

    median = lambda values: round(statistics.median(values), 1) if values else None
    days = [today - datetime.timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    done = [each for each in tasks if each["status"] == "completed"]
    return {"days": [{"date": day.isoformat(), "created": sum(day_of(each["createdAt"]) == day for each in tasks), "completed": sum(day_of(each["endedAt"]) == day for each in done),
                      "leadHours": median([lead(each) for each in done if day_of(each["endedAt"]) == day]), "overdue": sum(is_late(each, day) for each in tasks)} for day in days],
            "open": sum(each["status"] == "open" for each in tasks), "completed": len(done), "leadHours": median([lead(each) for each in done if day_of(each["endedAt"]) > days[0]])}


class InsightsTest(SystemTest):
    def test_every_figure_is_what_the_tasks_say(self):
        self.migrate()
        process = self.start()
        seed = random.getrandbits(32)
        draw = random.Random(seed)
        for name in ("Europe/Berlin", "Pacific/Kiritimati", "America/St_Johns"):
            with self.subTest(zone=name, seed=seed):
                api = process.api(name)
                zone = zoneinfo.ZoneInfo(name)
                now = datetime.datetime.now(datetime.timezone.utc)
                tasks = [random_task(draw, now) for _ in range(300)]
                api.send(*tasks[:150])
                position = api.send(*tasks[150:]).position
                today = lambda: datetime.datetime.now(zone).date()
                while True:  # midnight may come between
                    day, seen = today(), api.get("/api/v1/insights", position, days=DAYS, zone=name).json
                    if today() == day:
                        break
                wanted = figures(tasks, zone, day)
                self.assertEqual(len(seen["days"]), DAYS)
                for one, other in zip(seen["days"], wanted["days"]):
                    self.assertEqual({**one, "leadHours": None}, {**other, "leadHours": None})
                    self.near(one["leadHours"], other["leadHours"])
                self.assertEqual((seen["open"], seen["completed"]), (wanted["open"], wanted["completed"]))
                self.near(seen["leadHours"], wanted["leadHours"])

    def near(self, one, other):
        """Rounded to a tenth here and there."""
        self.assertEqual(one is None, other is None)
        if one is not None:
            self.assertLessEqual(abs(one - other), 0.11)


if __name__ == "__main__":
    unittest.main(verbosity=2)
