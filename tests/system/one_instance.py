"""One instance that many tests share, since none of them breaks it."""
import uuid

from support import SystemTest, eventually


class OneInstanceTest(SystemTest):
    """One instance for all tests of a class; each has a person of its own."""

    @classmethod
    def setUpClass(cls):
        cls.shared = None

    def setUp(self):
        if type(self).shared is None:
            super().setUp()
            self._cleanups, keep = [], self._cleanups
            self.migrate()
            process = self.start()
            first = process.api("first").insist({"type": "CreateTask", "title": "first"})
            eventually(lambda: process.api("first").get("/api/v1/tasks", first.position).status == 200, "the read model follows the log")
            type(self).shared = (self.services, self.folder, self.schema, self.prefix, self.processes, process)
            for function, args, kwargs in keep:
                type(self).addClassCleanup(function, *args, **kwargs)
        self.services, self.folder, self.schema, self.prefix, self.processes, self.process = type(self).shared
        self.user = uuid.uuid4().hex
        self.api = self.process.api(self.user)

    def ok(self, *commands, **headers):
        reply = self.api.send(*commands, **headers)
        self.assertEqual(reply.status, 200, reply.text)
        return reply

    def create(self, **fields):
        reply = self.ok({"type": "CreateTask", "title": "Buy milk", **fields})
        return reply.json["results"][0]["id"], reply.position

    def titles(self, position=None, **parameters):
        reply = self.api.get("/api/v1/tasks", position, **parameters)
        self.assertEqual(reply.status, 200, reply.text)
        return [task["title"] for task in reply.json["items"]]
