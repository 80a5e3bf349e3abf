"""The recurring worker is killed at random, 20 times, while tasks that repeat are completed: each completion has one successor."""
import unittest, uuid

from load import kill_under_load
from support import SystemTest, eventually

KILLS = 20
SERIES = 8
USERS = 4


class KillRecurringTest(SystemTest):
    def test_each_completion_has_one_successor(self):
        self.migrate()
        command = self.start("command")
        url = f"http://127.0.0.1:{command.port}"
        workers = [self.start("recurring", TASKLOG_COMMANDS_URL=url) for _ in range(2)]
        completed = []

        def person(stop):
            api = command.api(uuid.uuid4().hex)
            while not stop.is_set():
                tasks = [str(uuid.uuid4()) for _ in range(SERIES)]
                commands = [command for task in tasks for command in ({"type": "CreateTask", "id": task, "title": "again", "due": {"date": "2026-12-01"}},
                                                                      {"type": "SetRecurrence", "task": task, "rule": "FREQ=DAILY"},
                                                                      {"type": "CompleteTask", "task": task})]
                reply = api.insist(*commands)
                assert reply.status == 200, reply.text
                completed.extend(tasks)
                stop.wait(0.02)

        kill_under_load(workers, person, USERS, KILLS, (0.05, 0.4))
        self.assertGreater(len(completed), 200)
        pending = lambda: int(self.services.sql(f"SELECT count(*) FROM {self.schema}_recurring.pending"))

        def successors():
            events = [event for _, _, commit in self.log() for event in commit["events"]]
            made = {}
            for event in events:
                if event["type"] == "NextOccurrenceCreated":
                    made.setdefault(event["task"], []).append(event["next"])
            return made, events

        eventually(lambda: pending() == 0 and len(successors()[0]) >= len(completed), "every completion has a successor")
        made, events = successors()
        self.assertEqual({task: 1 for task in completed}, {task: len(made.get(task, [])) for task in completed})
        created = [event["task"] for event in events if event["type"] == "TaskCreated"]
        self.assertEqual(len(created), len(set(created)))
        self.assertEqual(len(created), 2 * len(completed))
        self.settled("recurring")
        self.verify("recurring")


if __name__ == "__main__":
    unittest.main()
