"""Someone who knows all ids of another person's things tries them at every endpoint of docs/openapi.yaml, and with every command: gets nothing, and changes nothing."""
import re, unittest, urllib.parse, uuid

from support import CONTRACT, SystemTest, eventually, token

MARK = "kept-from-others"
# What a command must have besides ids.
FILL = {"title": "x", "name": "x", "color": "#123456", "text": "x", "rank": "V", "rule": "FREQ=DAILY", "role": "viewer", "archived": True, "due": None, "tag": "x", "to": "y", "words": "open", "at": "2027-01-01T00:00:00Z"}
# And what its form wants besides: one of several, say.
MORE = {"FireReminder": {"due": "2027-01-01T00:00:00Z"}, "ReorderList": {"rank": "V"}, "ReorderTask": {"rank": "V"}, "ChangeTaskDetails": {"title": "x"}, "SetReminder": {"at": "2027-01-01T00:00:00Z"}, "MarkNotificationsRead": {"through": "2026-01-01T00:00:00Z"}}
STREAMS = ("/api/v1/live", "/api/v1/live/all", "/api/v1/notifications/live")


def schema_of(schema):
    return CONTRACT.resolve(schema)


def commands():
    """(type, names of the fields that it must have), of every command there is."""
    for each in schema_of({"$ref": "#/components/schemas/Command"})["oneOf"]:
        parts = [schema_of(part) for part in schema_of(each).get("allOf", [])]
        own = next(part for part in parts if "type" in part.get("properties", {}))
        kinds = own["properties"]["type"]
        for kind in kinds.get("enum", [kinds.get("const")]):
            alternatives = [set(one.get("required", [])) for part in parts for one in part.get("oneOf", part.get("anyOf", []))]
            yield kind, set(own["required"]) - {"type"} | (alternatives[0] if alternatives else set())


class TenantTest(SystemTest):
    def test_nothing_of_others_is_read_or_changed(self):
        self.migrate()
        process = self.start(TASKLOG_WEBHOOK_PRIVATE_TARGETS="true")
        ada, mallory = process.api(bearer=token("ada", email=f"{MARK}@example.org", email_verified=True)), process.api("mallory")
        task, list_, comment, reminder, invitation, shared, filter_ = (str(uuid.uuid4()) for _ in range(7))
        ada.insist({"type": "CreateWorkspace", "workspace": shared, "name": MARK})
        positions = {}
        for workspace in (None, shared):
            into = {"workspace": workspace} if workspace else {}
            ada.insist({"type": "CreateList", "id": list_, "name": MARK, **into})
            ada.insist({"type": "CreateTask", "id": task, "title": MARK, "notes": MARK, "tags": [MARK], "list": list_, "due": {"date": "2027-01-01"}, **into})
            ada.insist({"type": "SaveFilter", "id": filter_, "name": MARK, "words": f"text:{MARK}", **into})
            ada.insist({"type": "AddComment", "task": task, "id": comment, "text": MARK, **into})
            positions[workspace] = ada.insist({"type": "SetReminder", "task": task, "id": reminder, "at": "2027-01-01T00:00:00Z", **into}).position
        positions[shared] = ada.insist({"type": "InviteMember", "workspace": shared, "id": invitation, "role": "editor", "person": ada.get("/api/v1/me").json["id"][:-4] + "0000"}).position
        self.assertEqual(ada.request("PUT", "/api/v1/me", {"displayName": MARK, "mail": f"{MARK}@example.org"}).status, 200)
        webhook = ada.request("POST", "/api/v1/webhooks", {"url": f"http://127.0.0.1:1/{MARK}"}).json["id"]
        person = ada.get("/api/v1/me").json["id"]
        mallory.insist({"type": "CreateTask", "title": "Mine"})

        def all_of_ada():
            """As it is once the read models have come to her last commands."""
            paths = [("/api/v1/me", None), ("/api/v1/webhooks", None)]
            for workspace, position in ((person, positions[None]), (shared, positions[shared])):
                paths += [(f"/api/v1/{kind}?workspace={workspace}", position) for kind in ("tasks", "lists", "members", "tags", "filters", f"tasks/{task}", f"tasks/{task}/comments", "history")]
                paths.append((f"/api/v1/history/digest?since=2020-01-01&workspace={workspace}", position))
            # Last: the two workspaces are in different partitions, and by now the read model has come to both positions.
            paths.append(("/api/v1/workspaces", positions[shared]))
            return [eventually(lambda: (got := ada.get(path, position)).status == 200 and got, path).text for path, position in paths]

        before = all_of_ada()
        self.assertTrue(any(MARK in each for each in before))
        ids = {"task": task, "list": list_, "webhook": webhook, "invitation": invitation, "delivery": str(uuid.uuid4()), "session": str(uuid.uuid4()), "token": str(uuid.uuid4())}
        ids["import"] = ada.request("POST", "/api/v1/imports?zone=Etc/UTC", MARK + "\n", Content_Type="application/octet-stream").json["id"]
        tried = 0
        for path, methods in CONTRACT.document["paths"].items():
            for method, operation in methods.items():
                if path in STREAMS or operation.get("security") == []:
                    continue
                for workspace in (person, shared):
                    named = [CONTRACT.resolve(each)["name"] for each in operation.get("parameters", [])]
                    query = {"workspace": workspace} if "workspace" in named else {"id": str(uuid.uuid4())} if path == "/api/v1/people" else {}
                    if path == "/api/v1/imports" and method == "post":
                        query["zone"] = "Etc/UTC"
                    if path == "/api/v1/count":
                        query["filter"] = "open"
                    if "since" in named:
                        query["since"] = "2020-01-01"
                    target = re.sub(r"\{(\w+)\}", lambda at: {**ids, "workspace": workspace}[at[1]], path)
                    body = {} if method in ("post", "put") else None
                    if path == "/api/v1/commands":
                        body = {"workspace": workspace, "commands": [{"type": "DeleteTask", "task": task}]}
                    elif path == "/api/v1/invitations/{invitation}/address":
                        body = {"mail": "mallory@example.org"}
                    reply = mallory.request(method.upper(), target + ("?" + urllib.parse.urlencode(query) if query else ""), body)
                    self.assertNotIn(MARK, reply.text, f"{method} {path}")
                    if "workspace" in query or path == "/api/v1/commands" or re.search(r"\{(webhook|delivery|session|token|import)\}", path):
                        self.assertIn(reply.status, (400, 404) if method == "put" else (404,), f"{method} {path}: {reply.text}")
                    tried += 1
        self.assertGreater(tried, 50)
        kinds = 0
        for kind, required in commands():
            command = {"type": kind, **MORE.get(kind, {})}
            for name in required:
                command[name] = command.get(name) or {"task": task, "list": list_, "comment": comment, "reminder": reminder, "invitation": invitation, "filter": filter_, "person": person, "parent": task, "assignee": person, "notification": task, "through": "2027-01-01T00:00:00Z"}.get(name, FILL.get(name))
            for workspace in (person, shared):
                reply = mallory.send({**command, "workspace": workspace})
                self.assertEqual(reply.status, 404, f"{kind} in {workspace}: {command}: {reply.text}")
                self.assertNotIn(MARK, reply.text)
            # The ids are nothing in one's own workspace, either.
            if required & {"task", "list", "comment", "invitation", "filter"} and kind != "FireReminder":
                self.assertEqual((reply := mallory.send(command)).status, 403 if kind == "CreateNextOccurrence" else 404, f"{kind}: {command}: {reply.text}")
            kinds += 1
        self.assertGreater(kinds, 30)
        self.assertEqual(all_of_ada(), before)
        self.assertNotIn("ERROR", process.log_text())


if __name__ == "__main__":
    unittest.main()
