"""People who are notified: what the tests of reminders, notifications and their delivery share."""
import datetime, uuid

from receivers import HookServer, MailServer
from support import CONTRACT, SystemTest, eventually, token


def in_seconds(seconds):
    return (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class NotifyTest(SystemTest):
    settings = {}

    def setUp(self):
        super().setUp()
        self.mail = MailServer(self.certificate()).start()
        self.addCleanup(self.mail.stop)
        self.hooks = HookServer().start()
        self.addCleanup(self.hooks.stop)
        self.migrate()
        self.process = self.start(TASKLOG_SMTP_URL=f"smtp://127.0.0.1:{self.mail.port}", TASKLOG_SMTP_FROM="tasklog@example.org", TASKLOG_WEBHOOK_PRIVATE_TARGETS="true",
                                  TASKLOG_NOTIFY_BACKOFF_MS="50", TASKLOG_NOTIFY_TRIES="4", **self.settings)

    def certificate(self):
        return None

    def person(self, name, **profile):
        mail = f"{name}-{uuid.uuid4().hex[:8]}@example.org"
        api = self.process.api(bearer=token(f"{name}-{uuid.uuid4().hex}", email=mail, email_verified=True))
        api.mail = mail
        reply = api.request("PUT", "/api/v1/me", {"displayName": name, "mail": api.mail, "timeZone": "Europe/Berlin", **profile})
        self.assertEqual(reply.status, 200, reply.text)
        api.id = reply.json["id"]
        return api

    def ok(self, api, command):
        CONTRACT.validator({"$ref": "#/components/schemas/Command"}).validate(command)
        reply = api.insist(command)
        self.assertEqual(reply.status, 200, reply.text)
        return reply

    def task(self, api, title="Buy milk", **fields):
        task = str(uuid.uuid4())
        self.ok(api, {"type": "CreateTask", "id": task, "title": title, **fields})
        return task

    def feed(self, api, position=None, **parameters):
        reply = eventually(lambda: (got := api.get("/api/v1/notifications", position, **parameters)).status != 503 and got, "the feed")
        self.assertEqual(reply.status, 200, reply.text)
        return reply.json

    def first(self, api, kind):
        return eventually(lambda: next((each for each in self.feed(api)["items"] if each["kind"] == kind), None), f"{kind} in the feed", 20)

    def mail_to(self, address, count=1):
        return eventually(lambda: len(mails := self.mail.to(address)) >= count and mails, f"mail to {address}", 20)

    def hook(self, api, path):
        reply = api.request("POST", "/api/v1/webhooks", {"url": f"http://127.0.0.1:{self.hooks.port}{path}"})
        self.assertEqual(reply.status, 201, reply.text)
        self.hooks.secrets[path] = [reply.json["secret"]]
        return reply.json["id"]

    def shared(self, owner, *members):
        workspace = self.ok(owner, {"type": "CreateWorkspace", "name": "Family"}).json["results"][0]["id"]
        for member in members:
            invitation = self.ok(owner, {"type": "InviteMember", "workspace": workspace, "role": "editor", "person": member.id}).json["results"][0]["id"]
            self.ok(member, {"type": "AcceptInvitation", "workspace": workspace, "invitation": invitation})
        return workspace
