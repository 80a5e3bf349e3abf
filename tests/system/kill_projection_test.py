"""Kill -9 of the projection worker in the middle of its batches: its rows equal those of a fresh rebuild."""
import random, threading, unittest, uuid

from load import Load
from support import SystemTest, eventually

KILLS = 20


class KillProjectionTest(SystemTest):
    session_timeout_ms = 1000

    def changes(self, api):
        """A batch that touches what batches before it have made."""
        tasks = [str(uuid.uuid4()) for _ in range(60)]
        home = str(uuid.uuid4())
        api.insist({"type": "CreateList", "id": home, "name": "Home"}, *({"type": "CreateTask", "id": task, "title": f"task {task}", "list": home} for task in tasks))
        api.insist(*({"type": "CompleteTask", "task": task} for task in tasks[:20]), *({"type": "MoveTask", "task": task, "list": None} for task in tasks[20:40]),
                   *({"type": "DeleteTask", "task": task} for task in tasks[40:50]), {"type": "ArchiveList", "list": home})

    def test_rows_equal_a_fresh_rebuild(self):
        self.migrate()
        command = self.start("command")
        worker = self.start("project", wait=False)
        stop = threading.Event()

        def change():
            api = command.api(uuid.uuid4().hex)
            while not stop.is_set():
                self.changes(api)

        changing = [threading.Thread(target=change, daemon=True) for _ in range(1)]
        with Load([command.port], clients=2, batch=3):
            for thread in changing:
                thread.start()
            for kill in range(KILLS):
                applied = lambda: worker.ready() and worker.metric("tasklog_projection_commits_total")
                eventually(applied, f"batches are applied before kill {kill}")
                threading.Event().wait(random.uniform(0, 0.2))
                worker.restart()
            stop.set()
            for thread in changing:
                thread.join(timeout=60)
        self.settled()
        worker.stop()
        self.verify("tasks")
        tasks = int(self.services.sql(f"SELECT count(*) FROM {self.schema}.tasks"))
        self.assertGreater(tasks, 200)
        print(f"{KILLS} kills, {tasks} tasks, every row as a fresh rebuild makes it")


if __name__ == "__main__":
    unittest.main(verbosity=2)
