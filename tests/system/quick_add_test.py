"""A task written as one line: the phrases of tests/words/phrases.tsv, through the API's question, as a command and from a shell; and what is refused loses nothing."""
import datetime, unittest, uuid, zoneinfo

from support import REPO, SystemTest, token

LISTS, PEOPLE = ("Home", "Home stuff", "Büro", "2027"), ("Ada", "Mia", "Mia Meyer", "Jürgen")


def phrases():
    for line in (REPO / "tests/words/phrases.tsv").read_text().splitlines():
        if not line.startswith("# "):
            text, title, meaning, given = (line.split("\t") + ["", ""])[:4]
            yield text, title, meaning, {"zone": "Europe/Berlin", "now": "2026-12-02T09:00", "week": "monday", **dict(each.split("=") for each in given.split())}


def clock(instant, zone):
    return datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(zoneinfo.ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def meaning(said, zone, lists, people):
    """What was understood, or a task that was made of it, as the phrases have it."""
    due, recurrence = said.get("due"), said.get("recurrence") or {}
    reminder = (said.get("reminders") or [{}])[0]
    relative = reminder.get("relative")
    if relative:
        when = str(relative["minutes"]) if "minutes" in relative else f"{relative['days']}d{relative['time']}"
    else:
        when = reminder.get("at") and clock(reminder["at"], zone)
    parts = {"start": said.get("start"), "due": due and (due.get("date") or clock(due["at"], zone)), "rule": recurrence.get("rule"), "from": "completion" if recurrence.get("from") == "completion" else None,
             "reminder": when, "estimate": said.get("estimate"), "priority": said.get("priority", "none").replace("none", ""), "tags": ",".join(said.get("tags") or []),
             "list": lists.get(said.get("list")), "assignee": people.get(said.get("assignee"))}
    return [f"{name}={value}" for name, value in parts.items() if value] + [f"unknown={each}" for each in said.get("unknown", [])]


class QuickAddTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api("ada")
        self.lists = {str(uuid.uuid4()): name for name in LISTS}
        self.position = self.api.insist(*({"type": "CreateList", "id": id, "name": name} for id, name in self.lists.items())).position
        home, dairy = next(iter(self.lists)), str(uuid.uuid4())
        self.position = self.api.insist({"type": "CreateList", "id": dairy, "name": "Dairy", "parent": home, "section": True}).position
        self.lists[dairy] = "Home/Dairy"
        me = self.api.get("/api/v1/members", self.position).json["items"][0]["person"]
        self.people = {me: "Ada", **{str(uuid.uuid4()): name for name in PEOPLE[1:]}}

    def words(self, text, given):
        now = datetime.datetime.fromisoformat(given["now"]).replace(tzinfo=zoneinfo.ZoneInfo("Europe/Berlin"))
        return {"text": text, "zone": given["zone"], "weekStart": given["week"], "writtenAt": now.isoformat(),
                "people": [{"id": id, "name": name} for id, name in self.people.items()]}

    def ask(self, words, **more):
        return self.api.request("POST", "/api/v1/quick-add", {"words": words, **more}, Tasklog_Position=self.position)

    def test_each_phrase_is_understood_and_makes_its_task(self):
        count = 0
        for text, title, wanted, given in phrases():
            reply = self.ask(self.words(text, given))
            self.assertEqual(reply.status, 200, f"{text}: {reply.text}")
            said = reply.json
            self.assertEqual(said["title"], title, text)
            self.assertEqual(" ".join(meaning(said, given["zone"], self.lists, self.people)), wanted, text)
            left = "".join(c for i, c in enumerate(text) if not any(each["from"] <= i < each["to"] for each in said["ranges"]))
            self.assertEqual("".join(left.split()).replace(",", ""), "".join(title.split()).replace(",", ""), text)
            words = self.words(text, given)
            if said.get("assignee") and self.people[said["assignee"]] != "Ada":
                self.assertEqual(self.api.send({"type": "CreateTask", "words": words}).problem, "member-not-found", text)
                continue
            made = self.api.insist({"type": "CreateTask", "words": words})
            self.assertEqual(made.status, 200, f"{text}: {made.text}")
            result = made.json["results"][0]
            if "at" in (said.get("reminders") or [{}])[0]:
                said["reminders"] = result["understood"].get("reminders")  # one whose moment has passed since is left out
            said = {name: value for name, value in said.items() if value is not None}
            self.assertEqual(result["understood"], said, text)
            task = self.api.get(f"/api/v1/tasks/{result['id']}", made.position).json
            self.assertEqual((task["title"], meaning(task, given["zone"], self.lists, self.people)), (title, [each for each in meaning(said, given["zone"], self.lists, self.people) if not each.startswith("unknown=")]), text)
            count += 1
        self.assertGreater(count, 250)
        self.settled()
        self.verify()

    def test_what_stands_beside_the_words_is_for_what_they_do_not_say(self):
        home, stuff = list(self.lists)[:2]
        beside = {"list": home, "tags": ["a"], "priority": "low", "due": {"date": "2030-01-01"}, "notes": "Two\nlines"}
        made = self.api.insist({"type": "CreateTask", "words": {"text": "Milk @Home_stuff #b !high", "zone": "Etc/UTC"}, **beside})
        task = self.api.get(f"/api/v1/tasks/{made.json['results'][0]['id']}", made.position).json
        self.assertEqual((task["title"], task["list"], task["tags"], task["priority"], task["due"], task["notes"]), ("Milk", stuff, ["a", "b"], "high", {"date": "2030-01-01"}, "Two\nlines"))

    def test_a_batch_sees_the_list_that_it_makes_and_a_repeated_answer_is_the_first(self):
        commands = [{"type": "CreateList", "name": "New"}, {"type": "CreateTask", "words": {"text": "Milk @New", "zone": "Etc/UTC"}}]
        first = self.api.insist(*commands, key="once")
        again = self.api.insist(*commands, key="once")
        self.assertEqual(first.json["results"][1]["understood"]["list"], first.json["results"][0]["id"])
        self.assertEqual(([each["id"] for each in first.json["results"]], first.position), ([each["id"] for each in again.json["results"]], again.position))

    def test_bad_lines_are_refused_with_the_field(self):
        good = {"text": "Milk", "zone": "Etc/UTC"}
        for words, pointer in (({**good, "text": ""}, "/text"), ({**good, "text": "a\nb"}, "/text"), ({**good, "text": "x" * 1001}, "/text"), ({**good, "zone": "Nowhere"}, "/zone"), ({"text": "Milk"}, "/zone"), ({**good, "weekStart": "mon"}, "/weekStart"),
                               ({**good, "writtenAt": "now"}, "/writtenAt"), ({**good, "people": [{"id": "x", "name": "Mia"}]}, "/people/0/id"), ({**good, "people": [{"name": "Mia"}]}, "/people/0/id"), ({**good, "more": 1}, "/more"), ("Milk", "")):
            for reply in (self.ask(words), self.api.send({"type": "CreateTask", "words": words})):
                self.assertEqual((reply.status, reply.problem, reply.json["pointer"]), (400, "invalid-field", "/words" + pointer), f"{words}: {reply.text}")
        for command, pointer in (({"title": "Milk", "words": good}, "/title"), ({}, "/title"), ({"words": {**good, "text": "x" * 501}}, "/words/text"), ({"words": {**good, "text": "Milk #" + "x" * 51}}, "/words/text")):
            reply = self.api.send({"type": "CreateTask", **command})
            self.assertEqual((reply.status, reply.json["pointer"]), (400, pointer), reply.text)
        self.assertEqual(self.ask(good, workspace=str(uuid.uuid4())).status, 404)
        self.assertEqual(self.api.get("/api/v1/tasks", self.position).json["items"], [])

    def test_a_line_is_added_from_a_shell(self):
        done = self.tasklog("add", "Call Mia tomorrow 5pm #phone +me @Nowhere", TASKLOG_URL=f"http://127.0.0.1:{self.process.port}", TASKLOG_TOKEN=token("ada"))
        self.assertEqual(done.stdout, "Call Mia @Nowhere\n  due: tomorrow 5pm\n  tag: #phone\n  assignee: +me\n  There is no @Nowhere; it stays in the title.\n")
        self.settled()
        task, = self.api.get("/api/v1/tasks").json["items"]
        self.assertEqual((task["title"], task["tags"], self.people[task["assignee"]]), ("Call Mia @Nowhere", ["phone"], "Ada"))
        refused = self.tasklog("add", " ", check=False, TASKLOG_URL=f"http://127.0.0.1:{self.process.port}", TASKLOG_TOKEN=token("ada"))
        self.assertNotEqual(refused.returncode, 0)
        self.assertIn("must not be empty", refused.stderr)


if __name__ == "__main__":
    unittest.main(verbosity=2)
