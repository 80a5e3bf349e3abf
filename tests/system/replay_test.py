"""Read models rebuilt from the log while they serve, compared with it, and looked at as they were; the log and the projections as an operator sees them."""
import json, subprocess, threading, unittest, uuid

from load import Load
from support import BINARY, SystemTest, eventually

PROJECTIONS = ("tasks", "audit", "recurring", "notifications")


class ReplayTest(SystemTest):
    def fill(self, api, tasks=30):
        """A list, tasks with what they can have, and changes of them. Returns the tasks' ids and the last position."""
        home, ids = str(uuid.uuid4()), [str(uuid.uuid4()) for _ in range(tasks)]
        api.insist({"type": "CreateList", "id": home, "name": "Home"}, *({"type": "CreateTask", "id": task, "title": f"task {i}", "list": home, "due": {"date": "2027-01-04"}, "tags": ["a b", 'c"d']} for i, task in enumerate(ids)))
        api.insist({"type": "AddComment", "id": str(uuid.uuid4()), "task": ids[0], "text": "soon"}, {"type": "SetReminder", "task": ids[1], "relative": {"to": "due", "minutes": 540, "zone": "Europe/Berlin"}},
                   {"type": "SetRecurrence", "task": ids[2], "rule": "FREQ=DAILY"}, {"type": "NestTask", "task": ids[3], "parent": ids[4]})
        return ids, api.insist({"type": "CompleteTask", "task": ids[5]}, {"type": "DeleteTask", "task": ids[6]}, {"type": "ChangeTaskDetails", "task": ids[7], "title": "changed"}).position

    def titles(self, api, position=None):
        reply = api.get("/api/v1/tasks", position, limit=500)
        self.assertEqual(reply.status, 200, reply.text)
        return [task["title"] for task in reply.json["items"]]

    def rows(self, schema):
        return sorted(self.services.sql(f"SELECT workspace_id, task_id, body FROM {schema}.tasks").splitlines())

    def test_rebuilds_and_switches_while_it_serves(self):
        self.migrate()
        serve = self.start()
        api = serve.api("reader")
        ids, position = self.fill(api)
        for path in ("/api/v1/tasks", "/api/v1/notifications", f"/api/v1/tasks/{ids[0]}/history"):
            eventually(lambda: api.get(path, position).status == 200, f"{path} has all")
        expected, stop, answers = self.titles(api), threading.Event(), []

        def read():
            own = serve.api("reader")
            while not stop.is_set():
                answers.append((own.get("/api/v1/tasks", limit=500), own.get(f"/api/v1/tasks/{ids[0]}/history")))

        reader = threading.Thread(target=read)
        with Load([serve.port], clients=2) as load:
            reader.start()
            done = [json.loads(line) for line in self.tasklog("replay", "all", "--json").stdout.splitlines()]
            taken = load.count()
            eventually(lambda: load.count() > taken + 20, "commands go on")
            # Once more, and back: the schemas that stand beside are as good as the live ones.
            self.tasklog("replay", "tasks")
            self.tasklog("replay", "tasks", "--back")
            stop.set()
            reader.join()
        self.assertEqual([(each["projection"], each["switched"]) for each in done if "projection" in each], [(name, True) for name in PROJECTIONS])
        self.assertGreater(len(answers), 20)
        for tasks, history in answers:
            self.assertEqual((tasks.status, history.status), (200, 200), tasks.text + history.text)
            self.assertEqual([task["title"] for task in tasks.json["items"]], expected)
        for each in PROJECTIONS:
            self.settled(each)
        self.verify()
        own = serve.api(load.clients[0].user)
        last = own.send({"type": "CreateTask", "title": "after all that"}).position
        self.assertEqual(own.get("/api/v1/tasks", last, sort="created", order="desc", limit=1).json["items"][0]["title"], "after all that")

    def test_finds_and_mends_what_differs(self):
        self.migrate()
        serve = self.start()
        api = serve.api("alice")
        ids, position = self.fill(api)
        self.titles(api, position)
        self.settled("audit")
        self.verify("tasks", "audit")
        known = api.get("/api/v1/tasks", limit=500).header("ETag")
        self.services.sql(f"UPDATE {self.schema}.tasks SET body = replace(body, 'task 9', 'tusk 9') WHERE task_id = '{ids[9]}'; DELETE FROM {self.schema}.tasks WHERE task_id = '{ids[10]}'")
        self.services.sql(f"UPDATE {self.schema}_audit.entries SET type = 'TaskMoved' WHERE type = 'TaskDetailsChanged' AND task_id = '{ids[7]}'")
        found = self.tasklog("replay", "tasks", "--verify", check=False)
        self.assertEqual(found.returncode, 1)
        for part in ("DIFFERS", ids[9], "tusk 9", ids[10], "no such row"):
            self.assertIn(part, found.stdout)
        self.assertEqual(self.tasklog("replay", "audit", "--verify", check=False).returncode, 1)
        other = self.tasklog("replay", "tasks", "--verify", "--workspace", str(uuid.uuid4()))
        self.assertIn("no difference", other.stdout, "another workspace is as it should be")
        self.assertIn("would fill", self.tasklog("replay", "all", "--dry-run").stdout)
        self.tasklog("replay", "all")
        self.verify()
        mended = api.request("GET", "/api/v1/tasks?limit=500", If_None_Match=known)
        self.assertEqual(mended.status, 200, "what was cached is not what is there now, though no event came")
        self.assertIn("task 9", [task["title"] for task in mended.json["items"]])
        self.tasklog("replay", "tasks", "--back")
        self.assertNotIn("task 10", self.titles(api), "the one before is as it was")
        nothing = self.tasklog("replay", "recurring", "--switch", check=False)
        self.assertEqual(nothing.returncode, 2)
        self.assertIn("there is no", nothing.stderr)

    def test_goes_on_after_kill_9(self):
        self.migrate()
        command = self.start("command")
        for person in range(20):
            api = command.api(f"person-{person}")
            for _ in range(3):
                api.insist(*({"type": "CreateTask", "title": f"task {i}"} for i in range(400)))
        command.kill()
        next_schema = self.schema + "_next"
        done = lambda: int(self.services.sql(f"SELECT coalesce(sum(next_offset), 0) FROM {next_schema}.checkpoints WHERE to_regclass('{next_schema}.checkpoints') IS NOT NULL"))
        at = [0]
        for kill in range(3):
            process = subprocess.Popen([BINARY, "replay", "tasks", "--no-switch", "--parallel", "1", "--rows-in-memory", "3000"], env=self.environment(), stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
            there = lambda: self.services.sql(f"SELECT to_regclass('{next_schema}.checkpoints')").strip() and done() > at[-1]
            eventually(lambda: process.poll() is not None or there(), "a batch is applied")
            process.kill()
            process.wait()
            at.append(done())
        self.assertEqual(at, sorted(at), "what was applied is not applied again")
        again = json.loads(self.tasklog("replay", "tasks", "--json").stdout.splitlines()[-1])
        self.assertTrue(again["switched"])
        self.assertLess(again["events"], 24_000, "it went on where it was")
        self.verify("tasks")

    def test_shows_the_past(self):
        self.migrate()
        serve = self.start("command")
        api, other = serve.api("alice"), serve.api("bob")
        first = api.send({"type": "CreateTask", "title": "first"})
        other.send({"type": "CreateTask", "title": "of bob"})
        last = api.send({"type": "ChangeTaskDetails", "task": first.json["results"][0]["id"], "title": "changed"})
        at = {commit["events"][-1].get("title"): (f"{partition}:{offset}", commit["at"], commit["workspace"]) for partition, offset, commit in self.log()}
        past = f"past_{uuid.uuid4().hex[:8]}"
        look = lambda *options: (self.tasklog("replay", "tasks", "--into", past, "--fresh", *options), sorted(json.loads(row[0])["title"] for row in self.services.rows(f"SELECT body FROM {past}.tasks")))[1]
        self.assertEqual(look(), ["changed", "of bob"])
        self.assertEqual(look("--until", first.position, "--workspace", at["first"][2]), ["first"])
        self.assertEqual(look("--until", at["of bob"][1]), ["first", "of bob"])
        self.assertEqual(look("--from", last.position, "--from", "0:1000000" if not last.position.startswith("0:") else "1:1000000", "--workspace", at["first"][2]), ["changed"])
        self.assertEqual(look("--from", at["changed"][1]), ["changed"], "only of workspaces that changed since")
        self.services.sql(f"DROP SCHEMA {past} CASCADE")
        for bad in (("tasks", "--until", "5"), ("tasks", "--into", self.schema), ("all", "--into", past), ("tasks", "--into", past, "--until", "yesterday"), ("tasks", "--back", "--verify"), ("tusks",)):
            refused = self.tasklog("replay", *bad, check=False)
            self.assertNotEqual(refused.returncode, 0, bad)
            self.assertTrue(refused.stderr + refused.stdout, bad)

    def test_a_new_version_fills_itself_before_it_answers(self):
        self.migrate()
        old = self.start()
        api = old.api("alice")
        _, position = self.fill(api)
        expected = self.titles(api, position)
        new_schema = self.schema.replace("test_", "newt_")
        self.addCleanup(lambda: self.services.sql(f"DROP SCHEMA IF EXISTS {new_schema} CASCADE"))
        query = self.start("query", wait=False, TASKLOG_SCHEMA=new_schema)
        eventually(lambda: (reply := query.ready()) and "not filled" in reply.json["waiting"].get("read-model", ""), "it says what it waits for")
        away = query.api("alice").get("/api/v1/tasks")
        self.assertEqual((away.status, away.problem), (503, "read-model-unavailable"))
        new = self.start(TASKLOG_SCHEMA=new_schema)
        self.assertEqual(self.titles(new.api("alice")), expected, "when it is ready it has all")
        query.wait_ready()
        self.assertEqual(self.titles(query.api("alice")), expected)
        self.assertEqual(self.titles(api), expected, "the old release goes on")

    def test_stops_at_an_event_of_a_newer_release(self):
        self.partitions = 1
        self.migrate()
        serve = self.start()
        api = serve.api("alice")
        position = api.send({"type": "CreateTask", "title": "known"}).position
        self.titles(api, position)
        self.settled()
        workspace = self.log()[0][2]["workspace"]
        # A later writer takes the partition over.
        end = int(self.tasklog("log", "stats", "--json").stdout.split('"records":')[1].split(",")[0])
        self.append(workspace, "", kind="claim")
        commit = {**self.log()[-1][2], "commit": str(uuid.uuid4()), "events": [{"type": "TaskPainted", "v": 1, "color": "red"}]}
        self.append(workspace, json.dumps(commit), kind="commit", claim=end, seq=1)
        eventually(lambda: (reply := serve.ready()) and "newer release" in reply.json["waiting"].get(self.schema, ""), "it says why it has stopped")
        lag = {each["projection"]: each["lag"] for each in json.loads(self.tasklog("status", "--json", check=False).stdout)}
        self.assertEqual(self.services.sql(f"SELECT count(*) FROM {self.schema}.parked").strip(), "0", "nothing is parked")
        self.assertGreaterEqual(lag["tasks"], 1)
        self.assertEqual(self.titles(api), ["known"], "queries go on")
        stopped = self.tasklog("replay", "tasks", check=False)
        self.assertEqual(stopped.returncode, 2)
        self.assertIn("newer release", stopped.stderr)

    def test_parks_what_does_not_fit(self):
        """A rebuild holds rows in memory until it meets a commit that can't be applied; then it goes batch by batch."""
        self.partitions = 1
        self.migrate()
        command = self.start("command")
        for person in ("alice", "bob"):
            command.api(person).insist(*({"type": "CreateTask", "title": f"{person} {i}"} for i in range(30)))
        command.kill()
        commits = {commit["events"][-1]["title"].split()[0]: commit for _, _, commit in self.log()}
        end = int(self.tasklog("log", "stats", "--json").stdout.split('"records":')[1].split(",")[0])
        self.append(commits["alice"]["workspace"], "", kind="claim")

        def commit(person, seq, *events):
            record = {**commits[person], "commit": str(uuid.uuid4()), "events": [{"v": 1, **event} for event in events]}
            self.append(record["workspace"], json.dumps(record), kind="commit", claim=end, seq=seq)

        task = lambda person: commits[person]["events"][-1]["task"]
        commit("bob", 1, {"type": "TaskCompleted", "task": task("bob")})
        commit("alice", 2, {"type": "TaskCompleted", "task": str(uuid.uuid4())})
        commit("alice", 3, {"type": "TaskCompleted", "task": task("alice")})
        commit("bob", 4, {"type": "TaskReopened", "task": task("bob")})
        refused = json.loads(self.tasklog("replay", "tasks", "--json", check=False).stdout.splitlines()[-1])
        self.assertEqual((refused["switched"], refused["parked"]), (False, [commits["alice"]["workspace"]]), "it parks what the live one does not")
        project = self.start("project")
        self.settled()
        project.kill()
        for memory in ("600000", "10"):
            done = json.loads(self.tasklog("replay", "tasks", "--rows-in-memory", memory, "--json").stdout.splitlines()[-1])
            self.assertTrue(done["switched"])
            parked = self.services.rows(f"SELECT workspace_id, log_offset, error FROM {self.schema}.parked ORDER BY log_offset")
            self.assertEqual([(row[0], int(row[1])) for row in parked], [(commits["alice"]["workspace"], end + 2), (commits["alice"]["workspace"], end + 3)])
            self.assertIn("does not exist", parked[0][2])
            self.assertEqual(self.services.sql(f"SELECT count(*) FILTER (WHERE status = 0) || ' of ' || count(*) FROM {self.schema}.tasks").strip(), "60 of 60")
            self.verify("tasks")
        # One that is no text, and one of bob's that can be applied: the first ends nothing.
        self.append(commits["alice"]["workspace"], b"\xff\xc3\x28", kind="commit", claim=end, seq=5)
        project = self.start("project")
        self.settled()
        project.kill()
        self.services.sql(f"INSERT INTO {self.schema}.parked SELECT '{commits['bob']['workspace']}', {end + 6}, 0, 'for a test', convert_to('{json.dumps({**commits['bob'], 'commit': str(uuid.uuid4()), 'events': [{'v': 1, 'type': 'TaskCompleted', 'task': task('bob')}]})}', 'UTF8')")
        retried = self.tasklog("replay", "tasks", "--parked", check=False)
        self.assertEqual(retried.returncode, 1, retried.stderr)
        self.assertIn("1 applied, 3 still parked", retried.stdout)

    def test_the_log_as_a_person_sees_it(self):
        self.partitions = 1
        self.migrate()
        serve = self.start()
        api = serve.api("alice")
        position = api.send({"type": "CreateTask", "title": "one"}, {"type": "CreateTask", "title": "two"}).position
        workspace = self.log()[0][2]["workspace"]
        self.titles(api, position)
        self.append(workspace, json.dumps(self.log()[0][2]), kind="commit", claim=0, seq=77)
        lines = self.tasklog("log", "cat").stdout.splitlines()
        self.assertIn("claim", lines[0])
        self.assertIn("WorkspaceCreated, TaskCreated ×2", lines[1])
        self.assertIn("VOID", lines[-1])
        self.assertEqual(self.tasklog("log", "tail", "-n", "1").stdout.splitlines(), lines[-1:])
        self.assertEqual(self.tasklog("log", "cat", "--type", "TaskDeleted").stdout, "")
        self.assertEqual(len(self.tasklog("log", "cat", "--workspace", workspace, "--from", "1", "--until", "0:1").stdout.splitlines()), 1)
        stats = json.loads(self.tasklog("log", "stats", "--json").stdout)
        self.assertEqual((stats["commits"], stats["void"], stats["events"], stats["workspaces"], stats["types"]["TaskCreated"]), (1, 1, 3, 1, 2))
        self.assertIn("1 commits that count, 1 void", self.tasklog("log", "stats").stdout)
        for each in PROJECTIONS:
            self.settled(each)
        self.assertEqual(self.tasklog("status").stdout.count("up to date"), len(PROJECTIONS))
        self.services.sql(f"INSERT INTO {self.schema}.parked VALUES ('{workspace}', 1, 0, 'it does not fit', '')")
        parked = self.tasklog("status", check=False)
        self.assertEqual(parked.returncode, 1)
        self.assertIn(f"parked: workspace {workspace} from 0:1 on, 1 commits: it does not fit", parked.stdout)


if __name__ == "__main__":
    unittest.main(verbosity=2)
