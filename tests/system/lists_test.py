"""Lists within lists, and sections: whatever is done to them in whatever order, what is shown is what a model in Python says."""
import random, time, unittest, uuid

from support import SystemTest, eventually

SEED = time.time_ns() % 1_000_000
DEEPEST = 3


class Model:
    def __init__(self):
        self.lists, self.tasks = {}, {}

    def above(self, of):
        """The list, and those that it stands in."""
        while of:
            yield of
            of = self.lists[of]["parent"]

    def levels(self, of):
        return 1 + max((self.levels(each) for each in self.lists if self.lists[each]["parent"] == of), default=0)

    def is_there(self, of):
        return of in self.lists and not any(self.lists[each]["deleted"] for each in self.above(of))

    def is_shown(self, of):
        return self.is_there(of) and not any(self.lists[each]["archived"] for each in self.above(of))

    def parts(self, of):
        """The list, and its sections that are there."""
        return [of, *(each for each, it in self.lists.items() if it["parent"] == of and it["section"] and self.is_there(each))]

    def nest(self, of, parent, section):
        """Whether it is allowed; then it is done."""
        it = self.lists[of]
        if not self.is_there(of):
            return False
        if (it["parent"], it["section"]) == (parent, section):
            return True
        if parent and (not self.is_there(parent) or of in self.above(parent) or self.lists[parent]["section"] or section and self.levels(of) > 1
                       or len(list(self.above(parent))) + self.levels(of) > DEEPEST):
            return False
        it.update(parent=parent, section=section)
        return True


class ListsTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.api = self.process.api("ada")
        self.position = None

    def say(self, command, allowed=True):
        reply = self.api.insist(command)
        self.assertEqual(reply.status < 300, allowed, f"{command}: {reply.text}, seed {SEED}")
        self.position = reply.position or self.position

    def get(self, path, **parameters):
        reply = eventually(lambda: (got := self.api.get(path, self.position, **parameters)).status != 503 and got, "an answer")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def tasks(self, **parameters):
        return {each["id"] for each in self.get("/api/v1/tasks", limit=500, **parameters)["items"]}

    def compare(self, model, step):
        where = f"step {step}, seed {SEED}"
        shown = {each["id"]: each for each in self.get("/api/v1/lists")["items"]}
        self.assertEqual(set(shown), {each for each in model.lists if model.is_there(each)}, where)
        for each, it in shown.items():
            self.assertEqual((it["parent"], it["section"], it["archived"]), tuple(model.lists[each][name] for name in ("parent", "section", "archived")), where)
            inside = {task for task, of in model.tasks.items() if of in model.parts(each)}
            self.assertEqual(it["counts"]["open"], len(inside), where)
            self.assertEqual(self.tasks(list=each), inside, where)
        self.assertEqual(self.tasks(), {task for task, of in model.tasks.items() if of is None or model.is_shown(of)}, where)
        sections = {each for each, it in model.lists.items() if it["section"]}
        self.assertEqual(self.tasks(filter="section:none"), {task for task, of in model.tasks.items() if of is None or model.is_shown(of) and of not in sections}, where)
        names = {it["name"] for it in model.lists.values()}
        for name in names:
            named = {each for each, it in model.lists.items() if it["name"] == name}
            in_list = {task for task, of in model.tasks.items() if of and model.is_shown(of) and (of in named or of in sections and model.lists[of]["parent"] in named)}
            self.assertEqual(self.tasks(filter=f'list:"{name}"'), in_list, where)
            self.assertEqual(self.tasks(filter=f'section:"{name}"'), {task for task, of in model.tasks.items() if of and of in named & sections and model.is_shown(of)}, where)

    def test_what_is_shown_is_what_was_done(self):
        print(f"seed {SEED}")
        rng, model = random.Random(SEED), Model()
        for step in range(90):
            some = rng.choice([*model.lists]) if model.lists else None
            it = model.lists.get(some)
            kind = rng.choice(("create", "create", "task", "task", "nest", "nest", "nest", "delete", "restore", "restore", "archive", "unarchive", "move"))
            if kind == "create" or not model.lists:
                new, name = str(uuid.uuid4()), rng.choice(("Home", "Dairy", "To buy"))
                parent, section = rng.choice((None, some)), rng.random() < 0.5
                section = section and parent is not None
                model.lists[new] = {"name": name, "parent": None, "section": False, "deleted": False, "archived": False}
                allowed = model.nest(new, parent, section)
                if not allowed:
                    del model.lists[new]
                self.say({"type": "CreateList", "id": new, "name": name, **({"parent": parent, "section": section} if parent else {})}, allowed)
            elif kind == "task":
                new, of = str(uuid.uuid4()), rng.choice((None, some, some))
                allowed = of is None or model.is_there(of)
                if allowed:
                    model.tasks[new] = of
                self.say({"type": "CreateTask", "id": new, "title": "x", **({"list": of} if of else {})}, allowed)
            elif kind == "nest":
                parent, section = rng.choice((None, *model.lists)), rng.random() < 0.5
                section = section and parent is not None
                self.say({"type": "NestList", "list": some, "parent": parent, "section": section}, model.nest(some, parent, section))
            elif kind == "delete":
                it["deleted"] = True
                self.say({"type": "DeleteList", "list": some})
            elif kind == "restore":
                if it["deleted"]:
                    it["deleted"] = False
                    if it["parent"] and not model.is_there(it["parent"]):
                        it.update(parent=None, section=False)
                self.say({"type": "RestoreList", "list": some})
            elif kind in ("archive", "unarchive"):
                allowed = model.is_there(some)
                if allowed:
                    it["archived"] = kind == "archive"
                self.say({"type": "ArchiveList" if kind == "archive" else "UnarchiveList", "list": some}, allowed)
            elif model.tasks:
                task = rng.choice([*model.tasks])
                of = model.tasks[task]
                allowed = (of is None or model.is_there(of)) and model.is_there(some)
                if allowed:
                    model.tasks[task] = some
                self.say({"type": "MoveTask", "task": task, "list": some}, allowed)
            if step % 10 == 9:
                self.compare(model, step)
        self.verify("tasks")

    def test_why_a_list_cannot_stand_somewhere_is_said(self):
        home, dairy, milk, deep = (str(uuid.uuid4()) for _ in range(4))
        for each, name in ((home, "Home"), (dairy, "Dairy"), (milk, "Milk"), (deep, "Deep")):
            self.say({"type": "CreateList", "id": each, "name": name})
        self.say({"type": "NestList", "list": dairy, "parent": home})
        self.say({"type": "NestList", "list": milk, "parent": dairy, "section": True})
        for command, problem, pointer in (({"list": home, "parent": milk}, "list-cycle", "/parent"), ({"list": deep, "parent": milk}, "lists-too-deep", "/parent"), ({"list": deep, "parent": str(uuid.uuid4())}, "list-not-found", "/parent"),
                                          ({"list": dairy, "parent": deep, "section": True}, "lists-too-deep", "/section"), ({"list": deep, "parent": None, "section": True}, "invalid-field", "/section"), ({"list": deep}, "invalid-field", "/parent")):
            reply = self.api.send({"type": "NestList", **command})
            self.assertEqual((reply.problem, reply.json["pointer"]), (problem, pointer), command)


if __name__ == "__main__":
    unittest.main(verbosity=2)
