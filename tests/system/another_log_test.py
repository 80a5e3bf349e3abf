"""The log under running instances is replaced: made anew, shortened, put back as it was 1,000 commits before. Every role says so in one
sentence and stops; nothing is mixed; and what the sentence says to do works, without a restart."""
import os, shutil, threading, unittest

from support import SystemTest, eventually, run


class AnotherLogTest(SystemTest):
    own_services = True
    partitions = 2
    projections = ("tasks", "audit", "recurring", "notifications")

    def setUp(self):
        super().setUp()
        self.services.start_kafka()
        self.services.start_postgres()
        self.migrate()
        self.kept = self.folder / "copy"

    @property
    def data(self):
        return self.services.folder / "kafka/log"

    def stop_kafka(self):
        self.services.script("kafka", "stop", self.services.folder / "kafka")

    def copy(self):
        self.stop_kafka()
        shutil.copytree(self.data, self.kept)
        self.services.start_kafka()

    def put_back(self):
        self.stop_kafka()
        shutil.rmtree(self.data)
        shutil.copytree(self.kept, self.data)
        self.services.start_kafka()

    def fill(self, api, count, title):
        """So many commits, and the last one's answer."""
        for i in range(count):
            reply = api.insist({"type": "CreateTask", "title": f"{title} {i}"})
        return reply

    def keep_and_lose(self, process, api, count):
        """Twenty commits are in the copy, and so many come after it."""
        self.fill(api, 20, "kept")
        self.copy()
        process.wait_ready()
        last = self.fill(api, count, "lost")
        eventually(lambda: self.titles(api, last.position) is not None, "all is shown")
        self.settled()  # the claims of the other partitions, too

    def reasons(self, process):
        reply = process.ready()
        return reply.json["waiting"] if reply and reply.status == 503 else {}

    def stopped(self, process, *parts):
        """Each of these says the sentence."""
        for part in parts:
            why = eventually(lambda: (lambda text: text if text and "tasklog log accept" in text else None)(self.reasons(process).get(part)), f"{part} says that the log is another")
            self.assertRegex(why, r"^partition \d of \S+ is not the log that .* \(it .*\): put the right log back, or accept this one with `tasklog log accept`")

    def schemas(self):
        return {"tasks": self.schema, "audit": self.schema + "_audit", "recurring": self.schema + "_recurring", "notifications": self.schema + "_notify"}

    def rows(self):
        return self.services.sql(f"SELECT md5(string_agg(t::text, ',' ORDER BY workspace_id, task_id)) FROM {self.schema}.tasks t") + \
            self.services.sql(f"SELECT string_agg(part || ':' || next_offset, ',' ORDER BY part) FROM {self.schema}.checkpoints")

    def way_out(self, process, api):
        """What the sentence says to do; every process goes on by itself."""
        self.tasklog("log", "accept")
        self.tasklog("replay", "all")
        process.wait_ready()
        last = api.insist({"type": "CreateTask", "title": "after it"})
        self.assertEqual(last.status, 200)
        titles = eventually(lambda: self.titles(api, last.position), "the new task is shown")
        self.assertIn("after it", titles)
        for each in self.projections:
            self.settled(each)
        self.verify()
        return titles

    def titles(self, api, position=None):
        reply = api.get("/api/v1/tasks", position, limit=500)
        return [task["title"] for task in reply.json["items"]] if reply.status == 200 else None

    def under_load(self, apis, do):
        """Clients go on sending while it is done; what they are answered is a 200 or a 503."""
        ends, answers = threading.Event(), set()

        def client(api):
            while not ends.is_set():
                try:
                    answers.add(api.send({"type": "CreateTask", "title": "under load"}).status)
                except OSError:
                    pass

        threads = [threading.Thread(target=client, args=(api,)) for api in apis]
        for thread in threads:
            thread.start()
        try:
            do()
        finally:
            ends.set()
            for thread in threads:
                thread.join()
        self.assertLessEqual(answers, {200, 503, 429})

    def test_put_back_as_it_was_a_thousand_commits_before(self):
        process = self.start()
        api = process.api("alice")
        self.keep_and_lose(process, api, 1000)

        self.under_load([process.api(f"user {i}") for i in range(4)], lambda: (self.put_back(), self.stopped(process, self.schema, self.schema + "_audit")))
        self.stopped(process, "partitions", *self.schemas().values())
        rows = self.rows()
        refused = api.send({"type": "CreateTask", "title": "refused"})
        self.assertEqual((refused.status, refused.problem), (503, "another-log"))
        titles = self.way_out(process, api)
        self.assertNotEqual(self.rows(), rows)
        self.assertEqual(sorted(t for t in titles if t.startswith("kept")), sorted(f"kept {i}" for i in range(20)))
        self.assertNotIn("lost 999", titles)

    def test_put_back_and_grown_past_its_old_end(self):
        """Everything in Kafka is as it was, and a process that was not there before can't know; the read models do."""
        process = self.start()
        api = process.api("alice")
        self.keep_and_lose(process, api, 100)
        process.stop()
        rows = self.rows()
        self.put_back()
        writer = self.start("command", wait=False)
        other = writer.api("alice")
        self.fill(other, 300, "grown")
        writer.stop()
        again = self.start(wait=False)
        self.stopped(again, *self.schemas().values())
        self.assertEqual(self.rows(), rows, "nothing is mixed")
        titles = self.way_out(again, again.api("alice"))
        self.assertIn("grown 299", titles)
        self.assertFalse([t for t in titles if t.startswith("lost")])

    def made_anew(self, remove):
        """The log, once it is removed, while a process runs."""
        process = self.start()
        api = process.api("alice")
        last = self.fill(api, 50, "lost")
        eventually(lambda: self.titles(api, last.position) is not None, "all is shown")
        self.settled()  # the claims of the other partitions, too
        rows = self.rows()
        remove()
        self.tasklog("topics", "--partitions", self.partitions)
        self.stopped(process, "partitions", *self.schemas().values())
        self.assertEqual(self.rows(), rows)
        self.assertEqual([t for t in self.way_out(process, api)], ["after it"])

    def test_made_anew(self):
        def remove():
            self.stop_kafka()
            shutil.rmtree(self.data)
            self.services.start_kafka()

        self.made_anew(remove)

    def test_deleted_and_made_anew_under_a_running_broker(self):
        """No connection breaks: the clients go on asking the same broker."""
        def remove():
            self.topics("--delete", "--topic", self.prefix + "events")
            eventually(lambda: self.prefix + "events" not in self.topics("--list").split(), "the topic is gone")

        self.made_anew(remove)

    def topics(self, *args):
        return run("java", "-cp", os.environ["TASKLOG_KAFKA_LIBS"] + "/*", "org.apache.kafka.tools.TopicCommand", "--bootstrap-server", self.services.kafka, *args).stdout

    def test_shortened_alone(self):
        """Of all that is in Kafka only the log lost its end: owners' directory and snapshots know better, after a restart too."""
        process = self.start()
        api = process.api("alice")
        self.keep_and_lose(process, api, 200)
        process.stop()
        self.stop_kafka()
        for partition in range(self.partitions):
            name = f"{self.prefix}events-{partition}"
            shutil.rmtree(self.data / name)
            shutil.copytree(self.kept / name, self.data / name)
        self.services.start_kafka()
        again = self.start(wait=False)
        self.stopped(again, "partitions", *self.schemas().values())
        self.assertFalse([t for t in self.way_out(again, again.api("alice")) if t.startswith("lost")])


if __name__ == "__main__":
    unittest.main(verbosity=2)
