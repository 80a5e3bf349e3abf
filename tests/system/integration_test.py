"""Integration events as other teams' programs see them: on Kafka's topics, and through Dapr's APIs, whose sidecar is played by the test."""
import http.server, json, random, threading, time, unittest, uuid

import jsonschema, yaml

from load import kill_under_load
from support import Api, REPO, SystemTest, eventually, free_port, run

TOPICS = {"task-events": "TaskEventMessage", "task-updates": "TaskUpdateMessage", "reminders": "ReminderMessage"}
SCHEMAS = yaml.safe_load((REPO / "docs/asyncapi.yaml").read_text())["components"]["schemas"]
TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"


def held_to_the_contract(topic, message):
    jsonschema.Draft202012Validator({"$ref": f"#/components/schemas/{TOPICS[topic]}", "components": {"schemas": SCHEMAS}}, format_checker=jsonschema.FormatChecker()).validate(message)
    name = message["dataschema"].split(":")[3]
    jsonschema.Draft202012Validator(json.loads((REPO / f"docs/schemas/{name}.v1.json").read_text())).validate(message["data"])


def in_order(messages):
    """Each workspace's positions, duplicates left out: they never go back."""
    seen, last = set(), {}
    for message in messages:
        if message["id"] in seen:
            continue
        seen.add(message["id"])
        offset = int(message["data"]["position"].split(":")[1])
        if offset < last.get(message["partitionkey"], -1):
            return False
        last[message["partitionkey"]] = offset
    return True


class IntegrationTest(SystemTest):
    mode = {}

    def environment(self):
        return {**super().environment(), "TASKLOG_INTEGRATION": "kafka", "TASKLOG_INTEGRATION_SCHEMA": self.schema + "_integration", "TASKLOG_INTEGRATION_OUTBOX_SCHEMA": self.schema + "_integration_outbox",
                "TASKLOG_INTEGRATION_TOPIC_PREFIX": self.prefix, **self.mode}

    def published(self, topic):
        """What is on a topic: (key, content type, message), a partition after the other."""
        out = run("kcat", "-C", "-b", self.services.kafka, "-t", self.prefix + topic, "-o", "beginning", "-e", "-q", "-J").stdout
        return [(record["key"], dict(zip(record["headers"][::2], record["headers"][1::2]))["content-type"], json.loads(record["payload"])) for record in map(json.loads, out.splitlines())]

    def waiting(self):
        return int(self.services.sql(f"SELECT count(*) FROM {self.schema}_integration_outbox.messages"))

    def all_published(self):
        self.settled("integration")
        eventually(lambda: self.waiting() == 0, "all is published")


class KafkaTest(IntegrationTest):
    def test_what_is_done_is_told_as_the_contract_says(self):
        self.migrate()
        process = self.start()
        api = process.api(uuid.uuid4().hex)
        task, other, reminder = (str(uuid.uuid4()) for _ in range(3))
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        api.insist({"type": "CreateTask", "id": task, "title": "Buy milk", "tags": ["shop"], "due": {"date": "2027-01-15"}}, {"type": "CreateTask", "id": other, "title": "Call"})
        api.send({"type": "ChangeTaskDetails", "task": task, "title": "Buy oat milk"}, traceparent=TRACE)
        api.send({"type": "AddComment", "task": task, "text": "Two litres?"}, traceparent="nonsense")
        api.send({"type": "SetReminder", "task": task, "id": reminder, "at": at})
        eventually(lambda: any(event["type"] == "ReminderFired" for _, _, commit in self.log() for event in commit["events"]), "the reminder fires")
        position = api.send({"type": "CompleteTask", "task": task}).position
        self.all_published()

        events, updates, reminders = (self.published(topic) for topic in TOPICS)
        for topic, messages in zip(TOPICS, (events, updates, reminders)):
            for key, content_type, message in messages:
                held_to_the_contract(topic, message)
                self.assertEqual((key, content_type), (message["partitionkey"], "application/cloudevents+json; charset=utf-8"))
            self.assertEqual(len(messages), len({message["id"] for _, _, message in messages}))
        told = [(message["type"], message["data"]["task_id"]) for _, _, message in events]
        self.assertEqual(told, [("tasklog.workspace.created.v1", None), ("tasklog.task.created.v1", task), ("tasklog.task.created.v1", other), ("tasklog.task.details-changed.v1", task),
                                ("tasklog.comment.added.v1", task), ("tasklog.task.reminder-set.v1", task), ("tasklog.task.reminder-fired.v1", task), ("tasklog.task.completed.v1", task)])
        self.assertEqual([message.get("traceparent") for _, _, message in events], [None] * 3 + [TRACE] + [None] * 4)
        self.assertEqual([message["data"]["operation"] for _, _, message in updates], ["created", "created", "updated", "updated", "updated", "completed"])
        shown = api.get(f"/api/v1/tasks/{task}", position).json
        self.assertEqual(events[-1][2]["data"]["task_data"], {name: shown[name] for name in events[-1][2]["data"]["task_data"]})
        self.assertEqual(events[-1][2]["data"]["position"], position)
        [(_, _, message)] = reminders
        self.assertEqual([message["data"][name] for name in ("task_id", "title", "due_at", "reminder_id")], [task, "Buy oat milk", "2027-01-15", reminder])
        feed = eventually(lambda: (got := api.get("/api/v1/notifications")).status == 200 and got.json["items"] and got, "the feed").json["items"]
        self.assertEqual(message["id"], feed[0]["id"], "the feed and the topic name it alike")

    def test_killed_again_and_again_it_tells_each_event_in_order(self):
        self.migrate()
        command = self.start("command")
        workers = [self.start("integrate") for _ in range(2)]
        made = []

        def person(stop):
            api = command.api(uuid.uuid4().hex)
            while not stop.is_set():
                task = str(uuid.uuid4())
                for body in ({"type": "CreateTask", "id": task, "title": "told"}, {"type": "CompleteTask", "task": task}):
                    assert api.insist(body).status == 200
                made.append(task)

        kill_under_load(workers, person, 4, 20, (0.05, 0.4))
        self.assertGreater(len(made), 100)
        self.all_published()
        told = [message for _, _, message in self.published("task-events")]
        for message in random.sample(told, 50):
            held_to_the_contract("task-events", message)
        wanted = {f"{commit['commit']}.{number}" for _, _, commit in self.log() for number in range(len(commit["events"]))}
        self.assertEqual({message["id"] for message in told}, wanted)
        self.assertTrue(in_order(told))
        self.verify("integration")
        # A rebuild tells nothing anew.
        self.tasklog("replay", "integration")
        self.all_published()
        self.assertEqual(len(self.published("task-events")), len(told))
        self.verify("integration")


class Sidecar(http.server.ThreadingHTTPServer):
    """Dapr's publish and secrets APIs. Refuses every fifth message."""

    def __init__(self):
        self.taken, self.faults, self.count, self.lock = [], [], 0, threading.Lock()
        super().__init__(("127.0.0.1", free_port()), Handler)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body=b""):
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == "/v1.0/secrets/vault/tasklog" and self.headers["dapr-api-token"] == "sidecar":
            return self.answer(200, json.dumps(self.server.secrets).encode())
        self.answer(403, b'{"errorCode":"ERR_PERMISSION_DENIED"}')

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        path, _, query = self.path.partition("?")
        message = json.loads(body)
        with self.server.lock:
            self.server.count += 1
            if self.server.count % 5 == 0:
                return self.answer(500, b"the broker is away")
            if (self.headers["Content-Type"], self.headers["dapr-api-token"], query) != ("application/cloudevents+json", "sidecar", "metadata.partitionKey=" + message["partitionkey"]):
                self.server.faults.append((dict(self.headers), self.path))
            self.server.taken.append((path.removeprefix("/v1.0/publish/"), message))
        self.answer(204)

    def log_message(self, *_):
        pass


class DaprTest(IntegrationTest):
    def setUp(self):
        super().setUp()
        self.sidecar = Sidecar()
        self.sidecar.secrets = {}
        thread = threading.Thread(target=self.sidecar.serve_forever)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.sidecar.server_close)
        self.addCleanup(self.sidecar.shutdown)
        self.mode = {"TASKLOG_INTEGRATION": "dapr", "TASKLOG_DAPR_URL": f"http://127.0.0.1:{self.sidecar.server_address[1]}", "TASKLOG_DAPR_PUBSUB": "bus", "TASKLOG_DAPR_API_TOKEN": "sidecar"}

    def test_messages_go_through_the_publish_api_in_order_whatever_it_refuses(self):
        self.migrate()
        process = self.start()
        people = [process.api(uuid.uuid4().hex) for _ in range(3)]
        for number in range(20):
            for api in people:
                api.insist({"type": "CreateTask", "title": f"told {number}"})
        self.all_published()
        self.assertEqual(self.sidecar.faults, [])
        events = [message for topic, message in self.sidecar.taken if topic == f"bus/{self.prefix}task-events"]
        for message in events:
            held_to_the_contract("task-events", message)
        self.assertEqual(len({message["id"] for message in events}), 3 * 21)
        self.assertTrue(in_order(events))
        self.assertGreater(process.metric("tasklog_integration_failed_total"), 0)

    def test_reminders_come_by_a_subscription_once_and_from_the_sidecar_only(self):
        self.migrate()
        self.mode.update(TASKLOG_REMINDERS_FROM="dapr", TASKLOG_DAPR_APP_TOKEN="app")
        process = self.start()
        api = process.api(uuid.uuid4().hex)
        task = str(uuid.uuid4())
        at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() - 60))
        api.insist({"type": "CreateTask", "id": task, "title": "Call"}, {"type": "SetReminder", "task": task, "at": at})
        reminder = eventually(lambda: [message for topic, message in list(self.sidecar.taken) if topic == f"bus/{self.prefix}reminders"], "the reminder is published")[0]
        notices = lambda: self.services.rows(f"SELECT notification_id, body FROM {self.schema}_outbox.notices")
        self.settled("notifications")
        self.assertEqual(notices(), [], "the log's way is closed")

        outside = Api([process.port], "", bearer="")
        [subscription] = outside.request("GET", "/dapr/subscribe").json
        self.assertEqual(subscription, {"pubsubname": "bus", "topic": self.prefix + "reminders", "route": "/dapr/reminders", "deadLetterTopic": self.prefix + "reminders-dead"})
        deliver = lambda body, token="app": outside.request("POST", subscription["route"], body, dapr_api_token=token)
        self.assertEqual(deliver(reminder, "guessed").status, 401)
        self.assertEqual(deliver(reminder, "").status, 401)
        self.assertEqual(notices(), [])
        for _ in range(2):
            self.assertEqual(deliver(reminder).json, {"status": "SUCCESS"})
        [[notice, body]] = notices()
        feed = eventually(lambda: api.get("/api/v1/notifications").json["items"], "the feed")
        self.assertEqual(notice, feed[0]["id"])
        self.assertEqual(json.loads(body), {name: value for name, value in feed[0].items() if name != "read"})
        for junk in ("", "[]", "{}", {**reminder, "id": "x"}, {**reminder, "data": {**reminder["data"], "remind_at": "soon"}}):
            self.assertEqual(deliver(junk).json, {"status": "DROP"})

    def test_secrets_come_from_the_secret_store(self):
        self.sidecar.secrets = {"jwt-keys": "test:another-secret-of-enough-bytes-it-is", "postgres": self.services.postgres}
        self.migrate()
        process = self.start("query", TASKLOG_DAPR_SECRETS="vault/tasklog", TASKLOG_POSTGRES="postgresql://127.0.0.1:1/none")
        self.assertEqual(process.api("alice").get("/api/v1/workspaces").status, 401, "the key that the environment names is not the one")
        refused = self.tasklog("token", "--user", "alice", check=False, TASKLOG_DAPR_SECRETS="nonsense")
        self.assertEqual((refused.returncode, "must be STORE/NAME" in refused.stderr), (2, True))

    def test_what_makes_no_sense_is_refused_with_a_word(self):
        for args, extra, said in ((["integrate"], {"TASKLOG_INTEGRATION": "off"}, "needs --integration"), (["notify"], {"TASKLOG_REMINDERS_FROM": "dapr"}, "needs --dapr-app-token"),
                                  (["replay", "integration"], {"TASKLOG_INTEGRATION": "off"}, "it is off")):
            done = self.tasklog(*args, check=False, **extra)
            self.assertNotEqual(done.returncode, 0)
            self.assertIn(said, done.stderr)


del IntegrationTest, SystemTest

if __name__ == "__main__":
    unittest.main()
