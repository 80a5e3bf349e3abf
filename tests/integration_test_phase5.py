#!/usr/bin/env python3
"""The whole flow against any running Tasklog, from outside: what a person's browser and another program do.

    integration_test_phase5.py --url http://127.0.0.1:8080                  # registration open: makes two accounts
    integration_test_phase5.py --url https://tasks.example.org --tokens DIR # DIR/one and DIR/two hold two people's tokens

Needs Python 3.9 and nothing else. It leaves two people's test tasks behind.
"""
import argparse, http.client, json, pathlib, ssl, sys, time, unittest, urllib.parse, uuid

ARGS = None
RETRY = (500, 502, 503, 504)


def eventually(condition, what, seconds=60):
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"it did not come about in {seconds} s: {what}")
        time.sleep(0.1)


def connect(timeout=40):
    url = urllib.parse.urlsplit(ARGS.url)
    if url.scheme == "https":
        return http.client.HTTPSConnection(url.hostname, url.port, timeout=timeout, context=ssl.create_default_context())
    return http.client.HTTPConnection(url.hostname, url.port, timeout=timeout)


class Answer:
    def __init__(self, response):
        self.status, self.headers, self.text = response.status, response.headers, response.read().decode()

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def position(self):
        return self.headers["Tasklog-Position"]


class Person:
    def __init__(self, token=""):
        self.token = token

    def ask(self, method, path, body=None, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.token:
            headers["Authorization"] = f"Bearer {self.token}"
        connection = connect()
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            return Answer(connection.getresponse())
        finally:
            connection.close()

    def insist(self, method, path, body=None, **headers):
        """Asks again, with the same key, while a service is away: as every client should."""
        def once():
            try:
                answer = self.ask(method, path, body, **headers)
            except (OSError, http.client.HTTPException):
                return None
            return None if answer.status in RETRY else answer

        return eventually(once, f"an answer to {method} {path}")

    def send(self, *commands, key=None):
        answer = self.insist("POST", "/api/v1/commands", commands[0] if len(commands) == 1 else {"commands": list(commands)}, Idempotency_Key=key or str(uuid.uuid4()))
        assert answer.status == 200, f"{commands}: {answer.status} {answer.text}"
        return answer

    def get(self, path, position=None, **parameters):
        query = "?" + urllib.parse.urlencode(parameters) if parameters else ""
        return self.insist("GET", path + query, **({"Tasklog_Position": position} if position else {}))


def register():
    mail = f"test-{uuid.uuid4().hex[:12]}@example.org"
    asked = Person().insist("POST", "/api/v1/accounts", {"mail": mail})
    if asked.status != 202 or asked.json["next"] != "token":
        sys.exit(f"{ARGS.url} lets nobody register at once ({asked.status}): give two people's tokens with --tokens")
    made = Person().insist("POST", "/api/v1/accounts/confirm", {"token": asked.json["token"], "password": uuid.uuid4().hex, "displayName": "Test", "timeZone": "Europe/Berlin"})
    assert made.status == 201, made.text
    return Person(made.json["accessToken"])


def people():
    if ARGS.tokens:
        return [Person((pathlib.Path(ARGS.tokens) / name).read_text().strip()) for name in ("one", "two")]
    return [register(), register()]


class Flow(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.one, cls.two = people()

    def create(self, title, **fields):
        task = str(uuid.uuid4())
        answer = self.one.send({"type": "CreateTask", "id": task, "title": title, **fields})
        return task, answer.position

    def test_a_task_is_made_read_back_changed_and_completed(self):
        task, position = self.create("Buy milk", tags=["shop"], priority="high")
        self.assertEqual(self.one.get(f"/api/v1/tasks/{task}", position).json["title"], "Buy milk")
        position = self.one.send({"type": "ChangeTaskDetails", "task": task, "title": "Buy oat milk"}, {"type": "CompleteTask", "task": task}).position
        shown = self.one.get(f"/api/v1/tasks/{task}", position).json
        self.assertEqual((shown["title"], shown["status"]), ("Buy oat milk", "completed"))
        self.assertEqual(self.two.get(f"/api/v1/tasks/{task}", position).status, 404, "another person sees nothing of it")

    def test_a_retry_with_the_same_key_counts_once(self):
        key, task = str(uuid.uuid4()), str(uuid.uuid4())
        command = {"type": "CreateTask", "id": task, "title": "once"}
        first, again = self.one.send(command, key=key), self.one.send(command, key=key)
        self.assertEqual(first.json["commit"], again.json["commit"])
        self.assertEqual(again.headers["Idempotency-Replayed"], "true")
        self.assertEqual(self.one.ask("POST", "/api/v1/commands", {**command, "title": "twice"}, Idempotency_Key=key).status, 422)

    def test_what_is_wrong_is_told(self):
        refused = self.one.ask("POST", "/api/v1/commands", {"type": "CreateTask", "title": ""})
        self.assertEqual((refused.status, refused.json["pointer"]), (400, "/title"))
        self.assertEqual(Person().ask("GET", "/api/v1/tasks").status, 401)
        self.assertEqual(Person("eyJhbGciOiJub25lIn0.e30.").ask("GET", "/api/v1/tasks").status, 401)

    def test_a_task_that_comes_again_has_one_successor(self):
        task, _ = self.create("Water the plants", due={"date": "2027-01-01"})
        position = self.one.send({"type": "SetRecurrence", "task": task, "rule": "FREQ=WEEKLY"}, {"type": "CompleteTask", "task": task}).position
        following = eventually(lambda: self.one.get(f"/api/v1/tasks/{task}", position).json["next"], "the next occurrence")
        shown = eventually(lambda: (got := self.one.get(f"/api/v1/tasks/{following}")).status == 200 and got.json, "the successor")
        self.assertEqual((shown["due"], shown["status"]), ({"date": "2027-01-08"}, "open"))

    def test_a_reminder_comes_to_the_feed(self):
        task, _ = self.create("Call")
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 30))
        self.one.send({"type": "SetReminder", "task": task, "at": at})
        found = lambda: [each for each in self.one.get("/api/v1/notifications").json["items"] if each.get("task") == task and each["kind"] == "reminder"]
        self.assertEqual(len(eventually(found, "the reminder")), 1)

    def test_a_workspace_is_shared_and_the_other_one_is_told(self):
        workspace = str(uuid.uuid4())
        self.one.send({"type": "CreateWorkspace", "workspace": workspace, "name": "Family"})
        invited = self.one.send({"type": "InviteMember", "workspace": workspace, "role": "editor"})
        position = self.two.send({"type": "AcceptInvitation", "workspace": workspace, "invitation": invited.json["results"][0]["id"]}).position
        members = self.one.get("/api/v1/members", position, workspace=workspace).json["items"]
        other = next(member["person"] for member in members if member["role"] == "editor")
        task = str(uuid.uuid4())
        position = self.one.send({"type": "CreateTask", "workspace": workspace, "id": task, "title": "Cook"}).position
        self.one.send({"type": "AssignTask", "workspace": workspace, "task": task, "assignee": other})
        self.assertEqual(self.two.get(f"/api/v1/tasks/{task}", position, workspace=workspace).json["title"], "Cook")
        eventually(lambda: any(each.get("task") == task and each["kind"] == "assigned" for each in self.two.get("/api/v1/notifications").json["items"]), "the notification")

    def test_a_change_is_heard_live(self):
        connection = connect(60)
        self.addCleanup(connection.close)
        self.create("before")  # the workspace is there
        def listen():
            connection.close()
            connection.request("GET", "/api/v1/live", headers={"Authorization": f"Bearer {self.one.token}"})
            stream = connection.getresponse()
            return stream if stream.status == 200 else stream.read() and None
        stream = eventually(listen, "a stream")
        self.assertTrue(stream.headers["Content-Type"].startswith("text/event-stream"))
        task, _ = self.create("heard")
        until = time.monotonic() + 30
        for line in stream:
            if line.startswith(b"event: changed") and self.one.get(f"/api/v1/tasks/{task}").status == 200:
                return
            self.assertLess(time.monotonic(), until, "nothing was heard of the change")
        self.fail("the stream ended before the change came")

    def test_the_history_has_it_all_and_is_what_the_log_says(self):
        task, _ = self.create("Write")
        position = self.one.send({"type": "ChangeTaskDetails", "task": task, "title": "Rewrite"}).position
        entries = self.one.get(f"/api/v1/tasks/{task}/history", position).json["items"]
        self.assertEqual(sorted(entry["type"] for entry in entries), ["TaskCreated", "TaskDetailsChanged"])
        change = next(entry for entry in entries if entry["type"] == "TaskDetailsChanged")["changes"][0]
        self.assertEqual((change["field"], change["before"], change["after"]), ("title", "Write", "Rewrite"))
        # Computed anew from the log: a replay, against every row.
        verified = self.one.insist("POST", "/api/v1/history/verify")
        self.assertEqual((verified.status, verified.json["verified"], verified.json["difference"]), (200, True, None))
        self.assertGreater(verified.json["entries"], 0)

    def test_the_web_app_and_the_contract_are_served(self):
        page = Person().insist("GET", "/")
        self.assertEqual(page.status, 200)
        self.assertIn("default-src 'none'", page.headers["Content-Security-Policy"])
        self.assertEqual(Person().insist("GET", "/lists/any").text, page.text, "the app's own paths are the one page")
        self.assertTrue(Person().insist("GET", "/api/openapi.yaml").text.startswith("openapi: 3"))
        self.assertEqual(Person().insist("GET", "/api/docs/swagger-ui.css").status, 200)
        self.assertEqual(Person().insist("GET", "/.well-known/jwks.json").json["keys"][0]["alg"], "ES256")
        self.assertNotEqual(Person().ask("POST", "/dapr/reminders", {}).status, 200, "nobody outside sends reminders")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--url", required=True)
    parser.add_argument("--tokens", help="a folder with the files one and two")
    ARGS, rest = parser.parse_known_args()
    unittest.main(argv=[sys.argv[0], *rest], verbosity=2)
