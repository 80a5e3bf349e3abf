"""Files of other programs, in and out."""
import json, random, signal, unittest, uuid

from support import SystemTest, eventually, token

TODO_TXT = """(A) 2026-11-01 Call the bank +money @phone due:2026-12-01
x 2026-11-02 2026-11-01 Pay rent +money
Buy bread
Buy bread
(A) +money
"""

TODOIST = """TYPE,CONTENT,DESCRIPTION,PRIORITY,INDENT,AUTHOR,RESPONSIBLE,DATE,DATE_LANG,TIMEZONE
task,Bread,,4,1,,,,,
section,Dairy,,,,,,,,
task,Milk,,4,1,,,,,
"""


def things(lines):
    """What an export says of lists, tasks, comments and filters, but for what an import can't keep."""
    return [{name: value for name, value in line.items() if name not in ("version", "updatedAt")} for line in lines if line["kind"] in ("list", "task", "comment", "filter")]


def random_commands(draw):
    """What somebody might do in a day, all of it allowed."""
    zones = ["Europe/Berlin", "America/New_York", "Pacific/Chatham", "Etc/UTC"]
    lists, levels, tasks, out = [], {}, {}, []
    word = lambda: "".join(draw.choice("aeiou äß\u4e16🎂\"\\,;xyz") for _ in range(draw.randint(1, 30))).strip() or "x"
    day = lambda: f"202{draw.randint(5, 8)}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
    for _ in range(60):
        kind = draw.choice(["list"] * 2 + ["task"] * 5 + ["nest", "comment", "end", "change", "reminder", "series", "archive", "filter"])
        task = draw.choice(list(tasks)) if tasks else None
        is_open = task and tasks[task]["open"]
        if kind == "list":
            lists.append(str(uuid.UUID(int=draw.getrandbits(128), version=4)))
            above = draw.choice([None, *(each for each, level in levels.items() if level < 3)])
            section = above is not None and draw.random() < 0.5
            if not section:
                levels[lists[-1]] = levels.get(above, 0) + 1
            out.append({"type": "CreateList", "id": lists[-1], "name": word(), **({"color": "#aabbcc"} if draw.random() < 0.5 else {}), **({"parent": above, "section": section} if above else {})})
        elif kind == "task":
            new, home = str(uuid.UUID(int=draw.getrandbits(128), version=4)), draw.choice(lists) if lists and draw.random() < 0.6 else None
            due = draw.choice([None, {"date": day()}, {"at": day() + "T07:30:00Z", "zone": draw.choice(zones)}])
            tasks[new] = {"open": True, "due": due, "list": home, "parts": 0, "part": False}
            out.append({"type": "CreateTask", "id": new, "title": word(), "notes": draw.choice(["", word() + "\n" + word()]), "priority": draw.choice(["none", "low", "urgent"]), "tags": [f"t{i}" for i in range(draw.randint(0, 3))], "list": home,
                        **({"due": due} if due else {}), **({"start": day()} if draw.random() < 0.3 else {}), **({"estimate": draw.randint(1, 600)} if draw.random() < 0.3 else {})})
        elif kind == "nest" and task:
            under = [each for each in tasks if each != task and not tasks[each]["part"] and tasks[each]["open"]]
            if under and not tasks[task]["parts"] and not tasks[task]["part"]:
                parent = draw.choice(under)
                tasks[parent]["parts"] += 1
                tasks[task]["part"] = True
                out.append({"type": "NestTask", "task": task, "parent": parent})
        elif kind == "comment" and task:
            out.append({"type": "AddComment", "task": task, "text": word()})
        elif kind == "end" and is_open and not tasks[task]["parts"]:
            tasks[task]["open"] = False
            out.append({"type": draw.choice(["CompleteTask", "CancelTask"]), "task": task})
        elif kind == "change" and task:
            out.append({"type": "ChangeTaskDetails", "task": task, "title": word()})
        elif kind == "reminder" and is_open:
            out.append({"type": "SetReminder", "task": task, **draw.choice([{"at": "2031-01-01T09:00:00Z"}, {"relative": {"to": "due", "minutes": -draw.randint(0, 5000), "zone": draw.choice(zones)}}, {"relative": {"to": "start", "days": -1, "time": "09:00", "zone": draw.choice(zones)}}])})
        elif kind == "series" and is_open and tasks[task]["due"]:
            out.append({"type": "SetRecurrence", "task": task, "rule": draw.choice(["FREQ=DAILY", "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "FREQ=MONTHLY;COUNT=7"]), "from": draw.choice(["due", "completion"]), "skipMissed": draw.random() < 0.5, "zone": draw.choice(zones)})
        elif kind == "filter":
            out.append({"type": "SaveFilter", "name": word(), "words": draw.choice(["overdue", "#t1 and not completed", 'text:"milk" or due < today+7d'])})
        elif kind == "archive" and lists and draw.random() < 0.3:
            out.append({"type": "ArchiveList", "list": draw.choice(lists)})
    return out


class ImportTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.access = self.access_of(uuid.uuid4().hex)

    def access_of(self, person):
        return {"TASKLOG_URL": f"http://127.0.0.1:{self.process.port}", "TASKLOG_TOKEN": token(person)}

    @property
    def api(self):
        """Of whoever is signed in at present, and the process that runs."""
        return self.process.api(bearer=self.access["TASKLOG_TOKEN"])

    def run_import(self, name, text, *more):
        path = self.folder / name
        path.write_text(text)
        return self.tasklog("import", path, *more, check=False, **self.access)

    def wait_for(self, position):
        eventually(lambda: self.api.get("/api/v1/tasks", position).status == 200, "the read model has it")

    def wait_for_log(self):
        last = {partition: offset for partition, offset, *_ in self.log()}
        for partition, offset in last.items():
            self.wait_for(f"{partition}:{offset}")

    def export(self, *more):
        self.wait_for_log()
        return [json.loads(line) for line in self.tasklog("export", *more, **self.access).stdout.splitlines()]

    def tasks(self):
        return {each["title"]: each for each in self.export() if each["kind"] == "task"}

    def upload(self, text, **parameters):
        query = "&".join(f"{name}={value}" for name, value in {"zone": "Etc/UTC", **parameters}.items())
        return self.api.request("POST", f"/api/v1/imports?{query}", text, Content_Type="application/octet-stream")

    def rest(self, run):
        """What it is once it is not under way."""
        return eventually(lambda: (now := self.api.get(f"/api/v1/imports/{run}").json)["state"] in ("ready", "done", "failed", "undone") and now, "the import comes to rest")

    def bring_in(self, text, **parameters):
        run = self.upload(text, **parameters).json["id"]
        self.rest(run)
        self.api.request("POST", f"/api/v1/imports/{run}/start", {})
        return self.rest(run)

    def test_a_file_is_imported_once_however_often_it_is_sent(self):
        first = self.run_import("todo.txt", TODO_TXT)
        self.assertEqual(first.returncode, 1, "a line was skipped")
        self.assertIn("todo.txt:5: the task has no title", first.stderr)
        self.assertIn("4 tasks imported", first.stdout)
        before = self.export()
        log = self.log()
        self.assertEqual(sorted(each["title"] for each in before if each["kind"] == "task"), ["Buy bread", "Buy bread", "Call the bank", "Pay rent"])
        again = self.run_import("todo.txt", TODO_TXT)
        self.assertIn("0 tasks imported", again.stdout)
        self.assertIn("4 were there already", again.stdout)
        self.assertEqual(self.log(), log, "importing the same file twice changes nothing")
        self.assertEqual(self.export()[1:], before[1:])

    def test_a_section_comes_in_as_a_section(self):
        for _ in range(2):
            self.assertEqual(self.run_import("Shopping.csv", TODOIST).returncode, 0)
            lists = {each["name"]: each for each in self.export() if each["kind"] == "list"}
            shopping, dairy, tasks = lists.pop("Shopping"), lists.pop("Dairy"), self.tasks()
            self.assertEqual((lists, shopping["parent"], dairy["parent"], dairy["section"]), ({}, None, shopping["id"], True))
            self.assertEqual({title: each["list"] for title, each in tasks.items()}, {"Bread": shopping["id"], "Milk": dairy["id"]})

    def test_what_is_done_was_done_when_the_file_says(self):
        self.run_import("todo.txt", TODO_TXT, "--zone", "Europe/Berlin")
        rent = self.tasks()["Pay rent"]
        self.assertEqual((rent["status"], rent["createdAt"], rent["endedAt"]), ("completed", "2026-10-31T23:00:00.000000Z", "2026-11-01T23:00:00.000000Z"))

    def test_a_large_file_goes_in_batches(self):
        done = self.run_import("todo.txt", "".join(f"task {i} +list{i % 7}\n" for i in range(1000)))
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertGreater(len(self.log()), 1)
        self.assertEqual(len([each for each in self.export() if each["kind"] == "task"]), 1000)

    def test_what_does_not_fit_is_cut_and_told_with_its_line(self):
        done = self.run_import("todo.txt", "one\n" + "x" * 501 + "\ntwo\n a\u0001b\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("todo.txt:2: the title has more than 500 characters, and is cut", done.stderr)
        self.assertIn("4 tasks imported", done.stdout)
        self.assertIn("a b", self.tasks())

    def test_a_part_that_is_refused_costs_that_part_and_a_thing_that_thing(self):
        lines = [{"kind": "task", "id": str(uuid.uuid4()), "title": "one", "recurrence": {"rule": "FREQ=DAILY", "start": {"date": "2026-12-01"}, "occurrence": {"date": "2026-12-01"}, "number": 1, "from": "due"}},
                 {"kind": "task", "id": str(uuid.uuid4()), "title": "two", "list": str(uuid.uuid4())},
                 {"kind": "comment", "id": str(uuid.uuid4()), "task": str(uuid.uuid4()), "text": "about nothing"},
                 {"kind": "task", "id": str(uuid.uuid4()), "title": "three"}]
        done = self.run_import("mine.jsonl", "\n".join(json.dumps(each) for each in lines))
        self.assertIn("3 tasks imported", done.stdout)
        for words in ("mine.jsonl:1: left out: A task that repeats needs a due date", "mine.jsonl:2: left out: There is no such list", "mine.jsonl:3: There is no such task"):
            self.assertIn(words, done.stderr)

    def test_a_file_without_tasks_and_a_zone_that_is_none_are_told(self):
        none = self.run_import("calendar.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n")
        self.assertEqual((none.returncode, none.stdout), (1, ""))
        self.assertIn("there are no tasks in it", none.stderr)
        wrong = self.run_import("zone.txt", "one\n", "--zone", "Mars/Phobos")
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("Mars/Phobos is not an IANA time zone", wrong.stderr)
        for query in ({"zone": "Mars/Phobos"}, {"format": "doc"}, {"workspace": "mine"}, {"colour": "red"}):
            self.assertEqual(self.upload("one\n", **query).json["type"], "urn:tasklog:problem:invalid-parameter", query)

    def test_a_mistake_is_told_in_one_line(self):
        for name, access, words in (("missing.txt", self.access, "cannot read"), ("todo.txt", {**self.access, "TASKLOG_TOKEN": "bad"}, "token")):
            (self.folder / "todo.txt").write_text("x\n")
            done = self.tasklog("import", self.folder / name, check=False, **access)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_a_look_through_the_file_changes_nothing_and_shows_what_would_come(self):
        run = self.upload(TODO_TXT, name="todo.txt").json
        seen = self.rest(run["id"])
        self.assertEqual((seen["state"], seen["format"]), ("ready", "todo.txt"))
        self.assertEqual({name: seen["found"][name] for name in ("tasks", "lists", "skipped", "there", "gone")}, {"tasks": 4, "lists": 1, "skipped": 1, "there": 0, "gone": 0})
        self.assertEqual([each["title"] for each in seen["sample"]], ["Call the bank", "Pay rent", "Buy bread", "Buy bread"])
        self.assertEqual(self.api.get(f"/api/v1/imports/{run['id']}/report").json, {"items": [{"line": 5, "why": "the task has no title", "skipped": True}], "next": None})
        self.assertEqual(self.log(), [])
        self.assertEqual([each["id"] for each in self.api.get("/api/v1/imports").json["items"]], [run["id"]])
        other = self.process.api(bearer=token(uuid.uuid4().hex))
        for method, path in (("GET", ""), ("GET", "/report"), ("POST", "/start"), ("POST", "/undo"), ("DELETE", "")):
            self.assertEqual(other.request(method, f"/api/v1/imports/{run['id']}{path}").status, 404, (method, path))
        self.assertEqual(self.api.request("DELETE", f"/api/v1/imports/{run['id']}").status, 204)
        self.assertEqual(self.api.get(f"/api/v1/imports/{run['id']}").status, 404)

    def test_what_it_made_and_nobody_changed_can_be_undone(self):
        run = self.bring_in("BEGIN:VCALENDAR\nX-WR-CALNAME:Home\n" + "".join(f"BEGIN:VTODO\nUID:{i}\nSUMMARY:t{i}\n{f'RELATED-TO:{i - 1}' if i % 3 else 'PRIORITY:5'}\nEND:VTODO\n" for i in range(400)) + "END:VCALENDAR\n", name="x.ics")
        self.assertEqual((run["state"], run["made"]["tasks"], run["made"]["lists"]), ("done", 400, 1), run)
        tasks = self.tasks()
        self.assertEqual(tasks["t2"]["parent"], tasks["t1"]["id"])
        own = str(uuid.uuid4())
        self.api.send({"type": "ChangeTaskDetails", "task": tasks["t5"]["id"], "title": "mine now"}, {"type": "CreateTask", "id": own, "title": "of mine", "list": tasks["t6"]["list"]}, {"type": "NestTask", "task": own, "parent": tasks["t8"]["id"]})
        self.api.request("POST", f"/api/v1/imports/{run['id']}/undo")
        undone = self.rest(run["id"])
        # t5 with what it stands in (t4, t3), t8 with t7 and t6, and the list.
        self.assertEqual((undone["state"], undone["kept"], undone["undone"]), ("undone", 7, 394))
        self.assertEqual(sorted(self.tasks()), ["mine now", "of mine", "t3", "t4", "t6", "t7", "t8"])

    def test_what_was_deleted_is_told_and_comes_back_if_asked(self):
        self.run_import("todo.txt", TODO_TXT)
        before = self.tasks()
        money = before["Call the bank"]["list"]
        self.api.send({"type": "DeleteList", "list": money}, {"type": "DeleteTask", "task": before["Buy bread"]["id"]})
        self.wait_for_log()
        told = self.run_import("todo.txt", TODO_TXT)
        self.assertEqual(told.returncode, 1)
        self.assertIn("3 were deleted here since: --bring-back brings them back", told.stdout)
        self.assertEqual(len(self.tasks()), 1)
        back = self.run_import("todo.txt", TODO_TXT, "--bring-back")
        self.assertIn("3 brought back", back.stdout)
        after = self.tasks()
        self.assertEqual(set(after), set(before))
        names = {each["id"]: each["name"] for each in self.export() if each["kind"] == "list"}
        self.assertEqual([names[after[title]["list"]] for title in ("Call the bank", "Pay rent")], ["money", "money"])

    def test_a_restart_loses_nothing(self):
        run = self.upload("".join(f"task {i}\n" for i in range(20_000)), name="todo.txt").json["id"]
        self.rest(run)
        self.api.request("POST", f"/api/v1/imports/{run}/start", {})
        eventually(lambda: self.api.get(f"/api/v1/imports/{run}").json["done"] > 1_000, "it has begun")
        self.process.process.send_signal(signal.SIGKILL)
        self.process.process.wait()
        self.process = self.start()
        self.access = {**self.access, "TASKLOG_URL": f"http://127.0.0.1:{self.process.port}"}
        done = self.rest(run)
        self.assertEqual((done["state"], done["why"] if "why" in done else "", done["made"]["skipped"]), ("done", "", 0))
        self.assertEqual(len(self.tasks()), 20_000)

    def test_a_stranger_a_viewer_and_a_second_run_are_refused(self):
        shared = str(uuid.uuid4())
        owner = self.process.api(bearer=token(uuid.uuid4().hex))
        self.wait_for(owner.send({"type": "CreateWorkspace", "name": "Shared", "workspace": shared}).position)
        self.assertEqual(self.upload("one\n", workspace=shared).problem, "workspace-not-found")
        viewer = self.api.get("/api/v1/me").json["id"]
        invitation = str(uuid.uuid4())
        owner.request("POST", "/api/v1/commands", {"workspace": shared, "commands": [{"type": "InviteMember", "id": invitation, "role": "viewer"}]})
        self.wait_for(self.api.request("POST", "/api/v1/commands", {"workspace": shared, "commands": [{"type": "AcceptInvitation", "invitation": invitation}]}).position)
        self.assertEqual((self.upload("one\n", workspace=shared).problem, viewer != shared), ("role-forbids", True))
        run = self.upload("one\n").json["id"]
        self.rest(run)
        self.assertEqual(self.api.request("POST", f"/api/v1/imports/{run}/undo").status, 409)
        slow = self.upload("".join(f"task {i}\n" for i in range(20_000))).json["id"]
        second = self.upload("two\n")
        self.assertIn(second.status, (201, 409))
        self.rest(slow)

    def test_where_there_is_no_room_whoever_keeps_most_loses_the_oldest(self):
        self.process.kill()
        self.process = self.start(TASKLOG_LIMIT_IMPORTS_BYTES=str(1 << 20))
        size = lambda kib: "x\n" * (kib << 9)
        self.access = self.access_of(uuid.uuid4().hex)
        first, first_api = self.upload(size(700)).json["id"], self.api
        self.rest(first)
        self.access = self.access_of(uuid.uuid4().hex)
        second = self.upload(size(500))
        self.assertEqual(second.status, 201, second.text)
        self.rest(second.json["id"])
        self.assertEqual(first_api.get(f"/api/v1/imports/{first}").status, 404)
        self.assertEqual(self.api.get(f"/api/v1/imports/{second.json['id']}").status, 200)
        self.access = self.access_of(uuid.uuid4().hex)
        self.assertEqual(self.upload(size(1_100)).problem, "imports-full")
        self.assertEqual(self.upload(size(100)).status, 201, "who was refused can send less")

    def test_an_export_holds_everything_and_makes_the_same_workspace_elsewhere(self):
        me, other = uuid.uuid4().hex, self.process.api(bearer=token("other" + uuid.uuid4().hex))
        self.access = self.access_of(me)
        home, work, tasks = str(uuid.uuid4()), str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(6)]
        zone = "Europe/Berlin"
        self.api.send({"type": "CreateList", "id": home, "name": "Home", "color": "#3366cc"}, {"type": "CreateList", "id": work, "name": "Work"},
                      {"type": "CreateTask", "id": tasks[0], "title": "whole", "notes": "a\nb", "priority": "high", "tags": ["x", "y z"], "list": home, "due": {"at": "2027-03-28T09:00:00Z", "zone": zone}, "start": "2027-03-01",
                       "reminders": [{"relative": {"to": "due", "minutes": -30, "zone": zone}}, {"at": "2027-03-20T09:00:00Z"}]},
                      {"type": "CreateTask", "id": tasks[1], "title": "part", "list": home}, {"type": "NestTask", "task": tasks[1], "parent": tasks[0]}, {"type": "CompleteTask", "task": tasks[1]},
                      {"type": "CreateTask", "id": tasks[2], "title": "again", "due": {"date": "2026-12-01"}}, {"type": "SetRecurrence", "task": tasks[2], "rule": "FREQ=WEEKLY;COUNT=5", "zone": zone, "except": ["2026-12-15"]},
                      {"type": "CreateTask", "id": tasks[3], "title": "hidden", "list": work}, {"type": "ArchiveList", "list": work},
                      {"type": "CreateTask", "id": tasks[4], "title": "called off"}, {"type": "CancelTask", "task": tasks[4]},
                      {"type": "CreateTask", "id": tasks[5], "title": "thrown away"}, {"type": "DeleteTask", "task": tasks[5]},
                      {"type": "AddComment", "task": tasks[0], "text": "my own"})
        self.wait_for(self.api.send({"type": "CompleteTask", "task": tasks[2]}).position)
        eventually(lambda: len([each for each in self.export() if each.get("title") == "again"]) == 2, "the next one is made")
        first = self.export()
        self.assertEqual([each["kind"] for each in first[:2]], ["export", "person"] if first[1]["kind"] == "person" else ["export", "list"])
        self.assertEqual(sorted(each["title"] for each in first if each["kind"] == "task"), ["again", "again", "called off", "hidden", "part", "whole"])
        shared = str(uuid.uuid4())
        self.wait_for(self.api.send({"type": "CreateWorkspace", "name": "Second", "workspace": shared}).position)
        done = self.run_import("all.jsonl", "\n".join(json.dumps(each) for each in first) + "\n", "--workspace", shared)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        self.maxDiff = None
        self.assertEqual(things(self.export("--workspace", shared)), things(first))
        again = self.run_import("all.jsonl", "\n".join(json.dumps(each) for each in first) + "\n", "--workspace", shared)
        self.assertIn("0 tasks imported", again.stdout)
        for page in ("?cursor=3.x", "?limit=1", "?workspace=x"):
            self.assertEqual(self.api.get("/api/v1/export" + page).status, 400)
        self.assertEqual(other.get(f"/api/v1/export?workspace={shared}").status, 404)

    def test_any_workspace_comes_in_as_it_went_out(self):
        self.maxDiff = None
        for seed in [random.getrandbits(32) for _ in range(6)]:
            with self.subTest(seed=seed):
                self.access = self.access_of(uuid.uuid4().hex)
                sent = self.api.send(*random_commands(random.Random(seed)))
                self.assertEqual(sent.status, 200, sent.text)
                self.settled("recurring")
                first = self.settled_export()
                shared = str(uuid.uuid4())
                self.wait_for(self.api.send({"type": "CreateWorkspace", "name": "Second", "workspace": shared}).position)
                done = self.run_import("all.jsonl", "\n".join(json.dumps(each) for each in first) + "\n", "--workspace", shared)
                self.assertEqual((done.returncode, done.stderr), (0, ""))
                self.assertEqual(things(self.settled_export("--workspace", shared)), things(first))

    def settled_export(self, *more):
        """Once nothing comes any more of what was sent: the next occurrences of what was completed."""
        def twice():
            before = self.log()
            lines = self.export(*more)
            self.settled("recurring")
            return len(self.log()) == len(before) and lines

        return eventually(twice, "nothing comes any more")


if __name__ == "__main__":
    unittest.main(verbosity=2)
