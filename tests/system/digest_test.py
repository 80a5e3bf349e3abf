"""What happened since some time, by person and list: the same as is counted in Python from the whole history, between any two commits."""
import collections, random, time, unittest, uuid

from support import RETRY, SystemTest, eventually

SEED = time.time_ns() % 1_000_000
TASKS_TOLD = 20


def expected(entries, since, until, place):
    """By person and list, where a task is today: how many of each type, and which types for each task."""
    out = collections.defaultdict(lambda: (collections.Counter(), collections.defaultdict(set)))
    for each in entries:
        if since < each["at"] <= until:
            events, tasks = out[each["actor"], each.get("list") or place.get(each.get("task")), not each.get("task") and not each.get("list")]
            events[each["type"]] += 1
            if each.get("task"):
                tasks[each["task"]].add(each["type"])
    return {key: (dict(events), dict(tasks)) for key, (events, tasks) in out.items()}


class DigestTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.ada, self.bob = self.process.api("ada"), self.process.api("bob")
        self.shared, invitation = str(uuid.uuid4()), str(uuid.uuid4())
        self.ada.insist({"type": "CreateWorkspace", "workspace": self.shared, "name": "Shared"})
        self.ada.insist({"type": "InviteMember", "workspace": self.shared, "id": invitation, "role": "editor"})
        self.position = self.bob.insist({"type": "AcceptInvitation", "workspace": self.shared, "invitation": invitation}).position

    def say(self, api, *commands):
        body, key = {"workspace": self.shared, "commands": list(commands)}, str(uuid.uuid4())
        reply = eventually(lambda: (got := api.request("POST", "/api/v1/commands", body, Idempotency_Key=key)).status not in RETRY and got, "an answer")
        self.assertEqual(reply.status, 200, reply.text)
        self.position = reply.position

    def get(self, path, **parameters):
        reply = eventually(lambda: (got := self.ada.get(path, self.position, workspace=self.shared, **parameters)).status != 503 and got, "an answer")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def history(self):
        out, cursor = [], {}
        while cursor is not None:
            page = self.get("/api/v1/history", limit=500, order="asc", **cursor)
            out += page["items"]
            cursor = {"cursor": page["next"]} if page["next"] else None
        return out

    def test_it_tells_what_the_history_has_between_any_two_commits(self):
        print(f"seed {SEED}")
        rng = random.Random(SEED)
        lists, tasks, titles, place = [None], [], {}, {}
        for _ in range(120):
            api = rng.choice((self.ada, self.bob))
            thing = str(uuid.uuid4())
            kind = rng.choice(("list", "task", "task", "task", "complete", "move", "comment", "rename", "delete", "renameWorkspace"))
            if kind == "list" and len(lists) < 4:
                lists.append(thing)
                titles[thing] = f"List {len(lists)}"
                self.say(api, {"type": "CreateList", "id": thing, "name": titles[thing]})
            elif kind == "renameWorkspace":
                self.say(self.ada, {"type": "RenameWorkspace", "name": f"Shared {rng.random()}"})
            elif kind in ("list", "task") or not tasks:
                tasks.append(thing)
                titles[thing] = f"Task {len(tasks)}"
                place[thing] = rng.choice(lists)
                self.say(api, {"type": "CreateTask", "id": thing, "title": titles[thing], "list": place[thing]})
            else:
                task = rng.choice(tasks)
                if kind == "rename":
                    titles[task] = f"Renamed {rng.random()}"
                if kind == "delete":
                    tasks.remove(task)
                if kind == "move":
                    place[task] = rng.choice(lists)
                self.say(api, {"complete": {"type": rng.choice(("CompleteTask", "ReopenTask")), "task": task}, "move": {"type": "MoveTask", "task": task, "list": place[task]},
                               "comment": {"type": "AddComment", "task": task, "text": "well"}, "rename": {"type": "ChangeTaskDetails", "task": task, "title": titles.get(task)},
                               "delete": {"type": "DeleteTask", "task": task}}[kind])
        entries = self.history()
        times = sorted({each["at"] for each in entries})
        windows = [(times[0], times[-1])] + [tuple(sorted(rng.choices(times, k=2))) for _ in range(40)]
        for since, until in windows:
            told = self.get("/api/v1/history/digest", since=since, until=until)
            wanted = expected(entries, since, until, place)
            got = {(person["person"], of["list"], of["ofWorkspace"]): of for person in told["people"] for of in person["lists"]}
            where = f"{since} to {until}, seed {SEED}"
            self.assertEqual({key: of["events"] for key, of in got.items()}, {key: events for key, (events, _) in wanted.items()}, where)
            for key, of in got.items():
                all_tasks = wanted[key][1]
                self.assertEqual((of["tasksInAll"], len(of["tasks"])), (len(all_tasks), min(len(all_tasks), TASKS_TOLD)), where)
                for each in of["tasks"]:
                    self.assertEqual(set(each["events"]), all_tasks[each["task"]], where)
                    self.assertEqual(told["names"][each["task"]], titles[each["task"]], "as it is called today")
                if of["list"]:
                    self.assertEqual(told["names"][of["list"]], titles[of["list"]])
            inside = [at for at in times if since < at <= until]
            self.assertEqual((told["oldest"], told["newest"], told["complete"]), (inside[0] if inside else None, inside[-1] if inside else since, True), where)

    def test_one_answer_goes_on_where_the_other_ended(self):
        seen, since = collections.Counter(), "2020-01-01T00:00:00Z"
        for i in range(8):
            self.say(self.bob, *({"type": "CreateTask", "title": f"Task {i} {j}"} for j in range(i % 3)), {"type": "CreateTask", "title": "last"})
            told = self.get("/api/v1/history/digest", since=since)
            for person in told["people"]:
                for of in person["lists"]:
                    seen.update(of["events"])
            since = told["newest"]
        self.assertEqual(seen, collections.Counter(each["type"] for each in self.history()), "nothing twice, nothing left out")
        self.assertEqual(self.get("/api/v1/history/digest", since=since), {"people": [], "names": {}, "oldest": None, "newest": since, "complete": True})

    def test_of_very_much_the_newest_is_told(self):
        for _ in range(11):
            self.say(self.bob, *({"type": "CreateTask", "title": "one of many"} for _ in range(480)))
        told = self.get("/api/v1/history/digest", since="2020-01-01")
        of = told["people"][0]["lists"][0]
        self.assertFalse(told["complete"], str(told)[:600])
        self.assertEqual((len(told["people"]), of["events"], len(of["tasks"])), (1, {"TaskCreated": 5_001}, TASKS_TOLD))
        self.assertEqual(told["newest"], self.history()[-1]["at"])
        rest = self.get("/api/v1/history/digest", since="2020-01-01", until=told["oldest"])
        self.assertTrue(rest["complete"], "the rest fits")

    def test_who_may_not_see_the_workspace_learns_nothing(self):
        self.assertEqual(self.process.api("eve").get("/api/v1/history/digest", workspace=self.shared, since="2020-01-01").status, 404)
        for query, pointer in (({}, "?since"), ({"since": "yesterday"}, "?since"), ({"since": "2026-01-01", "until": "x"}, "?until"), ({"since": "2026-01-01", "days": "3"}, "?days")):
            reply = self.ada.get("/api/v1/history/digest", None, **query)
            self.assertEqual((reply.status, reply.json.get("pointer")), (400, pointer), query)


if __name__ == "__main__":
    unittest.main(verbosity=2)
