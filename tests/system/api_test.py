"""The API as its users see it, on one instance; every answer is held to docs/openapi.yaml."""
import time, unittest, uuid

from one_instance import OneInstanceTest
from support import CONTRACT, Stream, token


class ApiTest(OneInstanceTest):
    # ---- the main job

    def test_a_task_is_created_and_read_back(self):
        task, position = self.create(notes="two litres", priority="high", tags=["shop"], due={"date": "2026-12-24"})
        reply = self.api.get(f"/api/v1/tasks/{task}", position)
        self.assertEqual(reply.status, 200, reply.text)
        self.assertEqual(reply.json["due"], {"date": "2026-12-24"})
        self.assertEqual(reply.json["version"], 1)
        self.assertEqual(self.titles(position), ["Buy milk"])

    def test_every_command_does_what_it_says(self):
        home, work, task, other = (str(uuid.uuid4()) for _ in range(4))
        first = self.ok({"type": "RenameWorkspace", "name": "Own"}).position
        self.assertEqual(self.api.get("/api/v1/lists", first).status, 200)
        steps = [
            ({"type": "RenameWorkspace", "name": "Mine"}, lambda: self.api.get("/api/v1/workspaces").json["items"][0]["name"], "Mine"),
            ({"type": "CreateList", "id": home, "name": "Home"}, lambda: self.list(home)["name"], "Home"),
            ({"type": "CreateList", "id": work, "name": "Work", "color": "#3366cc"}, lambda: self.list(work)["color"], "#3366cc"),
            ({"type": "RenameList", "list": home, "name": "House"}, lambda: self.list(home)["name"], "House"),
            ({"type": "RecolourList", "list": home, "color": "#ff0000"}, lambda: self.list(home)["color"], "#ff0000"),
            ({"type": "ReorderList", "list": work, "before": home}, self.list_names, ["Work", "House"]),
            ({"type": "ArchiveList", "list": work}, lambda: self.list(work)["archived"], True),
            ({"type": "UnarchiveList", "list": work}, lambda: self.list(work)["archived"], False),
            ({"type": "CreateTask", "id": task, "title": "A"}, self.titles, ["A"]),
            ({"type": "CreateTask", "id": other, "title": "B"}, self.titles, ["A", "B"]),
            ({"type": "ReorderTask", "task": other, "before": task}, self.titles, ["B", "A"]),
            ({"type": "ChangeTaskDetails", "task": task, "title": "AA", "start": "2026-12-01"}, lambda: self.task(task)["start"], "2026-12-01"),
            ({"type": "CompleteTask", "task": task}, lambda: self.task(task)["status"], "completed"),
            ({"type": "ReopenTask", "task": task}, lambda: self.task(task)["endedAt"], None),
            ({"type": "CancelTask", "task": task}, lambda: self.task(task)["status"], "cancelled"),
            ({"type": "MoveTask", "task": task, "list": home}, lambda: self.task(task)["list"], home),
            ({"type": "ReopenTask", "task": task}, lambda: self.task(task)["status"], "open"),
            ({"type": "NestTask", "task": other, "parent": task}, lambda: self.titles(parent=task), ["B"]),
            ({"type": "NestTask", "task": other, "parent": None}, lambda: self.titles(parent=task), []),
            ({"type": "MoveTask", "task": other, "list": None}, lambda: self.task(other)["list"], None),
            ({"type": "AssignTask", "task": task, "assignee": self.me()}, lambda: self.titles(assignee=self.me()), ["AA"]),
            ({"type": "AssignTask", "task": task, "assignee": None}, lambda: self.titles(assignee="none"), ["AA", "B"]),
            ({"type": "DuplicateTask", "task": other}, lambda: self.titles(list="inbox"), ["B", "B"]),
            ({"type": "DeleteTask", "task": task}, lambda: self.titles(deleted="true"), ["AA"]),
            ({"type": "RestoreTask", "task": task}, lambda: self.titles(list=home), ["AA"]),
            ({"type": "DeleteList", "list": home}, self.titles, ["B", "B"]),
            ({"type": "RestoreList", "list": home}, lambda: self.titles(list=home), ["AA"]),
            ({"type": "DeleteList", "list": home}, lambda: [each["name"] for each in self.api.get("/api/v1/lists", deleted="true").json["items"]], ["House"]),
        ]
        for command, look, expected in steps:
            CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate(command)
            position = self.ok(command).position
            self.assertEqual(self.api.get("/api/v1/lists", position).status, 200)
            self.assertEqual(look(), expected, command)

    def me(self):
        """A person's id is that of their own workspace."""
        return self.api.get("/api/v1/workspaces").json["items"][0]["id"]

    def task(self, task):
        return self.api.get(f"/api/v1/tasks/{task}").json

    def list(self, name):
        return self.api.get(f"/api/v1/lists/{name}").json

    def list_names(self):
        return [each["name"] for each in self.api.get("/api/v1/lists").json["items"]]

    def test_a_batch_is_applied_all_or_none(self):
        good = self.ok(*({"type": "CreateTask", "title": str(i)} for i in range(500)))
        self.assertEqual(len(good.json["results"]), 500)
        bad = self.api.send({"type": "CreateTask", "title": "never"}, {"type": "CompleteTask", "task": str(uuid.uuid4())})
        self.assertEqual((bad.status, bad.problem, bad.json["pointer"]), (404, "task-not-found", "/commands/1/task"))
        reply = self.api.get("/api/v1/tasks", good.position, limit=500)
        self.assertEqual(len(reply.json["items"]), 500)
        self.assertNotIn("never", reply.text)

    def test_a_repeated_key_gets_the_first_answer(self):
        first = self.ok({"type": "CreateTask", "title": "once"}, Idempotency_Key="k")
        again = self.ok({"type": "CreateTask", "title": "once"}, Idempotency_Key="k")
        self.assertEqual(first.json, again.json)
        self.assertEqual(again.header("Idempotency-Replayed"), "true")
        other = self.api.send({"type": "CreateTask", "title": "twice"}, Idempotency_Key="k")
        self.assertEqual((other.status, other.problem), (422, "key-reused"))
        self.assertEqual(self.titles(again.position), ["once"])

    def test_an_expected_version_that_is_not_the_present_one_is_a_conflict(self):
        task, _ = self.create()
        self.ok({"type": "CompleteTask", "task": task, "expectedVersion": 1})
        reply = self.api.send({"type": "ReopenTask", "task": task, "expectedVersion": 1})
        self.assertEqual((reply.status, reply.problem, reply.json["currentVersion"]), (409, "version-conflict", 2))

    def test_a_command_that_changes_nothing_makes_no_commit(self):
        task, position = self.create()
        reply = self.ok({"type": "ReopenTask", "task": task})
        self.assertIsNone(reply.json["commit"])
        self.assertEqual(self.api.get(f"/api/v1/tasks/{task}", reply.position).json["version"], 1)

    # ---- who is asking

    def test_a_foreign_workspace_looks_like_none(self):
        task, position = self.create()
        workspace = self.api.get("/api/v1/workspaces", position).json["items"][0]["id"]
        stranger = self.process.api(uuid.uuid4().hex)
        for reply in (stranger.get("/api/v1/tasks", workspace=workspace), stranger.get("/api/v1/lists", workspace=workspace),
                      stranger.get(f"/api/v1/tasks/{task}", workspace=workspace), stranger.get("/api/v1/live", workspace=workspace),
                      stranger.send({"type": "CompleteTask", "task": task, "workspace": workspace})):
            self.assertEqual((reply.status, reply.problem), (404, "workspace-not-found"))
        self.assertEqual(stranger.get(f"/api/v1/tasks/{task}").status, 404)
        self.assertEqual(stranger.get("/api/v1/tasks").json["items"], [])

    def test_a_second_workspace_is_its_makers(self):
        reply = self.ok({"type": "CreateWorkspace", "name": "Family"})
        workspace = reply.json["results"][0]["id"]
        position = self.ok({"type": "CreateTask", "title": "Cook", "workspace": workspace}).position
        self.assertEqual(self.titles(position, workspace=workspace), ["Cook"])
        self.assertEqual(self.titles(position), [])

    def test_a_token_must_be_good(self):
        for bearer in ("", "nonsense", token(self.user, expires=int(time.time()) - 1), token(self.user, secret="x" * 32), token(self.user, kid="none"),
                       token(self.user, issuer="other")):
            api = self.process.api(bearer=bearer)
            for reply in (api.get("/api/v1/tasks"), api.send({"type": "CreateTask", "title": "x"})):
                self.assertEqual((reply.status, reply.problem), (401, "unauthorized"))
                self.assertEqual(reply.header("WWW-Authenticate"), "Bearer")

    # ---- queries

    def test_tasks_are_filtered(self):
        home = self.ok({"type": "CreateList", "name": "Home"}).json["results"][0]["id"]
        done, _ = self.create(title="Paint the kitchen walls", status="completed")
        self.create(title="Call grandma", priority="urgent", tags=["phone", "family"], due={"date": "2020-01-01"})
        self.create(title="Roof", list=home, priority="low", tags=["phone"], due={"at": "2030-06-01T09:00:00Z", "zone": "Europe/Berlin"})
        _, position = self.create(title="Käse kaufen", notes="Bergkäse, alt")
        cases = [
            ({"status": "completed"}, ["Paint the kitchen walls"]),
            ({"status": "completed,open"}, ["Paint the kitchen walls", "Call grandma", "Roof", "Käse kaufen"]),
            ({"priority": "urgent,low"}, ["Call grandma", "Roof"]),
            ({"tag": "phone"}, ["Call grandma", "Roof"]),
            ({"tag": ["phone", "family"]}, ["Call grandma"]),
            ({"list": home}, ["Roof"]),
            ({"list": "inbox", "status": "open"}, ["Call grandma", "Käse kaufen"]),
            ({"due_after": "2020-01-01", "due_before": "2030-06-01T09:00:00Z"}, ["Call grandma"]),
            ({"due_after": "2021-01-01"}, ["Roof"]),
            ({"overdue": "true"}, ["Call grandma"]),
            ({"overdue": "true", "zone": "Pacific/Auckland"}, ["Call grandma"]),
            ({"text": "kitchen"}, ["Paint the kitchen walls"]),
            ({"text": "kitch"}, ["Paint the kitchen walls"]),
            ({"text": "paint kit"}, ["Paint the kitchen walls"]),
            ({"text": "Bergk"}, ["Käse kaufen"]),
            ({"text": "it's & | !"}, []),
            ({"sort": "due"}, ["Call grandma", "Roof", "Paint the kitchen walls", "Käse kaufen"]),
            ({"sort": "priority", "order": "desc"}, ["Call grandma", "Roof", "Paint the kitchen walls", "Käse kaufen"]),
            ({"sort": "created", "order": "desc"}, ["Käse kaufen", "Roof", "Call grandma", "Paint the kitchen walls"]),
        ]
        for parameters, expected in cases:
            found = self.titles(position, **parameters)
            self.assertEqual(found, expected, parameters)
        position = self.ok({"type": "ReopenTask", "task": done}).position
        self.assertEqual(self.titles(position, sort="updated", order="desc")[0], "Paint the kitchen walls")

    def test_counts_are_kept_per_list(self):
        home = self.ok({"type": "CreateList", "name": "Home"}).json["results"][0]["id"]
        self.create(list=home)
        self.create(list=home, status="completed")
        _, position = self.create()
        reply = self.api.get("/api/v1/lists", position).json
        self.assertEqual(reply["items"][0]["counts"], {"open": 1, "completed": 1, "cancelled": 0})
        self.assertEqual(reply["inbox"]["counts"], {"open": 1, "completed": 0, "cancelled": 0})

    def test_the_tasks_of_an_archived_list_show_only_where_it_is_asked_for(self):
        home = self.ok({"type": "CreateList", "name": "Home"}).json["results"][0]["id"]
        self.create(list=home)
        position = self.ok({"type": "ArchiveList", "list": home}).position
        self.assertEqual(self.titles(position), [])
        self.assertEqual(self.titles(list=home), ["Buy milk"])

    def test_pages_stay_right_while_rows_change(self):
        for sort in ("rank", "created", "priority", "due", "updated", "ended"):
            for order in ("asc", "desc"):
                user = self.process.api(uuid.uuid4().hex)
                priorities = ("none", "low", "medium", "high", "urgent")
                made = user.send(*({"type": "CreateTask", "title": str(i), "priority": priorities[i % 5], **({"due": {"date": "2026-12-%02d" % (1 + i % 9)}} if i % 3 else {})} for i in range(60)))
                ids = [each["id"] for each in made.json["results"]]
                seen, cursor, position, page = [], None, made.position, 0
                while True:
                    reply = user.get("/api/v1/tasks", position, sort=sort, order=order, limit=7, **({"cursor": cursor} if cursor else {}))
                    self.assertEqual(reply.status, 200, reply.text)
                    seen += [task["id"] for task in reply.json["items"]]
                    cursor = reply.json["next"]
                    if not cursor:
                        break
                    # Between two pages one task that was seen is deleted, and one is added that nobody asked for.
                    position = user.send({"type": "DeleteTask", "task": seen[page]}, {"type": "CreateTask", "title": "new"}).position
                    page += 1
                old = [task for task in seen if task in ids]
                self.assertEqual(len(old), len(set(old)), f"twice, by {sort} {order}")
                self.assertEqual(set(old), set(ids), f"missing, by {sort} {order}")

    def test_an_answer_that_has_not_changed_is_a_304(self):
        task, position = self.create()
        for path in ("/api/v1/tasks", f"/api/v1/tasks/{task}", "/api/v1/lists", "/api/v1/workspaces"):
            first = self.api.get(path, position)
            same = self.api.request("GET", path, If_None_Match=first.header("ETag"))
            self.assertEqual((same.status, same.text), (304, ""), path)
        tag = self.api.get("/api/v1/tasks").header("ETag")
        position = self.ok({"type": "CompleteTask", "task": task}).position
        changed = self.api.request("GET", "/api/v1/tasks", If_None_Match=tag, Tasklog_Position=position)
        self.assertEqual(changed.status, 200)
        self.assertIn("completed", changed.text)
        self.assertEqual(self.api.request("GET", "/api/v1/tasks?limit=5", If_None_Match=changed.header("ETag")).status, 200, "another query")

    def test_a_position_that_is_not_reached_is_a_503_and_loses_nothing(self):
        reply = self.api.get("/api/v1/tasks", "0:999999999")
        self.assertEqual((reply.status, reply.problem, reply.header("Retry-After")), (503, "projection-behind", "1"))
        self.assertEqual(self.api.get("/api/v1/tasks", "x").problem, "invalid-position")

    # ---- live updates

    def stream(self, **headers):
        return Stream(self.process.port, self.api.bearer, headers)

    def test_a_change_is_told_when_it_can_be_read(self):
        with self.stream() as stream:
            task, position = self.create()
            event = stream.next()
            self.assertEqual(event["event"], "changed")
            self.assertEqual(int(event["id"]), int(position.split(":")[1]))
            self.assertEqual(self.titles(), ["Buy milk"], "no position is needed: what is told can be read")
            self.ok({"type": "CompleteTask", "task": task})
            self.assertGreater(int(stream.next()["id"]), int(event["id"]))

    def test_a_stream_is_resumed(self):
        _, position = self.create()
        self.titles(position)
        seen = position.split(":")[1]
        with self.stream(Last_Event_ID=seen) as stream:
            _, position = self.create()
            self.assertEqual(stream.next()["id"], position.split(":")[1], "nothing was missed, so the first event is the new one")
        with self.stream(Last_Event_ID=seen) as stream:
            self.assertEqual(stream.next()["id"], position.split(":")[1], "what was missed is told at once")
        with self.stream(Last_Event_ID="999999999") as stream:
            self.assertEqual(stream.next()["event"], "reset")

    def test_nobody_hears_of_others(self):
        with self.stream() as stream:
            self.process.api(uuid.uuid4().hex).send({"type": "CreateTask", "title": "theirs"})
            _, position = self.create()
            self.assertEqual(stream.next()["id"], position.split(":")[1])

    # ---- bad input

    def test_bad_input_is_a_problem_that_names_the_field_and_writes_nothing(self):
        task, position = self.create()
        self.titles(position)
        sent = self.process.metric("tasklog_commits_sent_total")
        some = str(uuid.uuid4())
        cases = [
            ("truncated JSON", '{"type":"CreateTask","title":"x', 400, "malformed-json", None),
            ("bad UTF-8", b'{"type":"CreateTask","title":"\xc3\x28"}', 400, "malformed-json", None),
            ("a wrong type", {"type": "CreateTask", "title": 7}, 400, "invalid-field", "/title"),
            ("an unknown command", {"type": "BuyTask"}, 400, "unknown-command", "/type"),
            ("an unknown field", {"type": "CreateTask", "title": "x", "prio": 1}, 400, "invalid-field", "/prio"),
            ("a wrong version", {"type": "CompleteTask", "task": task, "expectedVersion": 9}, 409, "version-conflict", "/expectedVersion"),
            ("a foreign workspace", {"type": "CompleteTask", "task": task, "workspace": some}, 404, "workspace-not-found", "/workspace"),
            ("an unknown task", {"type": "CompleteTask", "task": some}, 404, "task-not-found", "/task"),
            ("an unknown list", {"type": "CreateTask", "title": "x", "list": some}, 404, "list-not-found", "/list"),
            ("a rank that makes no sense", {"type": "ReorderTask", "task": task, "rank": "!"}, 400, "invalid-field", "/rank"),
            ("a neighbour that there is not", {"type": "ReorderTask", "task": task, "after": some}, 404, "task-not-found", "/after"),
            ("2 MB", {"type": "CreateTask", "title": "x", "notes": "n" * 2_000_000}, 413, "body-too-large", None),
            ("too many commands", {"commands": [{"type": "CreateTask", "title": "x"}] * 501}, 400, "invalid-field", "/commands"),
        ]
        for what, body, status, problem, pointer in cases:
            reply = self.api.request("POST", "/api/v1/commands", body)
            self.assertEqual((reply.status, reply.problem, reply.json.get("pointer")), (status, problem, pointer), what)
            self.assertTrue(reply.header("X-Request-Id") or status == 413, what)
        for key in ("with space", "x" * 201, "ü".encode().decode("latin-1")):
            self.assertEqual(self.api.send({"type": "CreateTask", "title": "x"}, Idempotency_Key=key).problem, "invalid-key")
        for query, pointer in (("limit=0", "?limit"), ("due_after=2026-13-45", None), ("zone=Mars/Phobos&overdue=true", None), ("cursor=x", "?cursor"), ("text=%ff", "?text"), ("x=%zz", "?")):
            reply = self.api.request("GET", "/api/v1/tasks?" + query)
            self.assertEqual((reply.status, reply.problem), (400, "invalid-parameter"), query)
            if pointer:
                self.assertEqual(reply.json["pointer"], pointer)
        self.assertEqual(self.api.get("/api/v1/tasks/xyz").status, 404)
        self.assertEqual(self.api.get("/nothing").problem, "not-found")
        self.assertEqual(self.api.request("DELETE", "/api/v1/tasks").problem, "method-not-allowed")
        self.assertEqual(self.process.metric("tasklog_commits_sent_total"), sent, "something was written")
        self.assertNotIn('"unexpected"', self.process.log_text(), "a 500")


if __name__ == "__main__":
    unittest.main()
