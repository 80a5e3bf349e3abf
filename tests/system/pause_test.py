"""A paused process resumes after its partitions were taken over: what it answers then is true."""
import http.client, json, signal, unittest, uuid

from support import Api, Reply, SystemTest, eventually


class PauseTest(SystemTest):
    partitions = 1
    session_timeout_ms = 1000

    def test_a_zombie_acknowledges_nothing(self):
        self.migrate()
        old = self.start("command")
        api = old.api("alice")
        task = api.insist({"type": "CreateTask", "title": "x"}).json["results"][0]["id"]
        api.insist({"type": "CompleteTask", "task": task})
        new = self.start("command")
        # Requests that wait in the paused process's sockets: it reads them before anything else when it wakes up.
        old.signal(signal.SIGSTOP)
        waiting = [Api([old.port], "alice") for _ in range(6)]
        keys = [str(uuid.uuid4()) for _ in waiting]
        bodies = [{"type": "CreateTask", "title": f"late {i}"} for i in range(5)] + [{"type": "CompleteTask", "task": task}]
        for each, body, key in zip(waiting, bodies, keys):
            each.connection = http.client.HTTPConnection("127.0.0.1", old.port, timeout=60)
            each.connection.request("POST", "/api/v1/commands", json.dumps(body), {"Authorization": f"Bearer {each.bearer}", "Idempotency-Key": key})
        reopened = Api([new.port], "alice").insist({"type": "ReopenTask", "task": task})
        self.assertEqual(reopened.status, 200)
        old.signal(signal.SIGCONT)
        replies = []
        for each in waiting:
            answer = each.connection.getresponse()
            replies.append(Reply(answer.status, answer.headers, answer.read()))
            each.close()
        counted = {commit["commit"] for _, _, commit in self.log()}
        for reply in replies:
            # Passed on to the new owner it may be accepted; by the old one's own decision never.
            self.assertTrue(reply.status == 503 or reply.json["commit"] in counted, reply.text)
        eventually(lambda: new.metric("tasklog_partitions_owned") + old.metric("tasklog_partitions_owned") == 1, "one owns it")
        titles = lambda: sorted(event["title"] for _, _, commit in self.log() for event in commit["events"] if event.get("title", "").startswith("late"))
        # What was accepted is there, what was refused is not; what was not acknowledged, by an owner that was just losing
        # the partition, may be.
        accepted = {f"late {i}" for i in range(5) if replies[i].status == 200}
        unknown = {f"late {i}" for i in range(5) if replies[i].status == 503 and "with the same key" in replies[i].text}
        self.assertLessEqual(accepted, set(titles()))
        self.assertLessEqual(set(titles()), accepted | unknown)
        self.assertEqual(len(titles()), len(set(titles())))
        # Whoever heard nothing asks again, and each is done once.
        for body, key, reply in zip(bodies, keys, replies):
            again = api.insist(body, key=key)
            self.assertEqual(again.status, 200, again.text)
            if reply.status == 200:
                self.assertEqual(again.json["commit"], reply.json["commit"])
        self.assertEqual(titles(), [f"late {i}" for i in range(5)])
        completions = [event["type"] for _, _, commit in self.log() for event in commit["events"] if event["type"] in ("TaskCompleted", "TaskReopened")]
        self.assertEqual(completions, ["TaskCompleted", "TaskReopened", "TaskCompleted"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
