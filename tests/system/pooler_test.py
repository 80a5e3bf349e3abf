"""Through a transaction pooler (pgbouncer), which gives each transaction another connection: everything goes on as it does without."""
import os, pathlib, pwd, subprocess, tempfile, threading, unittest, urllib.parse

import api_test, http_test, notify_test, recurring_test
from support import Services, SystemTest, eventually, free_port

SERVERS = 4  # connections that the pooler has for all


class Pooler:
    def __init__(self, folder, postgres):
        server = urllib.parse.urlparse(postgres)
        self.port = free_port()
        self.folder = folder
        (folder / "pgbouncer.ini").write_text(f"""[databases]
tasklog = host={server.hostname} port={server.port} dbname={server.path[1:]}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {self.port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users.txt
pool_mode = transaction
default_pool_size = {SERVERS}
max_client_conn = 200
""")
        (folder / "users.txt").write_text(f'"{server.username}" "{server.password}"\n')
        if os.getuid() == 0:
            for name in ("pgbouncer.ini", "users.txt"):
                os.chown(folder / name, pwd.getpwnam("postgres").pw_uid, -1)
        self.url = f"postgresql://{server.username}@127.0.0.1:{self.port}/tasklog"
        self.start()

    def start(self):
        as_user = ["-u", "postgres"] if os.getuid() == 0 else []
        self.log = open(self.folder / "pgbouncer.log", "ab")
        self.process = subprocess.Popen(["/usr/sbin/pgbouncer", *as_user, self.folder / "pgbouncer.ini"], stdout=self.log, stderr=self.log, stdin=subprocess.DEVNULL)
        eventually(lambda: subprocess.run(["psql", self.url, "-XAtqc", "SELECT 1"], capture_output=True).returncode == 0, "the pooler answers")

    def stop(self):
        self.process.kill()  # no harm if it is gone
        self.process.wait()
        self.log.close()


class Pooled:
    """What a test starts goes through a pooler."""

    pooler = None  # of all tests of a class, whose process may be one, too

    @classmethod
    def setUpClass(cls):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="tasklog-pooler."))
        folder.chmod(0o755)
        cls.addClassCleanup(lambda: subprocess.run(["rm", "-rf", folder]))
        cls.pooler = Pooler(folder, Services().postgres)
        cls.addClassCleanup(lambda: cls.pooler.stop())
        super().setUpClass()

    def environment(self):
        return {**super().environment(), "TASKLOG_POSTGRES_POOLER": self.pooler.url}


class ApiThroughPooler(Pooled, api_test.ApiTest):
    pass


class HttpThroughPooler(Pooled, http_test.HttpTest):
    pass


class NotificationsThroughPooler(Pooled, notify_test.RemindersAndNotifications):
    pass


class RecurringThroughPooler(Pooled, recurring_test.RecurringTest):
    pass


class PoolerTest(Pooled, SystemTest):
    def test_what_takes_too_long_is_ended_for_each_transaction(self):
        self.migrate()
        process = self.start(TASKLOG_LIMIT_QUERY_MS="300")
        api = process.api("anna")
        api.insist({"type": "CreateTask", "title": "Buy milk"})
        eventually(lambda: api.get("/api/v1/tasks").status == 200, "the task can be read")
        # Whoever reads waits for this lock, and not for ever.
        lock = subprocess.Popen(["psql", self.services.postgres, "-Xq"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        lock.stdin.write(f"BEGIN; LOCK TABLE {self.schema}.tasks IN ACCESS EXCLUSIVE MODE;\n\\echo locked\n")
        lock.stdin.flush()
        self.assertEqual(lock.stdout.readline().strip(), "locked")
        reply = api.get("/api/v1/tasks?limit=7")
        self.assertEqual((reply.status, reply.json["type"]), (503, "urn:tasklog:problem:too-slow"), reply.text)
        lock.communicate("ROLLBACK;\n")
        eventually(lambda: api.get("/api/v1/tasks?limit=7").status == 200, "it is read again")
        self.verify("tasks")

    def test_a_pooler_that_is_away_loses_nothing(self):
        self.migrate()
        process = self.start()
        api = process.api("anna")
        api.insist({"type": "CreateTask", "title": "Buy milk"})
        self.pooler.stop()
        position = api.insist({"type": "CreateTask", "title": "Buy bread"}).header("Tasklog-Position")
        self.assertEqual(api.get("/api/v1/tasks", position).status, 503)
        self.pooler.start()
        titles = lambda: {each["title"] for each in reply.json["items"]} if (reply := api.get("/api/v1/tasks", position)).status == 200 else None
        eventually(lambda: titles() == {"Buy milk", "Buy bread"}, "both are read")
        self.verify("tasks")


class BudgetTest(SystemTest):
    """docs/operations.md: how many connections to Postgres a process with every role has at most."""

    def test_a_process_keeps_within_its_connections(self):
        self.migrate()
        name = f"budget_{self.schema}"
        process = self.start(PGAPPNAME=name, TASKLOG_INTEGRATION="kafka", TASKLOG_INTEGRATION_SCHEMA=f"{self.schema}_integration", TASKLOG_INTEGRATION_OUTBOX_SCHEMA=f"{self.schema}_integrated",
                             TASKLOG_INTEGRATION_TOPIC_PREFIX=self.prefix, TASKLOG_SMTP_URL="smtp://127.0.0.1:1")
        people = [process.api(f"user-{i}") for i in range(8)]
        stop = threading.Event()

        def use(api):
            while not stop.is_set():
                api.insist({"type": "CreateTask", "title": "Buy milk"})
                for path in ("/api/v1/tasks", "/api/v1/me", "/api/v1/notifications", "/api/v1/webhooks", "/api/v1/imports"):
                    api.get(path)

        threads = [threading.Thread(target=use, args=[api]) for api in people]
        for each in threads:
            each.start()
        count = lambda: int(self.services.sql(f"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{name}'"))
        seen = [count() for _ in range(60)]
        stop.set()
        for each in threads:
            each.join()
        self.assertLessEqual(max(seen), 23)
        self.assertGreaterEqual(max(seen), 18, "the pools are used")


if __name__ == "__main__":
    unittest.main()
