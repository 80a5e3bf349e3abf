"""Files of other programs, in and out."""
import json, unittest, uuid

from support import SystemTest, eventually, token

TODO_TXT = """(A) 2026-11-01 Call the bank +money @phone due:2026-12-01
x 2026-11-02 2026-11-01 Pay rent +money
Buy bread
Buy bread
(A) +money
"""


class ImportTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.access = {"TASKLOG_URL": f"http://127.0.0.1:{self.process.port}", "TASKLOG_TOKEN": token(uuid.uuid4().hex)}

    def run_import(self, name, text):
        path = self.folder / name
        path.write_text(text)
        return self.tasklog("import", path, check=False, **self.access)

    def wait_for(self, position):
        api = self.process.api(bearer=self.access["TASKLOG_TOKEN"])
        eventually(lambda: api.get("/api/v1/tasks", position).status == 200, "the read model has it")

    def export(self):
        return [json.loads(line) for line in self.tasklog("export", **self.access).stdout.splitlines()]

    def test_a_file_is_imported_once_however_often_it_is_sent(self):
        first = self.run_import("todo.txt", TODO_TXT)
        self.assertEqual(first.returncode, 1, "a line was skipped")
        self.assertIn("todo.txt:5: the task has no title", first.stderr)
        self.assertIn("4 tasks read", first.stdout)
        log = self.log()
        self.wait_for(f"{log[-1][0]}:{log[-1][1]}")
        before = self.export()
        self.assertEqual(sorted(each["title"] for each in before if each["kind"] == "task"), ["Buy bread", "Buy bread", "Call the bank", "Pay rent"])
        again = self.run_import("todo.txt", TODO_TXT)
        self.assertIn("all of them were there already", again.stdout)
        self.assertEqual(self.log(), log, "importing the same file twice changes nothing")
        self.assertEqual(self.export(), before)

    def test_a_large_file_goes_in_batches(self):
        done = self.run_import("todo.txt", "".join(f"task {i} +list{i % 7}\n" for i in range(1000)))
        self.assertEqual(done.returncode, 0, done.stderr)
        commits = self.log()
        self.assertGreater(len(commits), 1)
        self.wait_for(f"{commits[-1][0]}:{commits[-1][1]}")
        self.assertEqual(len([each for each in self.export() if each["kind"] == "task"]), 1000)

    def test_what_does_not_fit_is_cut_and_told_with_its_line(self):
        done = self.run_import("todo.txt", "one\n" + "x" * 501 + "\ntwo\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("todo.txt:2: the title has more than 500 characters, and is cut", done.stderr)
        self.assertIn("3 tasks read", done.stdout)
        self.assertEqual(len(self.log()), 1)

    def test_what_the_service_refuses_is_refused_alone(self):
        done = self.run_import("todo.txt", "one\n a\u0001b\ntwo\n")
        self.assertEqual(done.returncode, 1)
        self.assertIn("todo.txt:2: ", done.stderr)
        self.assertIn("2 tasks read", done.stdout)

    def test_a_file_without_tasks_and_a_zone_that_is_none_are_told(self):
        none = self.run_import("calendar.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n")
        self.assertEqual((none.returncode, none.stdout), (1, ""))
        self.assertIn("there are no tasks in it", none.stderr)
        path = self.folder / "zone.txt"
        path.write_text("one\n")
        wrong = self.tasklog("import", path, "--zone", "Mars/Phobos", check=False, **self.access)
        self.assertNotEqual(wrong.returncode, 0)
        self.assertIn("Mars/Phobos is not an IANA time zone", wrong.stderr)

    def test_a_mistake_is_told_in_one_line(self):
        for name, text, access, words in (("todo.doc", "x", self.access, "--format"), ("todo.txt", "x", {**self.access, "TASKLOG_TOKEN": "bad"}, "token")):
            path = self.folder / name
            path.write_text(text)
            done = self.tasklog("import", path, check=False, **access)
            self.assertEqual(done.returncode, 2)
            self.assertIn(words, done.stderr)
            self.assertEqual(len(done.stderr.strip().splitlines()), 1, done.stderr)

    def test_an_export_holds_the_tasks_of_archived_lists(self):
        api = self.process.api(bearer=self.access["TASKLOG_TOKEN"])
        home = str(uuid.uuid4())
        position = api.send({"type": "CreateList", "id": home, "name": "Home"}, {"type": "CreateTask", "title": "hidden", "list": home}, {"type": "ArchiveList", "list": home}).position
        self.wait_for(position)
        self.assertEqual([each.get("title") or each["name"] for each in self.export()], ["Home", "hidden"])


if __name__ == "__main__":
    unittest.main(verbosity=2)
