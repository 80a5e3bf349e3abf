"""A paused process resumes after its partitions were taken over: what it answers then is true."""
import http.client, json, signal, unittest

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
        bodies = [{"type": "CreateTask", "title": f"late {i}"} for i in range(5)] + [{"type": "CompleteTask", "task": task}]
        for each, body in zip(waiting, bodies):
            each.connection = http.client.HTTPConnection("127.0.0.1", old.port, timeout=60)
            each.connection.request("POST", "/api/v1/commands", json.dumps(body), {"Authorization": f"Bearer {each.bearer}"})
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
        titles = [event.get("title") for _, _, commit in self.log() for event in commit["events"]]
        accepted = sum(1 for reply in replies[:5] if reply.status == 200)
        self.assertEqual(sum(1 for title in titles if title and title.startswith("late")), accepted)


if __name__ == "__main__":
    unittest.main(verbosity=2)
