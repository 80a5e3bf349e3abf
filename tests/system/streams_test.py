"""Streams of live updates: each hears of its own workspace and of nothing else, however many change at once; a stream ends with the token that
it was opened with; where connections are used up, who has most of them makes room."""
import json, re, resource, selectors, socket, threading, time, unittest, uuid

from support import Api, Stream, SystemTest, eventually, token

PEOPLE, WORKSPACES, STREAMS = 25, 12, 40  # of each person: 300 workspaces and 1,000 streams in all


class Streams:
    """Raw sockets, read by one thread."""

    def __init__(self, port):
        self.port, self.selector, self.heard = port, selectors.DefaultSelector(), {}

    def open(self, workspace, bearer):
        stream = socket.create_connection(("127.0.0.1", self.port))
        stream.sendall(f"GET /api/v1/live?workspace={workspace} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer}\r\n\r\n".encode())
        self.heard[stream] = [workspace, b""]
        self.selector.register(stream, selectors.EVENT_READ)

    def read(self, wait=0.2):
        for key, _ in self.selector.select(wait):
            data = key.fileobj.recv(65536)
            if data:
                self.heard[key.fileobj][1] += data
            else:
                self.selector.unregister(key.fileobj)

    def events(self):
        """(the stream's workspace, what it heard) of each."""
        for workspace, data in self.heard.values():
            yield workspace, [(kind.decode(), json.loads(body)) for kind, body in re.findall(rb"event: (\w+)\ndata: (.*)\n", data)]

    def close(self):
        for stream in self.heard:
            stream.close()


class StreamsTest(SystemTest):
    partitions = 4

    @classmethod
    def setUpClass(cls):
        most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

    def test_each_of_a_thousand_hears_of_its_own(self):
        self.migrate()
        process = self.start()
        people = [process.api(f"person {i}") for i in range(PEOPLE)]
        workspaces = {api: [str(uuid.uuid4()) for _ in range(WORKSPACES)] for api in people}

        def everybody(do):
            threads = [threading.Thread(target=do, args=(api,)) for api in people]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()

        made, changed = {}, {}

        def create(api):
            for workspace in workspaces[api]:
                made[workspace] = api.insist({"type": "CreateWorkspace", "workspace": workspace, "name": "One of many"}).position

        def change(api):
            for workspace in workspaces[api]:
                changed[workspace] = int(api.insist({"type": "CreateTask", "title": "news", "workspace": workspace}).position.split(":")[1])

        everybody(create)
        for api in people:
            for workspace in workspaces[api]:
                self.assertEqual(api.get("/api/v1/tasks", made[workspace], workspace=workspace).status, 200)
        quiet = str(uuid.uuid4())
        last = people[0].insist({"type": "CreateWorkspace", "workspace": quiet, "name": "Nothing happens here"})
        people[0].get("/api/v1/tasks", last.position, workspace=quiet)
        streams = Streams(process.port)
        self.addCleanup(streams.close)
        for api in people:
            for i in range(STREAMS):
                streams.open(quiet if api is people[0] and i == 0 else workspaces[api][i % WORKSPACES], api.bearer)

        def begun():
            streams.read()
            return all(events for _, events in streams.events())

        eventually(begun, "every stream has told the present version")
        everybody(change)

        def all_told():
            streams.read()
            return all(any(event["version"] >= changed.get(workspace, 0) for kind, event in events if kind == "changed") for workspace, events in streams.events())

        eventually(all_told, "every stream tells of the change")
        for workspace, events in streams.events():
            self.assertEqual({kind for kind, _ in events}, {"changed"}, "no reset")
            self.assertEqual({event["workspace"] for _, event in events}, {workspace})
            if workspace == quiet:
                self.assertEqual(len(events), 1, "where nothing has changed nothing is told")

    def test_one_stream_tells_all_that_a_browser_shows(self):
        self.migrate()
        process = self.start()
        ada, bob = process.api("ada"), process.api("bob")
        mine, theirs, invitation = str(uuid.uuid4()), str(uuid.uuid4()), str(uuid.uuid4())
        ada.insist({"type": "CreateWorkspace", "workspace": mine, "name": "Mine"})
        bob.insist({"type": "CreateWorkspace", "workspace": theirs, "name": "Theirs"})
        position = ada.insist({"type": "CreateTask", "title": "x"}).position
        ada.get("/api/v1/tasks", position)
        person = ada.get("/api/v1/me").json["id"]
        path = f"/api/v1/live/all?workspaces={person},{mine.upper()},{theirs}"

        def tells(stream, **wanted):
            while (event := stream.next()) and not (event["event"] == wanted["event"] and (not wanted.get("of") or json.loads(event["data"]).get("workspace") == wanted["of"])):
                self.assertNotEqual(event["event"], "reset")

        with Stream(process.port, ada.bearer, path=path) as stream:
            begun = [(event["event"], json.loads(event["data"]).get("workspace")) for event in (stream.next() for _ in range(4))]
            self.assertEqual(sorted(begun, key=str), sorted([("notified", None), ("changed", person), ("changed", mine), ("gone", theirs)], key=str))
            ada.insist({"type": "CreateTask", "workspace": mine, "title": "x"})
            tells(stream, event="changed", of=mine)
            ada.insist({"type": "CreateTask", "title": "x"})
            tells(stream, event="changed", of=person)
            ada.insist({"type": "InviteMember", "workspace": mine, "id": invitation, "role": "editor"})
            bob.insist({"type": "AcceptInvitation", "workspace": mine, "invitation": invitation})
            bobs = bob.get("/api/v1/me").json["id"]
            position = ada.insist({"type": "CreateTask", "workspace": mine, "title": "x"}).position
            with Stream(process.port, bob.bearer, {"Tasklog-Position": position}, path=f"/api/v1/live/all?workspaces={mine},{theirs}") as of_bob:
                tells(of_bob, event="changed", of=mine)
                ada.insist({"type": "RemoveMember", "workspace": mine, "person": bobs})
                tells(of_bob, event="gone", of=mine)
                position = ada.insist({"type": "CreateTask", "workspace": mine, "title": "x"}).position
                ada.get("/api/v1/tasks", position, workspace=mine)
                at = int(bob.insist({"type": "CreateTask", "workspace": theirs, "title": "x"}).position.split(":")[1])
                while (event := of_bob.next())["event"] == "notified" or json.loads(event["data"])["version"] < at:
                    self.assertNotEqual(json.loads(event["data"]).get("workspace"), mine, "nothing more of where one was removed")
        for wrong in ("x", f"{mine},", ",".join(str(uuid.uuid4()) for _ in range(51)), f"{mine};{theirs}"):
            self.assertEqual(ada.get("/api/v1/live/all", workspaces=wrong).problem, "invalid-parameter")
        self.assertEqual(ada.get("/api/v1/live/all", workspace=mine).problem, "invalid-parameter")

    def test_a_stream_ends_with_its_token(self):
        self.migrate()
        process = self.start()
        bearer = token("brief", expires=int(time.time()) + 5)
        own = Api([process.port], "", bearer=bearer).get("/api/v1/me").json["id"]
        streams = Streams(process.port)
        self.addCleanup(streams.close)
        streams.open(own, bearer)

        def over():
            streams.read()
            return not streams.selector.get_map()

        eventually(over, "the stream ends", 30)
        self.assertIn(b" 200 ", next(iter(streams.heard.values()))[1].split(b"\r\n")[0])
        self.assertEqual(Api([process.port], "", bearer=bearer).get("/api/v1/me").status, 401)

    def test_idle_sockets_make_room(self):
        self.migrate()
        process = self.start()
        idle = [socket.create_connection(("127.0.0.1", process.port)) for _ in range(4_200)]
        try:
            self.assertEqual(process.api("bystander").insist({"type": "CreateTask", "title": "x"}).status, 200)
            closed = selectors.DefaultSelector()
            for each in idle:
                closed.register(each, selectors.EVENT_READ)
            first = eventually(lambda: closed.select(0.2), "those that were idle longest are closed")
            self.assertGreaterEqual(len(first), 100)
            self.assertTrue(all(key.fileobj.recv(100) == b"" for key, _ in first))
        finally:
            for each in idle:
                each.close()


if __name__ == "__main__":
    unittest.main(verbosity=2)
