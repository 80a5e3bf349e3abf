"""Kafka or Postgres away, at start or later: the services wait, say so, and go on by themselves, or end when they are
told to. Nothing acknowledged is lost."""
import socket, threading, unittest, uuid

from support import SystemTest, eventually


class Door:
    """A port where nobody lets anybody in; it counts who comes."""

    def __init__(self, port):
        self.knocks = 0
        self.socket = socket.create_server(("127.0.0.1", port))
        threading.Thread(target=self.run, daemon=True).start()

    def run(self):
        try:
            while True:
                self.socket.accept()[0].close()
                self.knocks += 1
        except OSError:
            pass  # closed

    def close(self):
        self.socket.shutdown(socket.SHUT_RDWR)
        self.socket.close()


class OutageTest(SystemTest):
    own_services = True

    def reason(self, process, part):
        reply = process.ready()
        return reply and reply.json["waiting"].get(part)

    def test_both_away_at_start_and_later(self):
        door = Door(self.services.kafka_port)
        early = self.start(wait=False)
        eventually(lambda: self.reason(early, "kafka"), "it says that it waits for Kafka")
        eventually(lambda: self.reason(early, "read-model"), "it says that it waits for Postgres")
        self.assertEqual(early.ready().status, 503)
        self.assertEqual(early.api(bearer="").get("/healthz").status, 200)
        reply = early.api("alice").send({"type": "CreateTask", "title": "too early"})
        self.assertEqual((reply.status, reply.header("Retry-After")), (503, "1"))
        eventually(lambda: door.knocks > 40, "it has tried to reach Kafka again and again")
        self.assertIn(early.log_text().count('"part":"kafka"'), range(1, 4), "a line or two for an outage, not one for each try")
        early.stop()
        door.close()

        self.services.start_kafka()
        self.services.start_postgres()
        waiting = self.start(wait=False)
        eventually(lambda: "does not exist" in (self.reason(waiting, "kafka") or ""), "it says that the topic is not there")
        self.migrate()
        waiting.wait_ready()
        api = waiting.api("alice")
        first = api.insist({"type": "CreateTask", "title": "first"})
        self.assertEqual(len(api.get("/api/v1/tasks", first.position).json["items"]), 1)

        self.services.kill_postgres()
        eventually(lambda: self.reason(waiting, "read-model"), "it says that Postgres is away")
        second = api.send({"type": "CreateTask", "title": "while Postgres is away"})
        self.assertEqual(second.status, 200, "Postgres away never stops commands")
        away = api.get("/api/v1/tasks")
        self.assertEqual((away.status, away.header("Retry-After")), (503, "1"))
        self.services.start_postgres()
        waiting.wait_ready()
        titles = lambda: [task["title"] for task in api.get("/api/v1/tasks", second.position).json.get("items", [])]
        eventually(lambda: titles() == ["first", "while Postgres is away"], "the read model catches up")

        self.services.kill_kafka()
        key = str(uuid.uuid4())
        lost = api.send({"type": "CreateTask", "title": "while Kafka is away"}, Idempotency_Key=key)
        self.assertEqual((lost.status, lost.header("Retry-After")), (503, "1"))
        self.assertEqual(api.get("/api/v1/tasks").status, 200, "Kafka away never stops queries")
        eventually(lambda: self.reason(waiting, "kafka"), "it says that Kafka is away")
        self.services.start_kafka()
        waiting.wait_ready()
        third = api.insist({"type": "CreateTask", "title": "while Kafka is away"}, key=key)
        self.assertEqual(third.status, 200)
        eventually(lambda: [task["title"] for task in api.get("/api/v1/tasks", third.position).json.get("items", [])] ==
                   ["first", "while Postgres is away", "while Kafka is away"], "each is there once")
        for each in ("tasks", "audit", "recurring", "notifications"):
            self.settled(each)
        self.verify()

        self.services.kill_kafka()
        self.services.kill_postgres()
        eventually(lambda: self.reason(waiting, "kafka") and self.reason(waiting, "read-model"), "it says that both are away")
        waiting.stop()


if __name__ == "__main__":
    unittest.main(verbosity=2)
