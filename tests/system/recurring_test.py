"""Tasks that repeat, as people use them."""
import datetime, unittest, uuid

from support import CONTRACT, SystemTest, eventually


class RecurringTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api(uuid.uuid4().hex)

    def ok(self, command):
        CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate(command)
        reply = self.api.insist(command)
        self.assertEqual(reply.status, 200, reply.text)
        return reply

    def recurring(self, due, rule, **fields):
        task = str(uuid.uuid4())
        self.ok({"type": "CreateTask", "id": task, "title": "Water the plants", "due": due})
        return task, self.ok({"type": "SetRecurrence", "task": task, "rule": rule, **fields}).position

    def task(self, task, position=None):
        reply = eventually(lambda: (got := self.api.get(f"/api/v1/tasks/{task}", position)).status != 503 and got, "the task")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def complete(self, task):
        """Completes it and gives its successor, when it is there."""
        position = self.ok({"type": "CompleteTask", "task": task}).position
        return self.task(eventually(lambda: self.task(task, position)["next"], "the next occurrence", 10))

    def test_completing_a_task_makes_the_next_one(self):
        task, position = self.recurring({"at": "2027-03-26T08:00:00Z", "zone": "Europe/Berlin"}, "FREQ=DAILY")
        self.assertEqual(self.task(task, position)["recurrence"]["rule"], "FREQ=DAILY")
        second = self.complete(task)
        self.assertEqual(second["due"]["at"], "2027-03-27T08:00:00.000000Z")
        third = self.complete(second["id"])
        self.assertEqual(third["due"]["at"], "2027-03-28T07:00:00.000000Z", "the clocks were changed")
        entries = eventually(lambda: (items := self.api.get(f"/api/v1/tasks/{third['id']}/history").json["items"]) and items, "its history")
        self.assertEqual({(each["origin"], each["cause"].split(":")[0]) for each in entries}, {("worker", "completed")})

    def test_nobody_waits_behind_what_another_has_completed(self):
        greedy = str(uuid.uuid4())
        self.services.sql(f"INSERT INTO {self.schema}_recurring.pending (workspace_id, task_id, cause) SELECT '{greedy}', gen_random_uuid(), gen_random_uuid() FROM generate_series(1, 20000)")
        task, _ = self.recurring({"date": "2027-03-01"}, "FREQ=DAILY")
        self.complete(task)
        self.assertLess(self.process.metric("tasklog_recurring_refused_total"), 10_000, "it did not wait for all of them")

    def test_a_series_that_has_ended_and_is_set_again_goes_on(self):
        task, _ = self.recurring({"date": "2027-03-01"}, "FREQ=DAILY;COUNT=1")
        position = self.ok({"type": "CompleteTask", "task": task}).position
        eventually(lambda: self.task(task, position)["recurrence"] is None, "the series is over", 10)
        self.ok({"type": "ReopenTask", "task": task})
        self.ok({"type": "SetRecurrence", "task": task, "rule": "FREQ=DAILY"})
        self.assertEqual(self.complete(task)["due"]["date"], "2027-03-02")

    def test_the_next_twelve_dates_are_told(self):
        task, position = self.recurring({"date": "2026-11-27"}, "FREQ=MONTHLY;BYDAY=-1FR", **{"except": ["2026-12-25"]})
        reply = eventually(lambda: (got := self.api.get(f"/api/v1/tasks/{task}/occurrences", position)).status != 503 and got, "the dates")
        dates = [each["date"] for each in reply.json["items"]]
        self.assertEqual(dates[:3], ["2027-01-29", "2027-02-26", "2027-03-26"])
        self.assertEqual(len(dates), 12)
        self.assertEqual(len(self.api.get(f"/api/v1/tasks/{task}/occurrences", limit=2).json["items"]), 2)
        self.assertEqual(self.api.get(f"/api/v1/tasks/{task}/occurrences", limit=0).status, 400)
        self.assertEqual(self.api.get(f"/api/v1/tasks/{uuid.uuid4()}/occurrences").status, 404)
        once = self.ok({"type": "CreateTask", "title": "once"})
        plain = once.json["results"][0]["id"]
        self.assertEqual(eventually(lambda: (got := self.api.get(f"/api/v1/tasks/{plain}/occurrences", once.position)).status == 200 and got, "it").json, {"items": []})

    def test_an_occurrence_is_skipped_the_rest_is_changed_and_the_series_ends(self):
        task, _ = self.recurring({"date": "2026-12-01"}, "FREQ=DAILY")
        position = self.ok({"type": "SkipOccurrence", "task": task}).position
        self.assertEqual(self.task(task, position)["due"], {"date": "2026-12-02"})
        self.ok({"type": "SetRecurrence", "task": task, "rule": "FREQ=WEEKLY"})
        second = self.complete(task)
        self.assertEqual(second["due"], {"date": "2026-12-09"})
        self.ok({"type": "EndSeries", "task": second["id"]})
        position = self.ok({"type": "CompleteTask", "task": second["id"]}).position
        self.assertIsNone(self.task(second["id"], position)["next"])
        self.assertIsNone(self.task(second["id"])["recurrence"])

    def test_a_series_from_completion_goes_by_today(self):
        task, _ = self.recurring({"date": "2020-01-01"}, "FREQ=DAILY;INTERVAL=2", **{"from": "completion", "zone": "UTC"})
        before = datetime.datetime.now(datetime.timezone.utc).date()
        due = datetime.date.fromisoformat(self.complete(task)["due"]["date"])
        self.assertIn((due - before).days, (2, 3), "two days after today, or after midnight has passed")

    def test_what_cannot_be_is_refused_and_writes_nothing(self):
        task, _ = self.recurring({"date": "2026-12-01"}, "FREQ=DAILY")
        log = len(self.log())
        for fields, pointer in (({"rule": "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"}, "/rule"), ({"rule": "FREQ=DAILY", "zone": "Mars/Olympus"}, "/zone"),
                                ({"rule": "FREQ=DAILY", "except": ["2026-02-30"]}, "/except/0"), ({"rule": "FREQ=DAILY", "from": "start"}, "/from")):
            reply = self.api.send({"type": "SetRecurrence", "task": task, **fields})
            self.assertEqual((reply.status, reply.json["pointer"]), (400, pointer), reply.text)
        self.assertEqual(self.api.send({"type": "CreateNextOccurrence", "task": task}).problem, "worker-only")
        self.assertEqual(len(self.log()), log)


if __name__ == "__main__":
    unittest.main()
