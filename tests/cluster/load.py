"""Runs in a pod: people who create and complete tasks through the frontend until /tmp/stop appears; then says in one line of JSON what came of it.

Every command is sent again with its key until it is answered, as clients should; then what was acknowledged is held against what the query API shows.
"""
import http.client, json, os, pathlib, sys, threading, time, urllib.parse, uuid

HOST, TOKENS, STOP = sys.argv[1], pathlib.Path(sys.argv[2]), pathlib.Path("/tmp/stop")
RETRY = (500, 502, 503, 504)


class Person(threading.Thread):
    def __init__(self, token):
        super().__init__()
        self.token, self.connection = token, None
        self.made, self.completed, self.tries, self.answers, self.longest_s, self.refused = [], set(), 0, 0, 0.0, []

    def ask(self, method, path, body=None, **headers):
        try:
            self.connection = self.connection or http.client.HTTPConnection(HOST, timeout=30)
            self.connection.request(method, path, body, {"Authorization": f"Bearer {self.token}", **headers})
            answer = self.connection.getresponse()
            text = answer.read().decode()
            if answer.status in RETRY or answer.will_close:
                self.close()
            return answer.status, text
        except (OSError, http.client.HTTPException):
            self.close()
            return None, ""

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def insist(self, method, path, body=None, **headers):
        begun = time.monotonic()
        while True:
            self.tries += 1
            status, text = self.ask(method, path, body, **headers)
            if status is not None and status not in RETRY:
                self.answers += 1
                self.longest_s = max(self.longest_s, time.monotonic() - begun)
                if status != 200:
                    self.refused.append(f"{status} {text[:200]}")
                return text if status == 200 else None
            time.sleep(0.05)

    def send(self, command):
        return self.insist("POST", "/api/v1/commands", json.dumps(command), **{"Idempotency-Key": str(uuid.uuid4())})

    def run(self):
        while not STOP.exists():
            task = str(uuid.uuid4())
            if self.send({"type": "CreateTask", "id": task, "title": "under load"}):
                self.made.append(task)
                if len(self.made) % 2 == 0 and (answer := self.send({"type": "CompleteTask", "task": task})):
                    self.completed.add(task)
                    self.position = json.loads(answer)["position"]
            time.sleep(0.01)

    def shown(self):
        """Every task that the query API shows, and its status."""
        found, cursor = {}, {}
        self.insist("GET", "/api/v1/tasks?limit=1", **{"Tasklog-Position": self.position})
        while True:
            page = self.insist("GET", "/api/v1/tasks?" + urllib.parse.urlencode({"limit": 500, "status": "open,completed", **cursor}))
            page = json.loads(page)
            found.update({task["id"]: task["status"] for task in page["items"]})
            if not page.get("next"):
                return found
            cursor = {"cursor": page["next"]}


people = [Person(path.read_text().strip()) for path in sorted(TOKENS.iterdir())]
for person in people:
    person.start()
print("started", flush=True)
for person in people:
    person.join()
missing = extra = wrong = 0
for person in people:
    shown = person.shown()
    missing += len(set(person.made) - set(shown))
    extra += len(set(shown) - set(person.made))
    wrong += sum(1 for task in person.made if shown.get(task) != ("completed" if task in person.completed else "open"))
print(json.dumps({"people": len(people), "commands": sum(len(each.made) + len(each.completed) for each in people), "answers": sum(each.answers for each in people), "tries": sum(each.tries for each in people),
                  "longest_s": round(max(each.longest_s for each in people), 1), "missing": missing, "extra": extra, "wrong": wrong, "refused": [text for each in people for text in each.refused][:5]}), flush=True)
