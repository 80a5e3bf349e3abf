"""An instance that is told to stop serves its partitions until another has taken them over."""
import signal
import unittest

from load import Load
from support import SystemTest, eventually


class Handover(SystemTest):
    partitions = 2
    session_timeout_ms = 2000

    def owned(self, process):
        return process.metric("tasklog_partitions_owned")

    def test_serves_until_the_other_one_is_there(self):
        self.migrate()
        old = self.start("command")
        eventually(lambda: self.owned(old) == 2, "the first owns all")
        other = self.start("command")
        eventually(lambda: self.owned(other) == 1 and self.owned(old) == 1, "each owns one")
        # The other one stands still: it is in the group, and takes nothing over.
        other.signal(signal.SIGSTOP)
        old.signal(signal.SIGTERM)
        eventually(lambda: '"message":"stopping"' in old.log_text(), "it has heard")
        person = self.person_of(old)
        api = old.api(person)
        for i in range(20):
            self.assertEqual(api.send({"type": "CreateTask", "title": f"While it leaves {i}"}).status, 200)
        # What it can't be sure of any more it looks at before it tells.
        for i in range(20):
            unknown = api.send({"type": "CompleteTask", "task": "01890c5e-7f4a-7000-8000-000000000000"})
            self.assertEqual((unknown.status, unknown.problem), (404, "task-not-found"))
        other.signal(signal.SIGCONT)
        self.assertEqual(old.process.wait(timeout=30), 0)
        eventually(lambda: self.owned(other) == 2, "the other owns all")
        api = other.api(person)
        self.assertEqual(api.insist({"type": "CompleteTask", "task": "01890c5e-7f4a-7000-8000-000000000000"}).status, 404)
        tasks = [event for _, _, commit in self.log() for event in commit["events"] if event["type"] == "TaskCreated" and event["title"].startswith("While")]
        self.assertEqual(len(tasks), 20)

    def test_an_announcement_that_was_lost_is_made_again(self):
        self.partitions = 1
        self.migrate()
        self.owners_take(bytes=10)  # nothing can be written there
        owner = self.start("command", wait=False)
        eventually(lambda: self.reached(owner) and self.owned(owner) == 1, "it owns the partition")
        other = self.start("command", wait=False)
        eventually(lambda: self.reached(other) and owner.metric("tasklog_announcements_lost_total") >= 2, "it could not tell so")
        self.assertEqual(other.api("ada").send({"type": "CreateTask", "title": "Who has it?"}).problem, "no-owner")
        self.owners_take(bytes=1_000_000)
        self.assertEqual(other.api("ada").insist({"type": "CreateTask", "title": "That one"}).status, 200)
        self.assertEqual((self.owned(owner), self.owned(other), other.metric("tasklog_requests_forwarded_total") > 0), (1, 0, True))
        other.wait_ready()

    def reached(self, process):
        return process.ready() is not None

    def owners_take(self, bytes):
        """Sets how large a record of the owners' topic may be."""
        self.alter_topic("owners", "--add-config", f"max.message.bytes={bytes}")

    def person_of(self, process):
        """Somebody whose workspace is on a partition that this instance owns: what it answers is not passed on."""
        for number in range(100):
            person = f"person-{number}"
            before = process.metric("tasklog_requests_forwarded_total")
            reply = process.api(person).send({"type": "CreateTask", "title": "Whose?"})
            if reply.status == 200 and process.metric("tasklog_requests_forwarded_total") == before:
                return person
        raise AssertionError("nobody's workspace is here")

    def test_loses_nothing_while_instances_come_and_go(self):
        self.migrate()
        instances = [self.start("command"), self.start("command")]
        with Load([each.port for each in instances], clients=8) as load:
            for round in range(4):
                leaving = instances[round % 2]
                before = load.count()
                eventually(lambda: load.count() > before + 200, "commands are answered")
                leaving.signal(signal.SIGTERM)
                self.assertEqual(leaving.process.wait(timeout=40), 0)
                leaving.begin()
                leaving.wait_ready()
                eventually(lambda: sum(self.owned(each) for each in instances) >= 2, "all is owned")
        made = [task for ids, _ in load.acknowledged().values() for task in ids]
        counted = [event["task"] for _, _, commit in self.log() for event in commit["events"] if event["type"] == "TaskCreated"]
        self.assertEqual(len(counted), len(set(counted)))
        self.assertLessEqual(set(made), set(counted))
        self.assertEqual(len(counted), len(made), "each request counted once")


if __name__ == "__main__":
    unittest.main()
