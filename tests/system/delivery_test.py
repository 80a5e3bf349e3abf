"""Mails and webhooks whatever becomes of the servers that they go to: nothing is lost, nobody waits for another's."""
import threading, unittest

from notifications import NotifyTest, in_seconds
from receivers import certificate
from support import eventually


class WhenThingsFail(NotifyTest):
    def test_a_mail_server_that_refuses_is_asked_again(self):
        self.mail.refuse = 2
        ada = self.person("Ada")
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        self.assertEqual(len(self.mail_to(ada.mail)), 1)
        self.assertEqual(eventually(lambda: ada.get("/api/v1/deliveries", state="sent").json["items"], "it is said to be sent")[0]["tries"], 3)

    def test_a_delivery_that_is_dead_is_seen_and_retried_by_its_person_and_by_the_operator(self):
        ada, ben = self.person("Ada"), self.person("Ben")
        self.hook(ada, "/ada")
        self.hooks.status = 500
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        dead, = eventually(lambda: ada.get("/api/v1/deliveries", state="dead").json["items"], "it is given up", 20)
        self.assertEqual((dead["channel"], dead["tries"], dead["error"]), ("webhook", 4, "the webhook answered with status 500"))
        self.assertEqual(ben.request("POST", f"/api/v1/deliveries/{dead['id']}/retry").problem, "delivery-not-found")
        self.assertEqual(ada.request("POST", f"/api/v1/deliveries/{dead['id']}/retry").status, 204)
        eventually(lambda: ada.get("/api/v1/deliveries", state="dead").json["items"], "it fails again", 20)
        self.assertIn(dead["id"], self.tasklog("notify", "deliveries", "--state", "dead").stdout)
        self.hooks.status = 204
        self.assertEqual(self.tasklog("notify", "retry", "--all").stdout, "1 are tried again\n")
        (hook, _), = eventually(lambda: self.hooks.at("/ada"), "it arrives")
        self.assertEqual(hook, dead["id"])
        self.assertEqual(self.tasklog("notify", "retry", dead["id"], check=False).returncode, 1)

    def test_secrets_are_changed_without_a_message_lost(self):
        ada = self.person("Ada")
        webhook = self.hook(ada, "/ada")
        rotated = ada.request("POST", f"/api/v1/webhooks/{webhook}/rotate")
        self.assertEqual(rotated.status, 200, rotated.text)
        self.hooks.secrets["/ada"].append(rotated.json["secret"])
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        eventually(lambda: self.hooks.at("/ada"), "a message that both secrets have signed")
        self.assertEqual(self.hooks.wrong, [])
        self.assertEqual(ada.request("DELETE", f"/api/v1/webhooks/{webhook}").status, 204)
        self.assertEqual(ada.get("/api/v1/webhooks").json["items"], [])

    def test_quiet_hours_delay_and_lose_nothing(self):
        quiet = {"from": "00:00", "to": "23:59"}
        ada = self.person("Ada", quietHours=quiet, timeZone="Etc/UTC")
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        self.first(ada, "reminder")
        waiting = lambda: [each for each in ada.get("/api/v1/deliveries", state="waiting").json["items"] if each["nextTry"]]
        delivery, = eventually(waiting, "the mail waits for the morning")
        self.assertEqual((delivery["nextTry"][11:16], delivery["tries"]), ("23:59", 0))
        self.assertEqual(self.mail.to(ada.mail), [])
        self.services.sql(f"UPDATE {self.schema}_outbox.deliveries SET next_try = now()")  # the morning
        ada.request("PUT", "/api/v1/me", {"displayName": "Ada", "mail": ada.mail})
        self.services.sql(f"UPDATE {self.schema}_outbox.deliveries SET next_try = now()")
        self.assertEqual(len(self.mail_to(ada.mail)), 1)

    def test_one_click_stops_the_mails(self):
        ada = self.person("Ada")
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        message = self.mail_to(ada.mail)[0]
        self.assertEqual(message["List-Unsubscribe-Post"], "List-Unsubscribe=One-Click")
        link = message["List-Unsubscribe"].strip("<>")
        path = link[link.index("/api/"):]
        nobody = self.process.api("", bearer="")
        self.assertEqual(nobody.request("GET", path).status, 200)
        self.assertTrue(ada.get("/api/v1/me").json["channels"]["mail"], "looking changes nothing")
        self.assertEqual(nobody.request("POST", path, "List-Unsubscribe=One-Click").status, 200)
        self.assertFalse(ada.get("/api/v1/me").json["channels"]["mail"])
        self.assertEqual(nobody.request("POST", path[:-2] + "xx").status, 404)

    def test_what_was_due_while_all_was_down_fires_once_and_says_that_it_is_late(self):
        ada = self.person("Ada")
        self.ok(ada, {"type": "SetReminder", "task": (task := self.task(ada)), "at": in_seconds(1)})
        eventually(lambda: self.services.sql(f"SELECT count(*) FROM {self.schema}_notify.due_reminders").strip() == "1", "it is scheduled")
        self.process.kill()
        self.services.sql(f"UPDATE {self.schema}_notify.due_reminders SET next_try = next_try + interval '1 hour'")
        self.process.begin()
        self.process.wait_ready()
        ada.close()
        self.assertEqual(self.feed(ada)["items"], [])
        self.services.sql(f"UPDATE {self.schema}_notify.due_reminders SET next_try = now()")
        self.assertEqual(self.first(ada, "reminder")["task"], task)

    def reminded(self, api):
        self.ok(api, {"type": "SetReminder", "task": self.task(api), "at": in_seconds(0.2)})
        return api

    def test_nobody_waits_behind_what_another_has_to_be_sent(self):
        greedy, bystander = self.person("Greedy"), self.person("Ada")
        self.hooks.held = {f"/{i}": threading.Event() for i in range(10)}
        self.addCleanup(lambda: [each.set() for each in self.hooks.held.values()])
        for path in self.hooks.held:
            self.hook(greedy, path)
        self.mail_to(self.reminded(greedy).mail)
        self.mail_to(self.reminded(bystander).mail)  # while none of the ten has answered
        self.assertEqual([path for path in self.hooks.held if self.hooks.at(path)], [])
        # As if 20,000 of the greedy one's reminders had come due an hour ago.
        outbox = self.schema + "_outbox"
        self.services.sql(f"INSERT INTO {outbox}.deliveries (recipient_id, delivery_id, notification_id, channel, next_try) SELECT recipient_id, gen_random_uuid(), notification_id, 'mail', now() - interval '1 hour' "
                          f"FROM {outbox}.notices, generate_series(1, 20000) WHERE recipient_id = '{greedy.id}'")
        self.mail_to(self.reminded(bystander).mail, count=2)
        self.assertLess(len(self.mail.to(greedy.mail)), 10_000, "it came before most of them")
        # And reminders that come due at once: nobody's commands answer for these, but they are sent.
        self.services.sql(f"INSERT INTO {self.schema}_notify.due_reminders (workspace_id, task_id, reminder_id, at, next_try) SELECT '{greedy.id}', gen_random_uuid(), gen_random_uuid(), now(), now() - interval '1 hour' FROM generate_series(1, 60000)")
        self.mail_to(self.reminded(bystander).mail, count=3)
        self.assertLess(self.process.metric("tasklog_reminders_refused_total"), 40_000, "it was fired before most of them")


class MailOverTls(NotifyTest):
    settings = {"TASKLOG_SMTP_TLS": "required", "TASKLOG_SMTP_USER": "tasklog", "TASKLOG_SMTP_PASSWORD": "secret"}

    def certificate(self):
        pair = certificate(self.folder)
        self.settings = {**self.settings, "TASKLOG_SMTP_CA": pair[0]}
        return pair

    def test_a_mail_is_sent_with_a_user_over_starttls(self):
        ada = self.person("Ada")
        self.ok(ada, {"type": "SetReminder", "task": self.task(ada), "at": in_seconds(-1)})
        self.assertEqual(self.mail_to(ada.mail)[0]["Subject"], "Reminder: Buy milk")


if __name__ == "__main__":
    unittest.main()
