"""What is read: in which order, page by page; found by its words and tags; the trash; tags renamed; what a line of history is about; what an
invitation is to."""
import datetime, random, time, unittest, uuid

from support import CONTRACT, SystemTest, eventually

PRIORITIES = ("none", "low", "medium", "high", "urgent")
SEED = time.time_ns() % 1_000_000


class ReadingTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start(TASKLOG_REGISTRATION="open")
        self.api = self.process.api("ada")

    def read(self, path, position=None, api=None, **parameters):
        reply = eventually(lambda: (got := (api or self.api).get(path, position, **parameters)).status != 503 and got, f"an answer of {path}")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def pages(self, position, **parameters):
        items, cursor = [], None
        while True:
            page = self.read("/api/v1/tasks", position, **parameters, **({"cursor": cursor} if cursor else {}))
            items, cursor = items + page["items"], page["next"]
            if not cursor:
                return items

    # ---- orders

    def test_what_is_equal_is_told_apart_as_the_contract_says(self):
        print(f"seed {SEED}")
        rng = random.Random(SEED)
        for _ in range(4):
            many = [{"type": "CreateTask", "id": str(uuid.UUID(int=rng.getrandbits(128), version=4)), "title": str(i), "priority": rng.choice(PRIORITIES),
                     "rank": rng.choice("ABCDEFabcdef") + rng.choice("1Zz"), "status": rng.choice(("open", "open", "completed")),
                     **({"due": due} if (due := rng.choice((None, None, {"date": "2026-12-01"}, {"date": "2026-12-02"}, {"at": "2026-12-01T00:00:00Z", "zone": "UTC"}, {"at": "2026-12-01T09:30:00Z", "zone": "Europe/Berlin"}))) else {})}
                    for i in range(30)]
            position = self.api.insist(*many).position
        tasks = self.pages(position, limit=500)
        self.assertEqual(len(tasks), 120)
        due = lambda task: datetime.datetime.max.replace(tzinfo=datetime.timezone.utc) if not task["due"] else datetime.datetime.fromisoformat((task["due"].get("at") or task["due"]["date"] + "T00:00:00Z").replace("Z", "+00:00"))
        urgency = lambda task: -PRIORITIES.index(task["priority"])
        keys = {
            "rank": (lambda task: (task["rank"], task["id"]), False),
            "due": (lambda task: (due(task), urgency(task), task["rank"], task["createdAt"], task["id"]), False),
            "priority": (lambda task: (urgency(task), due(task), task["rank"], task["id"]), True),
            "created": (lambda task: (task["createdAt"], task["rank"], task["id"]), False),
            "updated": (lambda task: (task["updatedAt"], task["rank"], task["id"]), False),
            "ended": (lambda task: (task["endedAt"] or "", task["rank"], task["id"]), False),
        }
        for sort, (key, upside_down) in keys.items():
            for order in ("asc", "desc"):
                expected = sorted(tasks, key=key, reverse=(order == "desc") != upside_down)
                for limit in (7, 500):
                    found = self.pages(position, sort=sort, order=order, limit=limit)
                    self.assertEqual([task["title"] for task in found], [task["title"] for task in expected], f"by {sort} {order}, {limit} a page, seed {SEED}")

    # ---- words

    def test_a_task_is_found_by_its_tags_and_whether_it_is_done_or_not(self):
        self.api.insist({"type": "CreateTask", "title": "Mow", "tags": ["garden", "Big Shed"]}, {"type": "CreateTask", "title": "Rake the garden", "status": "completed"})
        position = self.api.insist({"type": "CreateTask", "title": "Read"}).position
        found = lambda text, **more: sorted(task["title"] for task in self.read("/api/v1/tasks", position, text=text, **more)["items"])
        self.assertEqual(found("garden"), ["Mow", "Rake the garden"])
        self.assertEqual(found("gard"), ["Mow", "Rake the garden"])
        self.assertEqual(found("shed mow"), ["Mow"])
        self.assertEqual(found("garden", status="open"), ["Mow"])

    # ---- tags

    def test_a_tag_is_renamed_at_all_tasks_in_one_commit(self):
        self.api.insist(*({"type": "CreateTask", "title": str(i), "tags": ["old", f"t{i % 3}"], "status": ("open", "completed")[i % 2]} for i in range(400)))
        self.api.insist(*({"type": "CreateTask", "title": f"more {i}", "tags": ["old"]} for i in range(400)))
        command = {"type": "RenameTag", "tag": "old", "to": "new"}
        CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate(command)
        renamed = self.api.insist(command)
        self.assertEqual(self.pages(renamed.position, tag="old", limit=500), [])
        self.assertEqual(len(self.pages(renamed.position, tag="new", limit=500)), 800)
        entries = eventually(lambda: (got := self.api.get("/api/v1/history", limit=500)).status == 200 and [each for each in got.json["items"] if each["commit"] == renamed.json["commit"]], "the history")
        self.assertEqual({each["type"] for each in entries}, {"TaskDetailsChanged"})
        for wrong in ({"tag": "new"}, {"tag": "new", "to": ""}, {"tag": "new", "to": "x" * 51}, {"tag": "new", "to": "a\nb"}):
            self.assertEqual(self.api.send({"type": "RenameTag", **wrong}).status, 400, wrong)

    # ---- trash

    def test_an_emptied_trash_shows_what_was_deleted_since(self):
        home, old, new = (str(uuid.uuid4()) for _ in range(3))
        self.api.insist({"type": "CreateTask", "id": old, "title": "old"}, {"type": "CreateTask", "id": new, "title": "new"}, {"type": "CreateList", "id": home, "name": "Home"},
                        {"type": "DeleteTask", "task": old}, {"type": "DeleteList", "list": home})
        CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate({"type": "EmptyTrash"})
        emptied = self.api.insist({"type": "EmptyTrash"}).position
        shown = lambda position: ([task["title"] for task in self.read("/api/v1/tasks", position, deleted="true")["items"]], [each["name"] for each in self.read("/api/v1/lists", position, deleted="true")["items"]])
        self.assertEqual(shown(emptied), ([], []))
        self.assertEqual(shown(self.api.insist({"type": "DeleteTask", "task": new}).position), (["new"], []))
        back = self.api.insist({"type": "RestoreTask", "task": old}, {"type": "RestoreList", "list": home}).position
        self.assertEqual([task["title"] for task in self.read("/api/v1/tasks", back)["items"]], ["old"], "it is not gone: the history can bring it back")
        self.assertEqual([each["name"] for each in self.read("/api/v1/lists", back)["items"]], ["Home"])
        self.verify("tasks")

    # ---- history, feed, invitations

    def test_a_line_of_history_says_what_it_is_about(self):
        task, home, comment = (str(uuid.uuid4()) for _ in range(3))
        self.api.insist({"type": "CreateList", "id": home, "name": "Home"}, {"type": "CreateTask", "id": task, "title": "Mow", "list": home}, {"type": "AddComment", "task": task, "id": comment, "text": "Soon"})
        changed = self.api.insist({"type": "ChangeTaskDetails", "task": task, "title": "Mow the \"lawn\""}, {"type": "RenameList", "list": home, "name": "House"}, {"type": "RenameWorkspace", "name": "Ours"})
        self.read("/api/v1/tasks", changed.position)  # the names are of this read model, the history of another
        named = {"ListCreated": "House", "TaskCreated": "Mow the \"lawn\"", "CommentAdded": "Mow the \"lawn\"", "ListRenamed": "House", "WorkspaceRenamed": None}
        entries = eventually(lambda: (got := self.read("/api/v1/history")["items"]) and got[0]["type"] == "WorkspaceRenamed" and got, "the history")
        for entry in entries:
            if entry["type"] in named:
                self.assertEqual(entry.get("name"), named[entry["type"]], entry)

    def test_a_deleted_comments_text_is_not_in_the_feed(self):
        me, ben, comment, task = self.read("/api/v1/me")["id"], self.process.api("ben"), str(uuid.uuid4()), str(uuid.uuid4())
        shared = str(uuid.uuid4())
        here = lambda type, **fields: {"type": type, "workspace": shared, **fields}
        self.api.insist(here("CreateWorkspace", name="Ours"))
        invitation = self.api.insist(here("InviteMember", role="editor")).json["results"][0]["id"]
        self.api.insist(here("CreateTask", id=task, title="Mow"))
        ben.insist(here("AcceptInvitation", invitation=invitation))
        ben.insist(here("AddComment", task=task, id=comment, text="a secret"))
        feed = lambda: self.read("/api/v1/notifications")["items"]
        told = eventually(lambda: [each for each in feed() if each["kind"] == "commented"], "the notification")[0]
        self.assertEqual((told["text"], told["workspace"]), ("a secret", shared))
        ben.insist(here("DeleteComment", comment=comment))
        eventually(lambda: "text" not in feed()[0], "the text is gone")
        self.assertEqual({**told, "text": None}, {**feed()[0], "text": None}, "and nothing else")
        self.assertNotEqual(me, told["by"])

    def test_an_invitation_says_to_what_and_by_whom(self):
        ada, shared = self.read("/api/v1/me")["id"], str(uuid.uuid4())
        ben, eve = self.process.api("ben"), self.process.api("eve")
        here = lambda type, **fields: {"type": type, "workspace": shared, **fields}
        self.api.insist(here("CreateWorkspace", name="Ours"))
        anyone = self.api.insist(here("InviteMember", role="editor")).json["results"][0]["id"]
        made = self.api.insist(here("InviteMember", role="viewer", person=ben.get("/api/v1/me").json["id"]))
        for_ben = made.json["results"][0]["id"]
        path = lambda invitation, workspace=shared: f"/api/v1/workspaces/{workspace}/invitations/{invitation}"
        self.assertEqual(self.read(path(anyone), made.position, eve), {"workspace": shared, "name": "Ours", "by": ada, "role": "editor"})
        self.assertEqual(self.read(path(for_ben), made.position, ben)["role"], "viewer")
        for api, where in ((eve, path(for_ben)), (eve, path(str(uuid.uuid4()))), (eve, path("x")), (eve, path(anyone, str(uuid.uuid4())))):
            self.assertEqual(api.get(where, made.position).problem, "invitation-not-found", where)
        joined = ben.insist(here("AcceptInvitation", invitation=anyone)).position
        self.assertEqual(eve.get(path(anyone), joined).problem, "invitation-not-found", "it is used")

    # ---- how one person sees tags

    def test_colours_of_tags_are_kept_with_the_person(self):
        self.assertEqual(self.read("/api/v1/me")["tagColors"], {})
        put = lambda body: self.api.request("PUT", "/api/v1/me", body)
        colors = {"garden": "#00ff00", "Käse \"alt\"": "#123abc"}
        self.assertEqual(put({"displayName": "Ada", "tagColors": colors}).json["tagColors"], colors)
        self.assertEqual(put({"displayName": "Ada B"}).json["tagColors"], colors, "left out they stay")
        self.assertEqual(self.read("/api/v1/me")["tagColors"], colors)
        self.assertEqual(put({"displayName": "Ada", "tagColors": {}}).json["tagColors"], {})
        for wrong in ([], {"a": "red"}, {"a": 1}, {"": "#000000"}, {"x" * 51: "#000000"}, {f"t{i}": "#000000" for i in range(501)}):
            self.assertEqual(put({"displayName": "Ada", "tagColors": wrong}).status, 400, str(wrong)[:50])


if __name__ == "__main__":
    unittest.main()
