"""Reminders and notifications, as people get them: in the app, by mail, by webhook."""
import http.client, unittest, uuid

from notifications import NotifyTest, in_seconds
from support import eventually, token


class RemindersAndNotifications(NotifyTest):
    def test_a_reminder_comes_in_the_app_by_mail_and_by_webhook(self):
        ada = self.person("Ada")
        self.hook(ada, "/ada")
        task = self.task(ada, "Bake <Stollen> & Kekse")
        due = in_seconds(0.5)
        self.ok(ada, {"type": "SetReminder", "task": task, "at": due})
        told = self.first(ada, "reminder")
        self.assertEqual((told["task"], told["title"], told["late"], told["read"]), (task, "Bake <Stollen> & Kekse", False, False))
        self.assertEqual(told["due"], due)
        message = self.mail_to(ada.mail)[0]
        self.assertEqual(message["Subject"], "Reminder: Bake <Stollen> & Kekse")
        self.assertRegex(message["Message-ID"], r"^<[0-9a-f-]{36}@example\.org>$")
        self.assertIn("Bake <Stollen>", message.get_body(("plain",)).get_content())
        self.assertIn("Bake &lt;Stollen&gt; &amp; Kekse", message.get_body(("html",)).get_content())
        (_, webhook), = eventually(lambda: self.hooks.at("/ada"), "the webhook")
        self.assertEqual((webhook["type"], webhook["data"]["id"], webhook["data"]["title"]), ("reminder.fired", told["id"], told["title"]))
        self.assertEqual(self.hooks.wrong, [])
        done = eventually(lambda: len(items := ada.get("/api/v1/deliveries", state="sent").json["items"]) == 2 and items, "both are said to be sent")
        self.assertEqual({each["channel"] for each in done}, {"mail", "webhook"})

    def test_a_title_of_any_language_makes_a_subject(self):
        ada = self.person("Ada")
        title = "Bäckerei – 買い物リスト " * 6 + "ende"
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada, title), "at": in_seconds(-1)})
        self.assertEqual(self.mail_to(ada.mail)[0]["Subject"], "Reminder: " + title)

    def test_one_relative_to_the_due_date_moves_with_it_and_comes_again(self):
        ada = self.person("Ada")
        task = self.task(ada, due={"at": in_seconds(7200), "zone": "Europe/Berlin"})
        self.ok(ada, {"type": "SetRecurrence", "task": task, "rule": "FREQ=DAILY"})
        self.ok(ada, {"type": "SetReminder", "task": task, "relative": {"to": "due", "minutes": -60, "zone": "Europe/Berlin"}})
        moved = self.ok(ada, {"type": "ChangeTaskDetails", "task": task, "due": {"at": in_seconds(3601), "zone": "Europe/Berlin"}})
        self.assertEqual(self.feed(ada, moved.position)["items"], [])
        self.assertEqual(self.first(ada, "reminder")["task"], task)
        self.ok(ada, {"type": "CompleteTask", "task": task})
        body = lambda of: ada.get(f"/api/v1/tasks/{of}").json
        following = eventually(lambda: body(task)["next"], "the next occurrence")
        reminder = eventually(lambda: body(following).get("reminders"), "it has a reminder, too")[0]
        self.assertEqual((reminder["relative"]["minutes"], reminder.get("done")), (-60, None))

    def test_one_of_a_task_that_is_done_gone_or_moved_does_not_fire(self):
        ada = self.person("Ada")
        tasks = [self.task(ada, str(number)) for number in range(4)]
        for task in tasks:
            self.ok(ada, {"type": "SetReminder", "task": task, "id": task, "at": in_seconds(1.5)})
        self.ok(ada, {"type": "CompleteTask", "task": tasks[0]})
        self.ok(ada, {"type": "DeleteTask", "task": tasks[1]})
        self.ok(ada, {"type": "SetReminder", "task": tasks[2], "id": tasks[2], "at": in_seconds(3600)})
        self.assertEqual(self.first(ada, "reminder")["task"], tasks[3])
        eventually(lambda: self.services.sql(f"SELECT count(*) FROM {self.schema}_notify.due_reminders").strip() == "1", "all that are due are looked at")
        self.assertEqual([each["task"] for each in self.feed(ada)["items"]], [tasks[3]])
        fired = [event for _, _, commit in self.log() for event in commit["events"] if event["type"] == "ReminderFired"]
        self.assertEqual([event["task"] for event in fired], [tasks[3]])

    def test_what_others_do_is_told(self):
        ada, ben = self.person("Ada"), self.person("Ben")
        workspace = self.shared(ada, ben)
        self.assertEqual(self.first(ben, "invited")["workspaceName"], "Family")
        task = str(uuid.uuid4())
        self.ok(ada, {"type": "CreateTask", "workspace": workspace, "id": task, "title": "Buy milk"})
        self.ok(ada, {"type": "AssignTask", "workspace": workspace, "task": task, "assignee": ben.id})
        self.assertEqual(self.first(ben, "assigned")["by"], ada.id)
        self.assertIn("Ada assigned you: Buy milk", [each["Subject"] for each in self.mail_to(ben.mail, 2)])
        self.ok(ben, {"type": "AddComment", "workspace": workspace, "task": task, "text": "Two litres?"})
        self.assertEqual(self.first(ada, "commented")["text"], "Two litres?")
        position = self.ok(ada, {"type": "AddComment", "workspace": workspace, "task": task, "text": "One."}).position
        self.assertEqual([each["kind"] for each in self.feed(ben, position)["items"]], ["commented", "assigned", "invited"])
        self.assertEqual([each["kind"] for each in self.feed(ada)["items"]], ["commented"], "nobody is told what they did themselves")

    def test_an_invitation_goes_to_a_mail_address_that_is_in_no_event(self):
        ada, carol = self.person("Ada"), self.process.api(uuid.uuid4().hex)
        workspace = self.ok(ada, {"type": "CreateWorkspace", "name": "Family"}).json["results"][0]["id"]
        invitation, address = str(uuid.uuid4()), f"carol-{uuid.uuid4().hex[:6]}@example.net"
        self.assertEqual(ada.request("PUT", f"/api/v1/invitations/{invitation}/address", {"mail": address}).status, 204)
        self.ok(ada, {"type": "InviteMember", "workspace": workspace, "id": invitation, "role": "viewer"})
        message = self.mail_to(address)[0]
        self.assertEqual(message["Subject"], "Ada invited you to Family")
        self.assertIn(f"workspace={workspace}&invitation={invitation}", message.get_body(("plain",)).get_content())
        self.ok(carol, {"type": "AcceptInvitation", "workspace": workspace, "invitation": invitation})
        self.assertNotIn("@", "".join(str(commit) for _, _, commit in self.log()))

    def test_what_is_read_is_marked(self):
        ada = self.person("Ada")
        for number in range(3):
            self.ok(ada, {"type": "SetReminder", "task": self.task(ada, str(number)), "at": in_seconds(-1)})
        items = eventually(lambda: len(feed := self.feed(ada)["items"]) == 3 and feed, "three reminders")
        self.assertEqual(self.feed(ada)["unread"], 3)
        position = self.ok(ada, {"type": "MarkNotificationsRead", "notification": items[0]["id"]}).position
        self.assertEqual([each["read"] for each in self.feed(ada, position)["items"]], [True, False, False])
        position = self.ok(ada, {"type": "MarkNotificationsRead", "through": items[1]["at"]}).position
        self.assertEqual(self.feed(ada, position)["unread"], 0)
        self.assertEqual(self.feed(ada, unread="true")["items"], [])
        self.assertEqual(ada.get("/api/v1/notifications", unread="perhaps").status, 400)

    def test_the_feed_has_pages(self):
        ada = self.person("Ada")
        for number in range(5):
            self.ok(ada, {"type": "SetReminder", "task": self.task(ada, str(number)), "at": in_seconds(-1)})
        eventually(lambda: len(self.feed(ada)["items"]) == 5, "five reminders")
        seen, cursor = [], {}
        while True:
            page = self.feed(ada, limit=2, **cursor)
            seen += [each["id"] for each in page["items"]]
            if page["next"] is None:
                break
            cursor = {"cursor": page["next"]}
        self.assertEqual(seen, [each["id"] for each in self.feed(ada)["items"]])

    def test_an_open_feed_hears_of_changes(self):
        ada = self.person("Ada")
        connection = http.client.HTTPConnection("127.0.0.1", self.process.port, timeout=20)
        connection.request("GET", "/api/v1/notifications/live", headers={"Authorization": f"Bearer {ada.bearer}"})
        stream = connection.getresponse()
        self.addCleanup(connection.close)
        self.assertEqual(stream.status, 200)
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        while (line := stream.fp.readline().decode()) and "event: changed" not in line:
            pass
        self.assertIn("event: changed", line)
        self.assertEqual(len(self.feed(ada)["items"]), 1)


class BadInput(NotifyTest):
    def test_is_refused_with_its_field_named_and_nothing_is_written(self):
        ada = self.person("Ada")
        task = self.task(ada)
        log = len(self.log())
        for fields, status, problem, pointer in (
                ({"at": "2020-01-01T00:00:00Z"}, 409, "reminder-past", "/at"), ({}, 400, "invalid-field", None), ({"at": "tomorrow"}, 400, "invalid-field", "/at"),
                ({"relative": {"to": "due", "minutes": -30, "zone": "Mars/Olympus"}}, 400, "invalid-field", "/relative/zone"),
                ({"relative": {"to": "end", "minutes": -30, "zone": "UTC"}}, 400, "invalid-field", "/relative/to"),
                ({"relative": {"to": "due", "minutes": 99999999, "zone": "Europe/Berlin"}}, 400, "invalid-field", "/relative/minutes")):
            reply = ada.send({"type": "SetReminder", "task": task, **fields})
            self.assertEqual((reply.status, reply.problem, reply.json.get("pointer")), (status, problem, pointer), reply.text)
        self.assertEqual(ada.send({"type": "FireReminder", "task": task, "reminder": task, "due": "2026-01-01T00:00:00Z"}).problem, "worker-only")
        self.assertEqual(ada.send({"type": "MarkNotificationsRead"}).status, 400)
        self.assertEqual(len(self.log()), log)
        for body, pointer in (({"mail": "no address"}, "/mail"), ({"mail": "a@b"}, "/mail"), ({"mail": "a\r\nBcc: x@example.org"}, "/mail"), ({"timeZone": "Mars/Olympus"}, "/timeZone"), ({"weekStart": "someday"}, "/weekStart"),
                              ({"quietHours": {"from": "25:00", "to": "07:00"}}, "/quietHours"), ({"channels": {"pigeon": True}}, "/channels/pigeon"), ({"nickname": "A"}, "/nickname"), ([], None)):
            reply = ada.request("PUT", "/api/v1/me", body)
            self.assertEqual((reply.status, reply.json.get("pointer")), (400, pointer), reply.text)
        self.assertEqual(ada.get("/api/v1/me").json["mail"], ada.mail)
        for body, why in (({"displayName": "\u200b\u00ad"}, "must have something that can be seen"), ({"displayName": "A\u0085da"}, "must not have control characters"), ({"displayName": "A\nda"}, "must be one line of 200 bytes at most")):
            self.assertIn(why, ada.request("PUT", "/api/v1/me", body).json["detail"])
        self.assertEqual(ada.request("PUT", "/api/v1/me", "{").problem, "malformed-json")

    def test_mail_goes_only_where_the_person_was_seen_to_read_it(self):
        user, victim, own = uuid.uuid4().hex, "victim@example.org", f"{uuid.uuid4().hex[:8]}@example.org"
        bearers = {"nothing": token(user), "not verified": token(user, email=victim, email_verified=False), "said as a text": token(user, email=victim, email_verified="true"), "another": token(user, email=own, email_verified=True)}
        for what, bearer in bearers.items():
            reply = self.process.api(bearer=bearer).request("PUT", "/api/v1/me", {"displayName": "M", "mail": victim})
            self.assertEqual((reply.status, reply.json.get("pointer")), (400, "/mail"), what)
            self.assertIsNone(self.process.api(bearer=bearer).get("/api/v1/me").json["mail"], what)
        good = self.process.api(bearer=bearers["another"])
        self.assertEqual(good.request("PUT", "/api/v1/me", {"displayName": "M", "mail": own.upper()}).json["mail"], own.upper())
        again = self.process.api(bearer=bearers["nothing"]).request("PUT", "/api/v1/me", {"displayName": "N", "mail": own.upper()})
        self.assertEqual(again.status, 200, "an address that stays as it is needs no proof anew")
        # One that was taken without proof, before there was this rule, is not used.
        self.services.sql(f"UPDATE {self.schema}_identity.people SET mail_proved = false WHERE subject = '{user}'")
        self.assertIsNone(good.get("/api/v1/me").json["mail"])

    def test_webhooks_go_to_public_addresses_only_unless_configured(self):
        other = self.start("identity", wait=True).api(uuid.uuid4().hex)
        for url in ("https://169.254.169.254/latest/meta-data", "https://127.0.0.1/x", "https://[::1]/", "https://10.1.2.3/", "https://192.168.0.1:8443/", "https://2852039166/", "https://0xA9FEA9FE/",
                    "https://[::ffff:169.254.169.254]/", "https://localhost/", "http://example.org/", "ftp://example.org/", "https://user:word@example.org/", "no url", ""):
            reply = other.request("POST", "/api/v1/webhooks", {"url": url})
            self.assertEqual((reply.status, reply.json.get("pointer")), (400, "/url"), f"{url}: {reply.text}")
        self.assertEqual(other.get("/api/v1/webhooks").json["items"], [])
        self.assertEqual(other.request("POST", "/api/v1/webhooks", {"url": "https://example.org/hook"}).status, 201)

    def test_a_name_that_leads_to_a_private_address_is_not_followed(self):
        self.process.stop()
        process = self.start(TASKLOG_NOTIFY_BACKOFF_MS="50", TASKLOG_NOTIFY_TRIES="2")
        self.process = process
        ada = self.person("Ada")
        # Registered as a name that was public then.
        self.services.sql(f"INSERT INTO {self.schema}_identity.webhooks (person_id, webhook_id, url, secret) VALUES ('{ada.id}', '{uuid.uuid4()}', 'https://localhost:{self.hooks.port}/', 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw')")
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        dead, = eventually(lambda: ada.get("/api/v1/deliveries", state="dead").json["items"], "it is given up", 20)
        self.assertEqual(dead["error"], "the host's address is not a public one")


if __name__ == "__main__":
    unittest.main()
