"""Filters give the tasks that a look at each of them gives: eighty of them, with zones and week starts, and random ones made of these."""
import datetime, random, time, unittest, uuid, zoneinfo

from support import SystemTest, eventually

SEED = time.time_ns() % 1_000_000
PRIORITIES = ("none", "low", "medium", "high", "urgent")
ZONES = ("Pacific/Auckland", "America/Los_Angeles", "UTC", "Asia/Kolkata")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Eyes:
    """What one sees in a zone, on a day, with a first day of the week."""

    def __init__(self, zone, week_start, lists, comments, me):
        self.zone, self.lists, self.comments, self.me = zoneinfo.ZoneInfo(zone), lists, comments, me
        self.now = datetime.datetime.now(datetime.timezone.utc)
        self.today = self.now.astimezone(self.zone).date()
        self.week = self.today - datetime.timedelta((self.today.weekday() - WEEKDAYS.index(week_start)) % 7)

    def plus(self, days):
        return self.today + datetime.timedelta(days)

    def day(self, instant):
        return instant and datetime.datetime.fromisoformat(instant.replace("Z", "+00:00")).astimezone(self.zone).date()

    def due(self, task):
        due = task["due"]
        return due and (datetime.date.fromisoformat(due["date"]) if "date" in due else self.day(due["at"]))

    def start(self, task):
        return task["start"] and datetime.date.fromisoformat(task["start"])

    def overdue(self, task):
        due = task["due"]
        return task["status"] == "open" and bool(due) and (datetime.date.fromisoformat(due["date"]) < self.today if "date" in due else datetime.datetime.fromisoformat(due["at"].replace("Z", "+00:00")) < self.now)

    def list(self, task):
        return self.lists.get(task["list"], "")

    def text(self, task):
        return "\n".join([task["title"], task["notes"], *(f"#{tag}" for tag in task["tags"]), self.comments.get(task["id"], ""), self.list(task)]).lower()


def before(day, other):
    return day is not None and day < other


def after(day, other):
    return day is not None and day > other


# A filter, and whether eyes see a task in it.
FILTERS = [
    ("open", lambda e, t: t["status"] == "open"),
    ("completed", lambda e, t: t["status"] == "completed"),
    ("cancelled", lambda e, t: t["status"] == "cancelled"),
    ("status:open", lambda e, t: t["status"] == "open"),
    ("Status = Completed", lambda e, t: t["status"] == "completed"),
    ("overdue", lambda e, t: e.overdue(t)),
    ("recurring", lambda e, t: t["recurrence"] is not None),
    ("not recurring", lambda e, t: t["recurrence"] is None),
    ("#work", lambda e, t: "work" in t["tags"]),
    ("#Work", lambda e, t: "Work" in t["tags"]),
    ('#"two words"', lambda e, t: "two words" in t["tags"]),
    ('tag:"two words"', lambda e, t: "two words" in t["tags"]),
    ("tag:none", lambda e, t: not t["tags"]),
    ("#größe", lambda e, t: "größe" in t["tags"]),
    ("list:inbox", lambda e, t: t["list"] is None),
    ("list:none", lambda e, t: t["list"] is None),
    ("list:home", lambda e, t: e.list(t) == "Home"),
    ('list:"to buy"', lambda e, t: e.list(t) == "To  buy"),
    ("list:CAFE", lambda e, t: e.list(t) == "Café"),
    ("list:nowhere", lambda e, t: False),
    ("not list:home", lambda e, t: e.list(t) != "Home"),
    ("assignee:me", lambda e, t: t["assignee"] == e.me),
    ("assignee:none", lambda e, t: t["assignee"] is None),
    (f"assignee:{uuid.UUID(int=7)}", lambda e, t: False),
    ("not assignee:me", lambda e, t: t["assignee"] != e.me),
    ("parent:none", lambda e, t: t["parent"] is None),
    ("not parent:none", lambda e, t: t["parent"] is not None),
    *((f"priority:{name}", lambda e, t, name=name: t["priority"] == name) for name in PRIORITIES),
    *((f"priority {sign} medium", lambda e, t, test=test: test(PRIORITIES.index(t["priority"]), 2)) for sign, test in
      (("<", lambda a, b: a < b), ("<=", lambda a, b: a <= b), (">", lambda a, b: a > b), (">=", lambda a, b: a >= b), ("=", lambda a, b: a == b))),
    ("estimate:none", lambda e, t: t["estimate"] is None),
    ("estimate:30m", lambda e, t: t["estimate"] == 30),
    ("estimate < 2h", lambda e, t: t["estimate"] is not None and t["estimate"] < 120),
    ("estimate >= 120", lambda e, t: t["estimate"] is not None and t["estimate"] >= 120),
    ("not estimate < 2h", lambda e, t: not (t["estimate"] is not None and t["estimate"] < 120)),
    ("due:none", lambda e, t: t["due"] is None),
    ("not due:none", lambda e, t: t["due"] is not None),
    ("due:today", lambda e, t: e.due(t) == e.today),
    ("due = tomorrow", lambda e, t: e.due(t) == e.plus(1)),
    ("due:yesterday", lambda e, t: e.due(t) == e.plus(-1)),
    ("due < today", lambda e, t: before(e.due(t), e.today)),
    ("due <= today", lambda e, t: before(e.due(t), e.plus(1))),
    ("due > today", lambda e, t: after(e.due(t), e.today)),
    ("due >= today", lambda e, t: after(e.due(t), e.plus(-1))),
    ("not due < today", lambda e, t: not before(e.due(t), e.today)),
    ("due < today+7d", lambda e, t: before(e.due(t), e.plus(7))),
    ("due < +1w", lambda e, t: before(e.due(t), e.plus(7))),
    ("due > -2d", lambda e, t: after(e.due(t), e.plus(-2))),
    ("due < week", lambda e, t: before(e.due(t), e.week)),
    ("due >= week and due < week+1w", lambda e, t: e.due(t) is not None and e.week <= e.due(t) < e.week + datetime.timedelta(7)),
    ("due < month", lambda e, t: before(e.due(t), e.today.replace(day=1))),
    ("due >= year", lambda e, t: after(e.due(t), e.today.replace(month=1, day=1) - datetime.timedelta(1))),
    *((f"due:{name}", lambda e, t, i=i: e.due(t) == e.plus((i - e.today.weekday()) % 7)) for i, name in enumerate(WEEKDAYS)),
    ("due < 2026-06-15", lambda e, t: before(e.due(t), datetime.date(2026, 6, 15))),
    ('due >= "2026-06-15"', lambda e, t: after(e.due(t), datetime.date(2026, 6, 14))),
    ("start:none", lambda e, t: t["start"] is None),
    ("start <= today", lambda e, t: before(e.start(t), e.plus(1))),
    ("start > today", lambda e, t: after(e.start(t), e.today)),
    ("created:today", lambda e, t: e.day(t["createdAt"]) == e.today),
    ("created < today", lambda e, t: before(e.day(t["createdAt"]), e.today)),
    ("updated >= today", lambda e, t: after(e.day(t["updatedAt"]), e.plus(-1))),
    ("ended:today", lambda e, t: e.day(t["endedAt"]) == e.today),
    ("ended:none", lambda e, t: t["endedAt"] is None),
    ("ended < tomorrow", lambda e, t: before(e.day(t["endedAt"]), e.plus(1))),
    ("text:milk", lambda e, t: "milk" in e.text(t)),
    ('text:"blue milk"', lambda e, t: "blue milk" in e.text(t)),
    ("text:ilk", lambda e, t: "ilk" in e.text(t)),
    ("not text:MILK", lambda e, t: "milk" not in e.text(t)),
    ("text:#work", lambda e, t: "#work" in e.text(t)),
    ("open and #work", lambda e, t: t["status"] == "open" and "work" in t["tags"]),
    ("open or #work and overdue", lambda e, t: t["status"] == "open" or "work" in t["tags"] and e.overdue(t)),
    ("(open or #work) and overdue", lambda e, t: (t["status"] == "open" or "work" in t["tags"]) and e.overdue(t)),
    ("not (open or #work)", lambda e, t: not (t["status"] == "open" or "work" in t["tags"])),
    ("not not open", lambda e, t: t["status"] == "open"),
    ('(overdue or due < today+7d) and #work and not assignee:me and list:"To buy" and text:"milk"', lambda e, t: (e.overdue(t) or before(e.due(t), e.plus(7))) and "work" in t["tags"] and t["assignee"] != e.me and e.list(t) == "To  buy" and "milk" in e.text(t)),
]


def any_filter(rng, depth):
    """A filter made of the others, with what sees it."""
    if depth == 0 or rng.random() < 0.3:
        text, sees = rng.choice(FILTERS)
        return (f"({text})" if " and " in text or " or " in text else text), sees
    kind = rng.choice(("and", "or", "not"))
    parts = [any_filter(rng, depth - 1) for _ in range(1 if kind == "not" else rng.randint(2, 3))]
    if kind == "not":
        return f"not {parts[0][0]}", lambda e, t: not parts[0][1](e, t)
    whole = all if kind == "and" else any
    return "(" + f" {kind} ".join(text for text, _ in parts) + ")", lambda e, t: whole(sees(e, t) for _, sees in parts)


class FiltersTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api("ada")

    def fill(self, rng):
        """Tasks of every sort, around today."""
        self.me = self.api.get("/api/v1/me").json["id"]
        names = {str(uuid.uuid4()): name for name in ("Home", "To  buy", "Café")}
        self.lists, self.comments, ids = names, {}, [str(uuid.uuid4()) for _ in range(120)]
        self.api.insist(*({"type": "CreateList", "id": each, "name": name} for each, name in names.items()))
        now, commands, later = datetime.datetime.now(datetime.timezone.utc), [], []
        day = lambda: (now + datetime.timedelta(rng.choice((-400, -40, *range(-9, 10), 30, 300)))).date().isoformat()
        for each in ids:
            due = rng.choice((None, {"date": day()}, {"date": day()}, {"at": f"{day()}T{rng.randrange(24):02}:{rng.choice((0, 30)):02}:00Z", "zone": rng.choice(ZONES)}))
            task = {"type": "CreateTask", "id": each, "title": rng.choice(("Buy milk", "Milkman", "Bread", "x")), "notes": rng.choice(("", "blue milk", "nothing")), "tags": rng.sample(["work", "Work", "two words", "größe"], rng.randint(0, 2)),
                    "priority": rng.choice(PRIORITIES), "status": rng.choice(("open", "open", "completed", "cancelled"))}
            task |= {name: value for name, value in (("list", rng.choice([None, *names])), ("due", due), ("start", rng.choice((None, day()))), ("estimate", rng.choice((None, 15, 30, 90, 120, 600)))) if value is not None}
            commands.append(task)
            if rng.random() < 0.3:
                later.append({"type": "AssignTask", "task": each, "assignee": self.me})
            if rng.random() < 0.2:
                self.comments[each] = rng.choice(("spilt milk", "well"))
                later.append({"type": "AddComment", "task": each, "text": self.comments[each]})
            if due and task["status"] == "open" and rng.random() < 0.3:
                later.append({"type": "SetRecurrence", "task": each, "rule": "FREQ=WEEKLY", "zone": "UTC"})
        self.api.insist(*commands)
        roots = ids[:5]
        later += [{"type": "NestTask", "task": each, "parent": rng.choice(roots)} for each in ids[5:] if rng.random() < 0.15]
        return self.api.insist(*later).position

    def pages(self, position, **parameters):
        items, cursor = [], None
        while True:
            page = eventually(lambda: (got := self.api.get("/api/v1/tasks", position, limit=500, **parameters, **({"cursor": cursor} if cursor else {}))).status != 503 and got, "an answer")
            self.assertEqual(page.status, 200, f"{parameters}: {page.text}")
            items, cursor = items + page.json["items"], page.json["next"]
            if not cursor:
                return items

    def test_filters_give_what_a_look_at_each_task_gives(self):
        print(f"seed {SEED}")
        rng = random.Random(SEED)
        position = self.fill(rng)
        self.assertGreaterEqual(len(FILTERS), 80)
        hits = set()
        for number, (text, sees) in enumerate([*FILTERS, *(any_filter(rng, 3) for _ in range(150))]):
            zone, week_start = rng.choice(ZONES), rng.choice(WEEKDAYS)
            while True:  # again where a day, or what is overdue, turned meanwhile
                eyes = Eyes(zone, week_start, self.lists, self.comments, self.me)
                found = self.pages(position, filter=text, zone=zone, week_start=week_start, sort=rng.choice(("rank", "due", "updated")))
                everything = self.pages(position)
                count = self.api.get("/api/v1/count", position, filter=text, zone=zone, week_start=week_start)
                wanted = {task["id"] for task in everything if sees(eyes, task)}
                later = Eyes(zone, week_start, self.lists, self.comments, self.me)
                if wanted == {task["id"] for task in everything if sees(later, task)}:
                    break
            self.assertEqual({task["id"] for task in found}, wanted, f"{text} in {zone}, weeks begin on {week_start}, seed {SEED}")
            self.assertEqual((count.status, count.json), (200, {"count": len(wanted), "more": False}), text)
            if found and len(found) < len(everything) and number < len(FILTERS):
                hits.add(text)
        self.assertGreater(len(hits), 60, "most of them tell tasks apart")

    def test_what_makes_no_sense_is_refused_with_its_column(self):
        for text, column in (("due < soon", 7), ("open and", 9), ("(open", 6), ("größe", 1), ("", 1), ("priority > loud", 12)):
            reply = self.api.get("/api/v1/tasks", filter=text)
            self.assertEqual((reply.status, reply.problem, reply.json["pointer"], reply.json["column"]), (400, "invalid-parameter", "?filter", column), reply.text)
        self.assertEqual(self.api.get("/api/v1/tasks", filter="x" * 1_001).status, 400)
        self.assertEqual(self.api.get("/api/v1/tasks", filter="open", week_start="someday").json["pointer"], "?week_start")


class SavedFilterTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api("fay")

    def read(self, path, position, api=None, **parameters):
        reply = eventually(lambda: (got := (api or self.api).get(path, position, **parameters)).status != 503 and got, "an answer")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def filters(self, position, api=None, **parameters):
        return self.read("/api/v1/filters", position, api, **parameters)["items"]

    def test_one_is_saved_changed_and_deleted(self):
        saved = self.api.insist({"type": "SaveFilter", "name": "This week", "words": "due < week+1w"})
        one = saved.json["results"][0]["id"]
        self.assertEqual(self.filters(saved.position), [{"id": one, "name": "This week", "words": "due < week+1w"}])
        other = self.api.insist({"type": "SaveFilter", "name": "at work", "words": "#work"}, {"type": "SaveFilter", "id": one, "name": "Week", "words": "due < week+1w"})
        self.assertEqual([each["name"] for each in self.filters(other.position)], ["at work", "Week"], "by name, whatever the case")
        again = self.api.insist({"type": "SaveFilter", "id": one, "name": "Week", "words": "due < week+1w"}, {"type": "SaveFilter", "id": one, "name": "x", "words": "open", "ifAbsent": True})
        self.assertEqual([each["name"] for each in self.filters(again.position)], ["at work", "Week"])
        gone = self.api.insist({"type": "DeleteFilter", "filter": one})
        self.assertEqual([each["name"] for each in self.filters(gone.position)], ["at work"])
        refused = self.api.send({"type": "DeleteFilter", "filter": one})
        self.assertEqual((refused.status, refused.problem, refused.json["pointer"]), (404, "filter-not-found", "/filter"))
        entries = [each for each in self.read("/api/v1/history", gone.position, order="asc")["items"] if each.get("filter") == one]
        self.assertEqual([(each["type"], each["name"]) for each in entries], [("FilterSaved", "This week"), ("FilterSaved", "Week"), ("FilterDeleted", "Week")])
        self.assertEqual([(each["field"], each["before"], each["after"]) for each in entries[1]["changes"]], [("name", "This week", "Week")])
        self.assertEqual({each["field"]: each["before"] for each in entries[2]["changes"]}, {"name": "Week", "words": "due < week+1w", "deleted": False})

    def test_words_that_are_no_filter_are_refused_with_their_column(self):
        for words, column in (("due < soon", 7), ("open and", 9), ("größe", 1)):
            refused = self.api.send({"type": "SaveFilter", "name": "x", "words": words})
            self.assertEqual((refused.status, refused.problem, refused.json["pointer"]), (400, "invalid-field", "/words"), refused.text)
            self.assertIn(f"column {column}:", refused.json["detail"])
        self.assertEqual(self.api.send({"type": "SaveFilter", "name": "x", "words": "open or " * 125 + "open"}).status, 400)
        self.assertEqual(self.api.send({"type": "SaveFilter", "name": "", "words": "open"}).json["pointer"], "/name")

    def test_there_are_two_hundred_at_most(self):
        for begin in (0, 100):
            last = self.api.insist(*[{"type": "SaveFilter", "name": f"{begin + i}", "words": "open"} for i in range(100)])
        refused = self.api.send({"type": "SaveFilter", "name": "one more", "words": "open"})
        self.assertEqual((refused.status, refused.problem), (409, "workspace-full"), refused.text)
        filters = self.filters(last.position)
        self.assertEqual(len(filters), 200)
        self.api.insist({"type": "SaveFilter", "id": filters[0]["id"], "name": "changed", "words": "open"})
        self.api.insist({"type": "DeleteFilter", "filter": filters[1]["id"]}, {"type": "SaveFilter", "name": "one more", "words": "open"})

    def test_who_looks_is_me_and_who_may_not_change_may_look(self):
        shared = str(uuid.uuid4())
        self.api.insist({"type": "CreateWorkspace", "workspace": shared, "name": "Shared"})
        viewer = self.process.api("vic")
        person = viewer.get("/api/v1/me").json["id"]
        invitation = self.api.insist({"type": "InviteMember", "workspace": shared, "role": "viewer", "person": person}).json["results"][0]["id"]
        viewer.insist({"type": "AcceptInvitation", "workspace": shared, "invitation": invitation})
        self.api.insist({"type": "CreateTask", "workspace": shared, "title": "look", "assignee": person})
        last = self.api.insist({"type": "SaveFilter", "workspace": shared, "name": "Mine", "words": "assignee:me"})
        self.assertEqual([each["name"] for each in self.filters(last.position, viewer, workspace=shared)], ["Mine"])
        count = lambda api: self.read("/api/v1/count", last.position, api, workspace=shared, filter="assignee:me")["count"]
        self.assertEqual((count(viewer), count(self.api)), (1, 0))
        refused = viewer.send({"type": "SaveFilter", "workspace": shared, "name": "x", "words": "open"})
        self.assertEqual((refused.status, refused.problem), (403, "role-forbids"))
        self.assertEqual(self.filters(None), [], "nothing in the personal one")

    def test_a_count_ends_at_a_thousand(self):
        for _ in range(2):
            last = self.api.insist(*[{"type": "CreateTask", "title": "x"} for _ in range(500)])
        self.assertEqual(self.read("/api/v1/count", last.position, filter="open"), {"count": 1_000, "more": False})
        last = self.api.insist({"type": "CreateTask", "title": "x"})
        self.assertEqual(self.read("/api/v1/count", last.position, filter="open"), {"count": 1_000, "more": True})
        self.assertEqual(self.read("/api/v1/count", last.position, filter="open", status="completed,cancelled"), {"count": 0, "more": False})
        self.assertEqual(self.api.get("/api/v1/count").json["pointer"], "?filter")
        self.assertEqual(self.api.get("/api/v1/count", filter="open", sort="rank").json["pointer"], "?sort")


if __name__ == "__main__":
    unittest.main(verbosity=2)
