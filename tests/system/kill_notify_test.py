"""The workers that fire reminders and send notifications are killed at random, 20 times, while reminders come due: each fires once and is
in the app once; each mail and webhook arrives at least once, and always under the same id."""
import collections, datetime, random, unittest, uuid

from load import kill_under_load
from receivers import HookServer, MailServer
from support import SystemTest, eventually, token

KILLS = 20
PEOPLE = 4
REMINDERS = 10  # of a request


class KillNotifyTest(SystemTest):
    def test_each_reminder_fires_once_and_is_told(self):
        mail, hooks = MailServer().start(), HookServer().start()
        self.addCleanup(mail.stop)
        self.addCleanup(hooks.stop)
        self.migrate()
        serve = self.start("command")
        identity = self.start("identity", TASKLOG_WEBHOOK_PRIVATE_TARGETS="true")
        workers = [self.start("notify", TASKLOG_COMMANDS_URL=f"http://127.0.0.1:{serve.port}", TASKLOG_SMTP_URL=f"smtp://127.0.0.1:{mail.port}", TASKLOG_SMTP_FROM="tasklog@example.org",
                              TASKLOG_WEBHOOK_PRIVATE_TARGETS="true", TASKLOG_NOTIFY_BACKOFF_MS="50") for _ in range(2)]
        asked = collections.defaultdict(list)

        def person(stop):
            user = uuid.uuid4().hex
            address = f"{user}@example.org"
            about = identity.api(bearer=token(user, email=address, email_verified=True))
            assert about.request("PUT", "/api/v1/me", {"displayName": user, "mail": address}).status == 200
            hook = about.request("POST", "/api/v1/webhooks", {"url": f"http://127.0.0.1:{hooks.port}/{user}"})
            assert hook.status == 201, hook.text
            hooks.secrets[f"/{user}"] = [hook.json["secret"]]
            api = serve.api(user)
            while not stop.is_set():
                at = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(seconds=random.uniform(0, 0.5))).isoformat()
                tasks = [str(uuid.uuid4()) for _ in range(REMINDERS)]
                commands = [command for task in tasks for command in ({"type": "CreateTask", "id": task, "title": task}, {"type": "SetReminder", "task": task, "at": at})]
                reply = api.insist(*commands)
                assert reply.status == 200, reply.text
                asked[user].extend(tasks)
                stop.wait(0.1)

        kill_under_load(workers, person, PEOPLE, KILLS, (0.1, 0.8))
        tasks = sorted(task for of_one in asked.values() for task in of_one)
        self.assertGreater(len(tasks), 200)

        feed = lambda: [row[0] for row in self.services.rows(f"SELECT body::json ->> 'task' FROM {self.schema}_notify.notifications")]
        eventually(lambda: len(feed()) >= len(tasks), "every reminder is in the app", 120)
        self.assertEqual(sorted(feed()), tasks, "each once")
        fired = [event["task"] for _, _, commit in self.log() for event in commit["events"] if event["type"] == "ReminderFired"]
        self.assertEqual(sorted(fired), tasks, "each fired once")

        unsent = lambda: int(self.services.sql(f"SELECT (SELECT count(*) FROM {self.schema}_outbox.notices WHERE NOT planned) + (SELECT count(*) FROM {self.schema}_outbox.deliveries WHERE state <> 'sent')"))
        eventually(lambda: unsent() == 0, "all is sent", 120)
        self.assertEqual(hooks.wrong, [])
        for user, of_one in asked.items():
            ids = collections.defaultdict(set)
            for message in mail.to(f"{user}@example.org"):
                ids[message["Subject"].removeprefix("Reminder: ").removeprefix("Late reminder: ")].add(message["Message-ID"])
            self.assertEqual({task: len(ids[task]) for task in of_one}, dict.fromkeys(of_one, 1), "a mail for each, under one Message-ID")
            ids = collections.defaultdict(set)
            for hook, message in hooks.at(f"/{user}"):
                ids[message["data"]["task"]].add(hook)
            self.assertEqual({task: len(ids[task]) for task in of_one}, dict.fromkeys(of_one, 1), "a webhook for each, under one id")
        self.settled("notifications")
        self.verify("notifications")


if __name__ == "__main__":
    unittest.main()
