"""While one account does each of many nasty things, a bystander on the same partition sees no error and never waits long; the account itself is refused
with words, never with a 500. The table of things × what was seen is printed."""
import http.client, json, os, pathlib, socket, subprocess, sys, threading, time, unittest, uuid

from support import Api, SystemTest, eventually, token

SLOWER = float(os.environ.get("TASKLOG_TEST_SLOWER", 3))  # so many times as long it takes in this build: with asserts three, with a sanitizer more
HANG_S = max(1, SLOWER / 3)  # no answer to the bystander takes longer: that means a stall, not a slow machine
LOOP_S = 0.005  # what a handler may take of the loop
MEMORY_MIB = 256  # no one thing that an account does takes more for good: what it stores is bounded by its share
LONG = "n" * 20_000


def task(**fields):
    return {"type": "CreateTask", "title": "x", **fields}


def task_in_words(text):
    return {"type": "CreateTask", "words": {"text": text, "zone": "Europe/Berlin"}}


class Bystander(threading.Thread):
    """What the bystander in bystander.py sees."""

    def __init__(self, port):
        super().__init__(daemon=True)
        self.process = subprocess.Popen([sys.executable, pathlib.Path(__file__).with_name("bystander.py"), str(port), token("bystander")], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.errors, self.times = [], []

    def run(self):
        with self.process.stdout:
            for line in self.process.stdout:
                seconds, wrong = json.loads(line)
                # With a sanitizer a read model may take longer than the two seconds that a query waits for it.
                if wrong is not None and not (SLOWER > 3 and "projection-behind" in str(wrong)):
                    self.errors.append(wrong)
                self.times.append(seconds)

    def stop(self):
        self.process.stdin.close()
        self.process.wait()
        self.join()


class BystanderTest(SystemTest):
    partitions = 1
    session_timeout_ms = 6000
    seconds = None  # so long each thing is done, over eight connections, where it is to be measured (bench/suite/bystander.py)

    def many(self, thing, threads=8, times=4):
        """What so many connections are answered."""
        seen, lock = {}, threading.Lock()
        until = time.monotonic() + self.seconds if self.seconds else None
        if until:
            threads = 8

        def one():
            api = self.process.api("mallory")
            for _ in iter(lambda: time.monotonic() < until, False) if until else range(times):
                try:
                    reply = thing(api)
                    status = reply.status if hasattr(reply, "status") else reply
                except (OSError, http.client.HTTPException) as error:
                    status = type(error).__name__
                with lock:
                    seen[status] = seen.get(status, 0) + 1
            api.close()

        running = [threading.Thread(target=one) for _ in range(threads)]
        for each in running:
            each.start()
        for each in running:
            each.join()
        return seen

    def prepare(self):
        api = self.process.api("mallory")
        ids = {name: str(uuid.uuid4()) for name in ("long", "top", "minutely", "impossible", "rank", "chat", "hook")}
        api.insist(task(id=ids["long"], notes=LONG))
        api.insist(task(id=ids["top"]))
        children = [str(uuid.uuid4()) for _ in range(400)]
        for i in range(0, 400, 200):
            api.insist(*[task(id=child) for child in children[i:i + 200]])
            api.insist(*[{"type": "NestTask", "task": child, "parent": ids["top"]} for child in children[i:i + 200]])
        api.insist(task(id=ids["minutely"], due={"at": "2026-09-01T00:00:00Z", "zone": "Europe/Berlin"}))
        self.assertEqual(api.insist({"type": "SetRecurrence", "task": ids["minutely"], "rule": "FREQ=MINUTELY", "skipMissed": True, "zone": "Europe/Berlin"}).status, 200)
        api.insist(task(id=ids["impossible"], due={"date": "2026-12-31"}))
        api.insist(task(id=ids["rank"]))
        for i in range(0, 1000, 250):
            api.insist(*[{"type": "AddComment", "task": ids["rank"], "text": "c" * 3_000} for _ in range(250)])
        api.close()
        return ids

    def stalls(self):
        return self.process.metric("tasklog_loop_stall_seconds_count")

    def stalled(self):
        return self.process.metric("tasklog_loop_stall_seconds_sum")

    def memory(self):
        """MiB that the process has."""
        with open(f"/proc/{self.process.process.pid}/statm") as statm:
            return int(statm.read().split()[1]) / 256

    def let_the_bystander_go_on(self):
        """While what was opened stays open."""
        seen = len(self.bystander.times)
        eventually(lambda: len(self.bystander.times) > seen + 5, "the bystander is answered")

    def streams(self, path="/api/v1/live"):
        """Opens far more than anyone may, and gives them up again."""
        open_, statuses = [], {}
        for _ in range(120):
            connection = http.client.HTTPConnection("127.0.0.1", self.process.port, timeout=10)
            connection.request("GET", path, headers={"Authorization": f"Bearer {self.process.api('mallory').bearer}"})
            answer = connection.getresponse()
            statuses[answer.status] = statuses.get(answer.status, 0) + 1
            open_.append((connection, answer))
        self.let_the_bystander_go_on()
        for connection, _ in open_:
            connection.close()
        return statuses

    def idle(self):
        sockets = [socket.create_connection(("127.0.0.1", self.process.port)) for _ in range(800)]
        for each in sockets[::2]:
            each.sendall(b"POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nContent-Le")
        self.let_the_bystander_go_on()
        for each in sockets:
            each.close()
        return {"closed": len(sockets)}

    def imports(self):
        """Brings a file of ten megabytes in, and asks for more meanwhile than one may have."""
        api = self.process.api("mallory")
        text = "BEGIN:VCALENDAR\n" + "".join(f"BEGIN:VTODO\nUID:{uuid.uuid4()}\nSUMMARY:t{i}\nDESCRIPTION:{'n' * 1_900}\nRRULE:FREQ=DAILY\nDUE:20261201T090000Z\nEND:VTODO\n" for i in range(5_000)) + "END:VCALENDAR\n"
        upload = lambda: api.request("POST", "/api/v1/imports?zone=Etc/UTC&name=a.ics", text, Content_Type="application/octet-stream")
        statuses = {}
        run = eventually(lambda: (reply := upload()).status == 201 and reply.json["id"], "the file is taken")
        state = lambda: api.get(f"/api/v1/imports/{run}").json["state"]
        eventually(lambda: state() == "ready", "it is looked through", 120)
        api.request("POST", f"/api/v1/imports/{run}/start", {})
        while state() == "running":
            status = upload().status
            statuses[status] = statuses.get(status, 0) + 1
        api.close()
        return statuses

    def things(self):
        """What the account does, by name."""
        ids, wrong = self.prepare(), [0]

        def wrong_token(api):
            wrong[0] += 1
            return Api([self.process.port], "", bearer=f"tasklog_{wrong[0]:040d}").get("/api/v1/tasks")

        def copies(of, count):
            return lambda api: api.send(*[{"type": "DuplicateTask", "task": of, "id": str(uuid.uuid4())} for _ in range(count)], Idempotency_Key=str(uuid.uuid4()))

        repeat = lambda command, count: lambda api: api.send(*[{**command} for _ in range(count)], Idempotency_Key=str(uuid.uuid4()))
        get = lambda path, **query: lambda api: api.get(path, **query)
        self.too_much = copies(ids["long"], 300)
        return {
            "300 copies of long notes": lambda: self.many(copies(ids["long"], 300)),
            "500 copies of a tree": lambda: self.many(copies(ids["top"], 500)),
            "a copy of a tree": lambda: self.many(copies(ids["top"], 1), 4, 2),
            "completes and reopens a tree 250 times": lambda: self.many(lambda api: api.send(*[each for _ in range(250) for each in ({"type": "CompleteTask", "task": ids["top"], "withSubtasks": True}, {"type": "ReopenTask", "task": ids["top"]})])),
            "skips a minutely series 40 times": lambda: self.many(repeat({"type": "SkipOccurrence", "task": ids["minutely"]}, 40)),
            "skips it 500 times": lambda: self.many(repeat({"type": "SkipOccurrence", "task": ids["minutely"]}, 500)),
            "looks at its dates": lambda: self.many(get(f"/api/v1/tasks/{ids['minutely']}/occurrences", limit=100), 8, 20),
            "rules that never have a date": lambda: self.many(repeat({"type": "SetRecurrence", "task": ids["impossible"], "rule": "FREQ=MONTHLY;BYMONTH=4,6,9,11;BYMONTHDAY=31"}, 500)),
            "rules that have one in a hundred years": lambda: self.many(repeat({"type": "SetRecurrence", "task": ids["impossible"], "rule": "FREQ=YEARLY;BYYEARDAY=366;BYDAY=MO;INTERVAL=97"}, 100)),
            "rules of garbage": lambda: self.many(repeat({"type": "SetRecurrence", "task": ids["impossible"], "rule": "FREQ=" + "A" * 480}, 100)),
            "360 tasks with long notes": lambda: self.many(lambda api: api.send(*[task(notes="n" * 1_900) for _ in range(360)], Idempotency_Key=str(uuid.uuid4()))),
            "500 tasks with long notes": lambda: self.many(lambda api: api.send(*[task(notes="n" * 1_900) for _ in range(480)], Idempotency_Key=str(uuid.uuid4()))),
            "a body that is too large": lambda: self.many(lambda api: api.request("POST", "/api/v1/commands", " " * (1 << 20) + "{}"), 8, 4),
            "a body that nests deep": lambda: self.many(lambda api: api.request("POST", "/api/v1/commands", "[" * 500_000), 8, 4),
            "a megabyte that is no command": lambda: self.many(lambda api: api.request("POST", "/api/v1/commands", json.dumps({"commands": ["x" * 1_000] * 1_000})), 8, 8),
            "a hundred lines in words": lambda: self.many(lambda api: api.send(*[task_in_words("every @x mon, " * 4 + "x") for _ in range(100)])),
            "long lines in words": lambda: self.many(lambda api: api.send(*[task_in_words("every mon, " * 90 + "x") for _ in range(100)])),
            "what long lines say": lambda: self.many(lambda api: api.request("POST", "/api/v1/quick-add", {"words": task_in_words("every @x " * 111)["words"]}), 8, 20),
            "the highest rank, and new tasks": lambda: self.many(lambda api: api.send({"type": "ReorderTask", "task": ids["rank"], "rank": "z" * 128}, task(), task()), 4, 20),
            "control characters": lambda: self.many(lambda api: api.send(task(title="a\u0000b")), 4, 20),
            "a zone of control characters": lambda: self.many(lambda api: api.send({"type": "SetRecurrence", "task": ids["impossible"], "rule": "FREQ=DAILY", "zone": "Europe/Berlin\u0000"}), 4, 20),
            "insights": lambda: self.many(get("/api/v1/insights", days=366), 8, 1),
            "lists and tags": lambda: self.many(lambda api: (api.get("/api/v1/tags"), api.get("/api/v1/lists"))[1], 8, 20),
            "counts": lambda: self.many(get("/api/v1/count", filter="text:x or text:n or text:c or text:d"), 8, 10),
            "searches": lambda: self.many(get("/api/v1/tasks", text="x n c d e f", limit=500, sort="updated"), 8, 10),
            "all comments": lambda: self.many(get(f"/api/v1/tasks/{ids['rank']}/comments", limit=500), 8, 10),
            "workspaces": lambda: self.many(lambda api: api.send({"type": "CreateWorkspace", "name": "w"}, Idempotency_Key=str(uuid.uuid4())), 8, 40),
            "the workspaces' list": lambda: self.many(get("/api/v1/workspaces", limit=500), 8, 10),
            "verifies its history": lambda: self.many(lambda api: api.request("POST", "/api/v1/history/verify"), 4, 2),
            "what happened": lambda: self.many(get("/api/v1/history/digest", since="2020-01-01"), 8, 10),
            "its history": lambda: self.many(get("/api/v1/history", limit=500), 8, 10),
            "imports": self.imports,
            "exports": lambda: self.many(get("/api/v1/export"), 8, 10),
            "wrong tokens": lambda: self.many(wrong_token, 8, 20),
            "streams": self.streams,
            "streams of notifications": lambda: self.streams("/api/v1/notifications/live"),
            "streams of fifty workspaces": lambda: self.streams("/api/v1/live/all?workspaces=" + ",".join(str(uuid.uuid4()) for _ in range(50))),
            "sockets that say nothing": self.idle,
            "a position that never comes": lambda: self.many(lambda api: api.get("/api/v1/tasks", "0:99999999"), 16, 1),
            "a partition that there is not": lambda: self.many(lambda api: api.get("/api/v1/tasks", "77:1"), 4, 2),
            "plain commands": lambda: self.many(lambda api: api.send(task(), Idempotency_Key=str(uuid.uuid4())), 16, 40),
        }

    def hurt(self, name, thing):
        """What the bystander suffers. What holds the loop does so each time; what a busy machine does to one handler it does once."""
        for _ in range(3):
            bystander = self.bystander = Bystander(self.process.port)
            bystander.start()
            eventually(lambda: len(bystander.times) > 2, "the bystander has begun")
            stalls, stalled, memory = self.stalls(), self.stalled(), self.memory()
            seen = thing()
            bystander.stop()
            longest, more = max(bystander.times), self.memory() - memory
            stalls, stalled = self.stalls() - stalls, self.stalled() - stalled
            print(f"{name:44} {str(seen):40} {len(bystander.times)}, {longest * 1000:.0f}, {len(bystander.errors)}; {stalls:.0f}, {stalled * 1000:.0f}; {more:.0f}", file=sys.stderr)
            if bystander.errors or longest > HANG_S or more > MEMORY_MIB:
                return [(name, longest, more, bystander.errors[:3])]
            if any(isinstance(status, int) and status >= 500 and status != 503 for status in seen):
                return [(name, seen)]
            held = stalled / max(1, stalls)
            if held <= SLOWER * LOOP_S:
                return []
        return [(name, held)]

    def test_no_bystander_is_hurt(self):
        self.migrate()
        self.process = self.start()
        things = self.things()
        self.settled()  # what was prepared is shown
        print(f"\n{'thing':44} {'the account sees':40} bystander: requests, longest ms, errors; stalls of the loop, their sum in ms; memory + MiB", file=sys.stderr)
        failures = [failure for name, thing in things.items() for failure in self.hurt(name, thing)]
        self.assertEqual(failures, [])
        self.assertEqual(self.process.metric("tasklog_claims_given_up_total"), 0)
        self.assertNotIn('"level":"error"', self.process.log_text())
        seen = self.many(self.too_much, 1, 1)
        self.assertEqual(seen, {413: 1}, "what is too much is told, and a retry does no harm")
        self.settled()
        self.verify("tasks")


class StrangerTest(SystemTest):
    partitions = 2

    def test_nobody_takes_anothers_personal_workspace(self):
        self.migrate()
        process = self.start()
        victim, stranger = process.api("victim"), process.api("stranger")
        own = victim.get("/api/v1/me").json["id"]
        refused = stranger.send({"type": "CreateWorkspace", "workspace": own, "name": "Mine"})
        self.assertEqual((refused.status, refused.problem), (409, "id-reserved"))
        made = victim.insist(task(title="first"))
        self.assertEqual([each["title"] for each in victim.get("/api/v1/tasks", made.position).json["items"]], ["first"])

    def test_who_was_removed_hears_no_more(self):
        self.migrate()
        process = self.start()
        ada, bob = process.api("ada"), process.api("bob")
        shared, invitation = str(uuid.uuid4()), str(uuid.uuid4())
        ada.insist({"type": "CreateWorkspace", "workspace": shared, "name": "Shared"})
        ada.insist({"type": "InviteMember", "workspace": shared, "id": invitation, "role": "viewer"})
        joined = bob.insist({"type": "AcceptInvitation", "workspace": shared, "invitation": invitation})
        self.assertEqual(bob.get("/api/v1/tasks", joined.position, workspace=shared).status, 200)
        connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=20)
        connection.request("GET", f"/api/v1/live?workspace={shared}", headers={"Authorization": f"Bearer {bob.bearer}"})
        stream = connection.getresponse()
        self.assertEqual(stream.status, 200)
        first = stream.readline() + stream.readline() + stream.readline() + stream.readline()
        self.assertIn(b"event: changed", first + stream.readline(), "a first stream tells the present version")
        ada.insist({"type": "RemoveMember", "workspace": shared, "person": bob.get("/api/v1/me").json["id"]})
        ada.insist(task(workspace=shared, title="secret"))
        rest = stream.read()  # it ends
        self.assertNotIn(b"reset", rest)
        connection.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
