"""A process with several loops (--loops): each has connections and partitions of its own, and answers for all."""
import json, pathlib, random, unittest, uuid

from load import Load
from support import Stream, SystemTest, eventually

LOOPS = 3


def thread_times(process):
    """Processor time of each loop, in nanoseconds."""
    out = {}
    for task in sorted(pathlib.Path(f"/proc/{process.process.pid}/task").iterdir(), key=lambda each: int(each.name)):
        try:
            name, time = (task / "comm").read_text().strip(), int((task / "schedstat").read_text().split()[0])
        except FileNotFoundError:
            continue  # it has just ended
        if task.name == str(process.process.pid) or name.startswith("loop "):
            out.setdefault(name, time)  # the threads that it has made are called like it
    return out


class LoopsTest(SystemTest):
    partitions = 6

    def begin(self, role="serve", loops=LOOPS, **environment):
        return self.start(role, TASKLOG_LOOPS=str(loops), **environment)

    def apis(self, process, user):
        """One person on so many connections that every loop has some."""
        apis = [process.api(user) for _ in range(2 * LOOPS)]
        for api in apis:
            self.assertEqual(api.get("/healthz").status, 200)
        return apis

    def test_each_loop_answers_for_all_of_them(self):
        self.migrate()
        process = self.begin()
        self.assertEqual(process.metric("tasklog_partitions_owned"), self.partitions)
        before = thread_times(process)
        for api in self.apis(process, "ada"):
            for _ in range(12):  # as many workspaces as make sure that each partition has some
                workspace = str(uuid.uuid4())
                made = api.send({"type": "CreateWorkspace", "workspace": workspace, "name": "Home"})
                self.assertEqual(made.status, 200, made.text)  # at once: nothing has to be asked for again
                position = api.send({"type": "CreateTask", "title": "Buy milk", "workspace": workspace}).position
                tasks = api.get("/api/v1/tasks", position, workspace=workspace)
                self.assertEqual((tasks.status, [each["title"] for each in tasks.json["items"]]), (200, ["Buy milk"]))
        self.assertEqual(process.metric("tasklog_requests_forwarded_total"), 0)
        self.assertEqual({partition for partition, _, _ in self.log()}, set(range(self.partitions)))
        after = thread_times(process)
        self.assertEqual(len(after), LOOPS)
        self.assertTrue(all(after[name] > before[name] for name in after), f"{before} {after}")
        self.settled()
        self.verify()
        process.stop()

    def test_what_is_on_the_first_loop_is_asked_for_on_any(self):
        self.migrate()
        process = self.begin()
        for i, api in enumerate(self.apis(process, "ada")):
            self.assertEqual(api.get("/api/v1/me").status, 200)
            self.assertEqual(api.get("/nothing-here").status, 404)
            self.assertEqual(api.request("DELETE", "/api/v1/tasks").status, 405)
            # A body that comes in pieces, and is read by a handler on another loop than the connection's.
            lines = "".join(f"Task {i} {j} {random.random()}\n" for j in range(20_000))
            file = api.request("POST", "/api/v1/imports?zone=Etc/UTC&name=x.txt", lines, Content_Type="application/octet-stream")
            self.assertLess(file.status, 300, file.text)
            run = f"/api/v1/imports/{file.json['id']}"
            read = eventually(lambda: (now := api.get(run).json)["state"] == "ready" and now, "it is read")
            self.assertEqual(read["found"]["tasks"], 20_000)

    def test_streams_hear_and_count_on_all_of_them(self):
        self.migrate()
        process = self.begin(TASKLOG_LIMIT_STREAMS_EACH=str(2 * LOOPS))
        apis = self.apis(process, "ada")
        apis[0].insist({"type": "CreateTask", "title": "The first"})
        streams = [Stream(process.port, apis[0].bearer) for _ in range(2 * LOOPS)]
        try:
            for api in self.apis(process, "ada"):
                self.assertEqual(api.get("/api/v1/live").problem, "too-many-streams")
            for i, api in enumerate(apis):
                version = int(api.insist({"type": "CreateTask", "title": f"{i}"}).position.split(":")[1])
                for stream in streams:
                    while json.loads(stream.next()["data"]).get("version", 0) < version:
                        pass
        finally:
            for stream in streams:
                stream.__exit__()

    def test_nothing_is_lost_while_processes_with_loops_come_and_go(self):
        """Two of two loops each, stopped and killed in turns, beside people who send all the time."""
        seed = random.randrange(1 << 32)
        print(f"seed {seed}")
        draw = random.Random(seed)
        self.migrate()
        processes = [self.begin("command", 2) for _ in range(2)]
        eventually(lambda: sum(each.metric("tasklog_partitions_owned") for each in processes) == self.partitions, "all is owned")
        with Load([each.port for each in processes], clients=8) as load:
            for _ in range(5):
                before = load.count()
                eventually(lambda: load.count() > before + 100, "commands are answered")
                process = draw.choice(processes)
                if draw.random() < 0.5:
                    process.stop()
                    process.begin()
                else:
                    process.restart()
                process.wait_ready()
        made = [task for ids, _ in load.acknowledged().values() for task in ids]
        counted = [event["task"] for _, _, commit in self.log() for event in commit["events"] if event["type"] == "TaskCreated"]
        self.assertEqual(len(counted), len(set(counted)))
        self.assertEqual(set(made), set(counted), "each request counted once")


if __name__ == "__main__":
    unittest.main(verbosity=2)
