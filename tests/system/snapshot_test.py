"""Snapshots of the owners' state: a restart reads them and the log's tail; they are a cache, so broken ones only make it slower."""
import json, subprocess, unittest, uuid

from support import SystemTest, eventually, run


class SnapshotTest(SystemTest):
    partitions = 1

    def owned(self, process):
        """What the process logged when it last took the partition over."""
        return json.loads(self.takeovers(process)[-1])

    def takeovers(self, process):
        return [line for line in process.log_text().splitlines() if '"partition owned"' in line]

    def restart(self, process):
        before = len(self.takeovers(process))
        process.restart()
        eventually(lambda: len(self.takeovers(process)) > before, "it owns the partition again")
        process.wait_ready()

    def keys(self):
        out = run("kcat", "-C", "-e", "-q", "-b", self.services.kafka, "-t", self.prefix + "snapshots", "-f", "%k\n")
        return out.stdout.split()

    def checkpoints(self):
        return self.keys().count("_checkpoint")

    def fill(self, process):
        """Some people with a few tasks, and one with so many that they are written in parts. Returns an answer to ask for again."""
        big = process.api("big")
        first = big.send(*({"type": "CreateTask", "title": f"task {i}"} for i in range(400)), Idempotency_Key="first")
        tasks = [result["id"] for result in first.json["results"]]
        for _ in range(4):
            tasks += [result["id"] for result in big.send(*({"type": "CreateTask", "title": f"task {i}"} for i in range(400))).json["results"]]
        for person in range(40):
            api = process.api(f"person-{person}")
            for i in range(5):
                api.send({"type": "CreateTask", "title": f"task {i}"})
        before = self.checkpoints()
        for at in range(0, len(tasks), 200):
            big.send(*({"type": "CompleteTask", "task": task} for task in tasks[at:at + 200]))
        eventually(lambda: self.checkpoints() > before, "a checkpoint of all that")
        return first

    def check(self, process, first):
        """The state is as it was: answers to keys, versions, what exists."""
        big = process.api("big")
        again = big.send(*({"type": "CreateTask", "title": f"task {i}"} for i in range(400)), Idempotency_Key="first")
        self.assertEqual((again.status, again.json["results"]), (200, first.json["results"]))
        self.assertEqual(big.send({"type": "CreateTask", "title": "another body"}, Idempotency_Key="first").status, 422)
        task = first.json["results"][0]["id"]
        self.assertEqual(big.send({"type": "CreateTask", "id": task, "title": "again"}).status, 409)
        stale = big.send({"type": "ReopenTask", "task": task, "expectedVersion": 1})
        self.assertEqual((stale.status, stale.json["currentVersion"]), (409, 2), stale.text)
        reply = process.api("person-7").send({"type": "CreateTask", "title": "one more"})
        self.assertEqual(reply.status, 200, reply.text)

    def test_a_restart_reads_the_tail_only_and_knows_all(self):
        self.migrate()
        process = self.start("command", TASKLOG_SNAPSHOT_EVERY="40")
        first = self.fill(process)
        self.assertIn("/b/", " ".join(self.keys()), "the large one is in parts")
        log = len(self.log())
        for _ in range(2):
            self.restart(process)
            self.assertLess(self.owned(process)["records_read"], log / 2)
            self.check(process, first)
        # A second instance takes over from a live one.
        self.start("command", TASKLOG_SNAPSHOT_EVERY="40")
        process.kill()
        other = self.processes[-1]
        eventually(lambda: other.metric("tasklog_partitions_owned") == 1, "it has taken the partition over")
        self.assertLess(self.owned(other)["records_read"], log / 2)
        self.check(other, first)

    def test_broken_ones_are_ignored(self):
        self.migrate()
        process = self.start("command", TASKLOG_SNAPSHOT_EVERY="40")
        first = self.fill(process)
        before = self.checkpoints()
        key = next(key for key in self.keys() if len(key) == 36)
        subprocess.run(["kcat", "-P", "-b", self.services.kafka, "-t", self.prefix + "snapshots", "-p", "0", "-k", key, "-H", "claim=0"], input="garbage", text=True, check=True)
        self.restart(process)
        self.assertIn("the snapshots are not used", process.log_text())
        self.assertGreater(self.owned(process)["records_read"], len(self.log()) * 0.9)
        self.check(process, first)
        eventually(lambda: self.checkpoints() > before, "all of them are written anew")
        self.restart(process)
        self.assertLess(self.owned(process)["records_read"], len(self.log()) / 2)
        self.check(process, first)

    def test_one_broken_workspace_stops_no_other(self):
        self.migrate()
        process = self.start("command", TASKLOG_SNAPSHOT_EVERY="40")
        victim = process.api("victim")
        victim.insist({"type": "CreateTask", "title": "before"})
        commit = self.log()[0][2]
        process.stop()
        end = json.loads(self.tasklog("log", "stats", "--json").stdout)["records"]
        self.append(commit["workspace"], "x", kind="claim")
        impossible = {**commit, "commit": str(uuid.uuid4()), "events": [{"v": 1, "type": "TaskCompleted", "task": str(uuid.uuid4())}]}
        self.append(commit["workspace"], json.dumps(impossible), kind="commit", claim=end, seq=1)
        process.restart()
        process.wait_ready()
        first = self.fill(process)
        for _ in range(2):
            eventually(lambda: process.api("victim").send({"type": "CreateTask", "title": "after"}).problem == "workspace-unreadable", "it says so")
            self.restart(process)
            self.assertLess(self.owned(process)["records_read"], len(self.log()) / 2, "the snapshots are written, and used")
            self.check(process, first)

    def test_what_nobody_uses_is_on_disk_and_comes_back(self):
        """Nearly every command here finds its workspace there."""
        self.migrate()
        small = {"TASKLOG_SNAPSHOT_EVERY": "40", "TASKLOG_LIMIT_WORKSPACES_BYTES": "1048576"}
        process = self.start("command", **small)
        first = self.fill(process)
        people = {}
        for person in range(150):
            api = process.api(f"away-{person}")
            people[person] = [result["id"] for result in api.send(*({"type": "CreateTask", "title": "left alone", "notes": "x" * 1000} for _ in range(10))).json["results"]]
        eventually(lambda: process.metric('tasklog_workspaces{place="disk"}') > 50, "some are on disk")
        for version in (1, 2):
            for person, tasks in people.items():
                api = process.api(f"away-{person}")
                self.assertEqual(api.send({"type": "CreateTask", "id": tasks[0], "title": "again"}).status, 409)
                changed = api.send({"type": "ChangeTaskDetails", "task": tasks[1], "title": f"back {version}", "expectedVersion": version})
                self.assertEqual(changed.status, 200, changed.text)
            self.check(process, first)
            self.restart(process)
            eventually(lambda: process.metric('tasklog_workspaces{place="disk"}') > 50, "they were left there")
        self.assertEqual(process.metric("tasklog_claims_given_up_total"), 0)

    def test_without_room_on_disk_it_does_not_start(self):
        self.migrate()
        done = self.tasklog("command", "--port", "0", TASKLOG_SCRATCH_FOLDER="/nowhere", check=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("no scratch file can be made in /nowhere", done.stderr)

    def test_without_the_topic_the_log_is_read(self):
        self.tasklog("topics", "--partitions", self.partitions)
        self.tasklog("migrate")
        process = self.start("command", TASKLOG_SNAPSHOT_EVERY="0")
        first = process.api("big").send(*({"type": "CreateTask", "title": f"task {i}"} for i in range(400)), Idempotency_Key="first")
        process.api("big").send({"type": "CompleteTask", "task": first.json["results"][0]["id"]})
        self.restart(process)
        self.assertEqual(self.keys(), [])
        self.check(process, first)


if __name__ == "__main__":
    unittest.main(verbosity=2)
