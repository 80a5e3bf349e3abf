"""The audit history as its users see it: the API, and `tasklog audit`."""
import csv, io, json, unittest, uuid

from load import Load
from support import SystemTest, eventually, token


class AuditTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.user = uuid.uuid4().hex
        self.api = self.process.api(self.user)
        self.access = {"TASKLOG_URL": f"http://127.0.0.1:{self.process.port}", "TASKLOG_TOKEN": token(self.user)}

    def send(self, *commands, **headers):
        reply = self.api.insist(*commands)
        self.assertEqual(reply.status, 200, reply.text)
        return reply

    def history(self, position=None, path="/api/v1/history", **parameters):
        reply = eventually(lambda: (got := self.api.get(path, position, **parameters)).status != 503 and got, "the history is there")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def story(self):
        """A task's short life; gives its id and the last position."""
        task = str(uuid.uuid4())
        for command in ({"type": "CreateTask", "id": task, "title": "Buy milk", "tags": ["shop"], "due": {"date": "2026-12-24"}},
                        {"type": "ChangeTaskDetails", "task": task, "title": "Buy oat milk", "due": None},
                        {"type": "CompleteTask", "task": task}):
            position = self.send(command).position
        return task, position

    def test_a_tasks_timeline_tells_who_when_and_what_was_before(self):
        task, position = self.story()
        items = self.history(position, f"/api/v1/tasks/{task}/history")["items"]
        self.assertEqual([each["type"] for each in items], ["TaskCompleted", "TaskDetailsChanged", "TaskCreated"])
        self.assertEqual({each["origin"] for each in items}, {"client"})
        self.assertEqual(len({each["actor"] for each in items}), 1)
        self.assertEqual(items[1]["changes"], [{"field": "title", "before": "Buy milk", "after": "Buy oat milk"}, {"field": "due", "before": {"date": "2026-12-24"}, "after": None}])
        created = {change["field"]: change["after"] for change in items[2]["changes"]}
        self.assertEqual(created["title"], "Buy milk")
        self.assertEqual(created["tags"], ["shop"])
        self.assertNotIn("notes", created, "what was not set is not told")
        self.assertEqual(items[0]["changes"][0], {"field": "status", "before": "open", "after": "completed"})
        log = {commit["commit"]: f"{partition}:{offset}" for partition, offset, commit in self.log()}
        self.assertEqual([each["position"] for each in items], [log[each["commit"]] for each in items])

    def test_it_is_found_by_task_person_type_and_time_page_by_page(self):
        task, _ = self.story()
        other, position = self.story()
        whole = self.history(position)["items"]
        self.assertEqual(len(whole), 7, "the workspace's own beginning too")
        self.assertEqual([each["type"] for each in self.history(task=task)["items"]], ["TaskCompleted", "TaskDetailsChanged", "TaskCreated"])
        self.assertEqual({each["task"] for each in self.history(type="TaskCompleted,TaskCreated")["items"]}, {task, other})
        self.assertEqual(len(self.history(person=whole[0]["actor"])["items"]), 7)
        self.assertEqual(self.history(person=str(uuid.uuid4()))["items"], [])
        self.assertEqual(self.history(after=whole[2]["at"], before=whole[0]["at"])["items"], whole[1:3])
        pages, cursor = [], {}
        while cursor is not None:
            page = self.history(limit=2, **cursor)
            pages += page["items"]
            cursor = {"cursor": page["next"]} if page["next"] else None
        self.assertEqual(pages, whole)
        self.assertEqual(self.history(order="asc")["items"], whole[::-1])

    def test_whoever_sees_a_task_finds_it_in_the_history(self):
        for i in range(60):
            task = str(uuid.uuid4())
            position = self.send({"type": "CreateTask", "id": task, "title": f"Task {i}"}).position
            eventually(lambda: self.api.get("/api/v1/tasks", position, limit=1).status == 200, "the task is seen")
            self.assertEqual(self.api.get("/api/v1/history", None, limit=1).json["items"][0]["task"], task, f"the history of {i + 1} tasks")

    def test_an_unchanged_history_is_told_by_304(self):
        _, position = self.story()
        self.history(position)
        first = self.api.get("/api/v1/history")
        self.assertEqual(self.api.request("GET", "/api/v1/history", If_None_Match=first.header("ETag")).status, 304)

    def test_bad_parameters_are_named_and_strangers_see_nothing(self):
        _, position = self.story()
        self.history(position)
        for parameters in ({"task": "x"}, {"person": "1"}, {"type": "a b"}, {"after": "yesterday"}, {"limit": "0"}, {"order": "up"}, {"cursor": "zzz"}, {"colour": "red"}):
            reply = self.api.get("/api/v1/history", **parameters)
            self.assertEqual((reply.status, reply.problem), (400, "invalid-parameter"), reply.text)
            self.assertEqual(reply.json["pointer"], "?" + next(iter(parameters)))
        workspace = eventually(lambda: (got := self.api.get("/api/v1/workspaces", position)).status == 200 and got, "the workspace").json["items"][0]["id"]
        self.assertEqual(self.process.api("stranger").get("/api/v1/history", workspace=workspace).status, 404)
        self.assertEqual(self.api.send({"type": "CreateTask", "title": "x"}, Tasklog_Cause="worker").problem, "invalid-cause")

    def test_what_an_import_brings_says_so(self):
        path = self.folder / "todo.txt"
        path.write_text("Buy bread\n")
        self.tasklog("import", path, **self.access)
        partition, offset, _ = self.log()[-1]
        entry = self.history(f"{partition}:{offset}", type="TaskCreated")["items"][0]
        self.assertEqual((entry["origin"], entry["cause"]), ("import", "import"))

    def test_export_gives_all_of_it_and_verify_finds_the_commit_that_differs(self):
        task, position = self.story()
        self.history(position)
        lines = [json.loads(line) for line in self.tasklog("audit", "export", **self.access).stdout.splitlines()]
        self.assertEqual(lines, self.history(order="asc")["items"])
        rows = list(csv.DictReader(io.StringIO(self.tasklog("audit", "export", "--format", "csv", "--task", task, **self.access).stdout)))
        self.assertIn(("title", "Buy milk", "Buy oat milk"), [(row["field"], row["before"], row["after"]) for row in rows])
        self.assertEqual({row["task"] for row in rows}, {task})

        verified = self.tasklog("audit", "verify")
        self.assertIn("4 entries", verified.stdout)
        entry = lines[-2]
        self.services.sql(f"UPDATE {self.schema}_audit.entries SET body = replace(body, 'Buy oat milk', 'Buy eat milk') WHERE task_id = '{task}' AND type = 'TaskDetailsChanged'")
        found = self.tasklog("audit", "verify", check=False)
        self.assertEqual(found.returncode, 1, found.stdout)
        self.assertIn(f"commit {entry['commit']} at {entry['position']}", found.stdout)
        told = self.api.request("POST", "/api/v1/history/verify").json
        self.assertEqual((told["verified"], told["difference"]["commit"], told["difference"]["position"]), (False, entry["commit"], entry["position"]))
        self.assertEqual(self.tasklog("audit", "verify", "--workspace", str(uuid.uuid4())).returncode, 0, "another workspace is as it should be")

    def test_verify_accuses_nobody_while_people_write(self):
        with Load([self.process.port], 3) as people:
            eventually(lambda: people.count() > 20, "they are at work")
            for _ in range(5):
                before = people.count()
                verified = self.tasklog("audit", "verify", check=False)
                self.assertEqual(verified.returncode, 0, verified.stdout)
                eventually(lambda: people.count() > before, "they go on")


if __name__ == "__main__":
    unittest.main()
