"""Kill -9 of the projection worker in the middle of its batches: its rows equal those of a fresh rebuild, byte for byte."""
import random, threading, unittest, uuid

from load import Load
from support import SystemTest, eventually

KILLS = 20
TABLES = {"workspaces": "workspace_id", "members": "workspace_id, person_id", "lists": "workspace_id, list_id", "tasks": "workspace_id, task_id",
          "checkpoints": "part", "parked": "workspace_id, log_offset"}


class KillProjectionTest(SystemTest):
    session_timeout_ms = 1000

    def dump(self, schema):
        return {table: self.services.sql(f"COPY (SELECT * FROM {schema}.{table} ORDER BY {key}) TO STDOUT") for table, key in TABLES.items()}

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
        ends = {}
        for partition, offset, _ in self.log():
            ends[partition] = offset
        at = lambda: {int(part): int(offset) for part, offset in self.services.rows(f"SELECT part, next_offset FROM {self.schema}.checkpoints")}
        eventually(lambda: all(at().get(part, 0) > offset for part, offset in ends.items()), "all is applied")
        self.assertEqual(worker.stop(), 0)
        fresh = self.schema + "_fresh"
        self.tasklog("replay", "--into", fresh)
        live, rebuilt = self.dump(self.schema), self.dump(fresh)
        self.assertGreater(len(live["tasks"].splitlines()), 200)
        for table in TABLES:
            self.assertEqual(live[table], rebuilt[table], table)
        print(f"{KILLS} kills, {len(live['tasks'].splitlines())} tasks, all tables equal")


if __name__ == "__main__":
    unittest.main(verbosity=2)
