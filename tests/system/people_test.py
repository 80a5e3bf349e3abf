"""Sharing: several people in one workspace, each with what their role lets them do."""
import unittest, uuid

from support import CONTRACT, SystemTest, eventually


class PeopleTest(SystemTest):
    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()
        self.owner, self.other, self.third = (self.process.api(uuid.uuid4().hex) for _ in range(3))
        made = self.ok(self.owner, {"type": "CreateWorkspace", "name": "Family"})
        self.workspace = made.json["results"][0]["id"]

    def ok(self, api, command, **headers):
        CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate(command)
        reply = eventually(lambda: (got := api.send(command, **headers)).status != 503 and got, "an answer")
        self.assertEqual(reply.status, 200, reply.text)
        return reply

    def here(self, kind, **fields):
        return {"type": kind, "workspace": self.workspace, **fields}

    def invite(self, role, **fields):
        return self.ok(self.owner, self.here("InviteMember", role=role, **fields)).json["results"][0]["id"]

    def read(self, api, path, position=None):
        return eventually(lambda: (got := api.get(path, position, workspace=self.workspace)).status != 503 and got, path)

    def members(self, api, position=None):
        return self.read(api, "/api/v1/members", position).json

    def me(self, api):
        """Who a token stands for, as its personal workspace tells it."""
        return self.ok(api, {"type": "CreateTask", "title": "mine"}) and self.read_own(api)

    def read_own(self, api):
        return eventually(lambda: (items := api.get("/api/v1/workspaces").json["items"]) and items[0]["id"], "the own workspace")

    def test_an_invitation_makes_a_member_who_sees_and_does_what_the_role_allows(self):
        invitation = self.invite("viewer")
        self.assertEqual(self.read(self.other, "/api/v1/tasks").status, 404, "not yet")
        position = self.ok(self.other, self.here("AcceptInvitation", invitation=invitation)).position
        self.assertEqual(self.read(self.other, "/api/v1/tasks", position).status, 200)
        refused = self.other.send(self.here("CreateTask", title="x"))
        self.assertEqual((refused.status, refused.problem), (403, "role-forbids"))
        person = next(each["person"] for each in self.members(self.owner)["items"] if each["role"] == "viewer")
        self.ok(self.owner, self.here("ChangeMemberRole", person=person, role="editor"))
        position = self.ok(self.other, self.here("CreateTask", title="shared")).position
        self.assertEqual([task["title"] for task in self.read(self.owner, "/api/v1/tasks", position).json["items"]], ["shared"])
        self.assertEqual([(each["name"], each["role"]) for each in self.other.get("/api/v1/workspaces").json["items"]], [("Family", "editor")])
        position = self.ok(self.owner, self.here("RemoveMember", person=person)).position
        self.assertEqual(self.read(self.other, "/api/v1/tasks", position).status, 404)
        self.assertEqual(self.other.send(self.here("CreateTask", title="x")).status, 404)

    def test_an_invitation_is_for_one_and_can_be_meant_for_one_person(self):
        person = self.me(self.other)
        invitation = self.invite("editor", person=person)
        foreign = self.third.send(self.here("AcceptInvitation", invitation=invitation))
        self.assertEqual((foreign.status, foreign.problem), (404, "workspace-not-found"))
        self.ok(self.other, self.here("AcceptInvitation", invitation=invitation))
        self.assertEqual(self.third.send(self.here("AcceptInvitation", invitation=invitation)).status, 404)
        gone = self.invite("editor")
        position = self.ok(self.owner, self.here("RevokeInvitation", invitation=gone)).position
        self.assertEqual(self.third.send(self.here("AcceptInvitation", invitation=gone)).status, 404)
        self.assertEqual(self.members(self.owner, position)["invitations"], [])

    def test_only_the_owner_sees_the_invitations(self):
        self.ok(self.other, self.here("AcceptInvitation", invitation=self.invite("editor")))
        position = self.ok(self.owner, self.here("InviteMember", role="viewer")).position
        self.assertEqual(len(self.members(self.owner, position)["invitations"]), 1)
        self.assertEqual(self.members(self.other, position)["invitations"], [])

    def test_a_workspace_always_has_an_owner(self):
        position = self.ok(self.other, self.here("AcceptInvitation", invitation=self.invite("viewer"))).position
        self.assertEqual(self.owner.send(self.here("LeaveWorkspace")).problem, "owner-needed")
        person = next(each["person"] for each in self.members(self.owner, position)["items"] if each["role"] == "viewer")
        self.ok(self.owner, self.here("TransferOwnership", person=person))
        position = self.ok(self.owner, self.here("LeaveWorkspace"), Idempotency_Key="leave").position
        again = self.ok(self.owner, self.here("LeaveWorkspace"), Idempotency_Key="leave")
        self.assertEqual(again.header("Idempotency-Replayed"), "true", "the first answer, although a member no more")
        self.assertEqual(self.members(self.other, position)["items"], [{"person": person, "role": "owner"}])

    def test_people_talk_about_a_task(self):
        self.ok(self.other, self.here("AcceptInvitation", invitation=self.invite("commenter")))
        task = self.ok(self.owner, self.here("CreateTask", title="Buy milk")).json["results"][0]["id"]
        first = self.ok(self.other, self.here("AddComment", task=task, text="Two litres?")).json["results"][0]["id"]
        self.ok(self.owner, self.here("AddComment", task=task, text="Three, please."))
        position = self.ok(self.other, self.here("EditComment", comment=first, text="Two litres of milk?")).position
        comments = self.read(self.owner, f"/api/v1/tasks/{task}/comments", position).json["items"]
        self.assertEqual([each["text"] for each in comments], ["Two litres of milk?", "Three, please."])
        self.assertNotEqual(comments[0]["author"], comments[1]["author"])
        foreign = self.owner.send(self.here("EditComment", comment=first, text="mine now"))
        self.assertEqual((foreign.status, foreign.problem), (403, "not-yours"))
        position = self.ok(self.owner, self.here("DeleteComment", comment=first)).position
        self.assertEqual(len(self.read(self.owner, f"/api/v1/tasks/{task}/comments", position).json["items"]), 1)
        timeline = self.read(self.owner, f"/api/v1/tasks/{task}/history", position).json["items"]
        self.assertEqual([each["type"] for each in timeline], ["CommentDeleted", "CommentEdited", "CommentAdded", "CommentAdded", "TaskCreated"])
        self.assertIn({"field": "text", "before": "Two litres?", "after": "Two litres of milk?"}, timeline[1]["changes"])

    def test_the_history_tells_who_let_whom_in(self):
        position = self.ok(self.other, self.here("AcceptInvitation", invitation=self.invite("editor"))).position
        entries = self.read(self.owner, "/api/v1/history", position).json["items"]
        self.assertEqual([each["type"] for each in entries], ["MemberJoined", "MemberInvited", "WorkspaceCreated"])
        joined = {change["field"].split(":")[0]: (change["before"], change["after"]) for change in entries[0]["changes"]}
        self.assertEqual(joined, {"member": (None, "editor"), "invitation": ("editor", None)})
        self.assertNotEqual(entries[0]["actor"], entries[1]["actor"])
        self.assertEqual(self.tasklog("audit", "verify").returncode, 0)


if __name__ == "__main__":
    unittest.main()
