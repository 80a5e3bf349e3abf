"""Kill -9 of the command process at random moments under load: what was acknowledged is there once, and nothing is there twice."""
import collections, random, threading, unittest

from load import Load
from support import SystemTest, eventually

KILLS = 20


class KillCommandTest(SystemTest):
    session_timeout_ms = 1000

    def test_what_was_acknowledged_is_in_the_log_and_in_postgres_exactly_once(self):
        self.migrate()
        self.start("project")
        instances = [self.start("command", TASKLOG_SNAPSHOT_EVERY="50") for _ in range(2)]
        with Load([each.port for each in instances], clients=8) as load:
            for kill in range(KILLS):
                before = load.count()
                eventually(lambda: load.count() >= before + 20, f"commands are taken before kill {kill}")
                threading.Event().wait(random.uniform(0, 0.3))
                instances[kill % 2].restart()
        acknowledged = load.acknowledged()
        tries = sum(client.tries for client in load.clients)
        self.assertGreater(tries, len(acknowledged), "no request was ever sent twice")

        log = self.log()
        keys = collections.Counter(commit["key"] for _, _, commit in log)
        self.assertEqual({key: count for key, count in keys.items() if count > 1}, {}, "applied twice")
        self.assertEqual(set(acknowledged) - set(keys), set(), "acknowledged, but not in the log")
        self.assertEqual(set(keys) - set(acknowledged), set(), "every client ended with an answer")
        where = {commit["key"]: f"{partition}:{offset}" for partition, offset, commit in log}
        for key, (_, position) in acknowledged.items():
            self.assertEqual(position, where[key], "the answer of a retry names the first commit")

        ids = [task for ids, _ in acknowledged.values() for task in ids]
        made = collections.Counter(event["task"] for _, _, commit in log for event in commit["events"] if event["type"] == "TaskCreated")
        self.assertEqual(made, collections.Counter(ids))
        count = lambda: int(self.services.sql(f"SELECT count(*) FROM {self.schema}.tasks"))
        eventually(lambda: count() >= len(ids), "the read model has all")
        rows = collections.Counter(row[0] for row in self.services.rows(f"SELECT task_id FROM {self.schema}.tasks"))
        self.assertEqual(rows, collections.Counter(ids))
        self.settled()
        self.verify("tasks")
        print(f"{KILLS} kills, {len(acknowledged)} commands acknowledged after {tries} tries, each once in the log and in Postgres")

    def test_an_instance_that_ends_cleanly_finishes_what_it_has_taken(self):
        self.migrate()
        instances = [self.start("command", TASKLOG_SNAPSHOT_EVERY="50") for _ in range(2)]
        with Load([each.port for each in instances], clients=4) as load:
            eventually(lambda: load.count() >= 50, "commands are taken")
            instances[0].stop()
            before = load.count()
            eventually(lambda: load.count() >= before + 50, "the other one goes on")
        self.assertEqual(len(self.log()), load.count())
        self.assertEqual(instances[1].metric("tasklog_partitions_owned"), self.partitions)


if __name__ == "__main__":
    unittest.main(verbosity=2)
