"""An instance that comes back after a crash takes commands and applies them at once: nothing waits until the others have
missed the one that it was."""
import unittest

from support import SystemTest, eventually


class RestartTest(SystemTest):
    partitions = 2

    def everywhere(self, api, title):
        """A task in so many workspaces that every partition has some."""
        for i in range(8):
            home = api.insist({"type": "CreateWorkspace", "name": f"{title} {i}"}).json["results"][0]["id"]
            api.insist({"type": "CreateTask", "title": title, "workspace": home})

    def test_the_only_instance_serves_again_though_its_group_still_waits_for_it(self):
        self.session_timeout_ms = 300_000  # far longer than anybody waits here
        self.migrate()
        only = self.start("command")
        api = only.api("alice")
        self.everywhere(api, "before")
        for round in range(3):
            only.restart()
            self.everywhere(api, f"after {round}")
        owned = eventually(lambda: only.metric("tasklog_partitions_owned"), "it tells what it owns")
        self.assertEqual(owned, self.partitions)
        self.assertEqual(len(self.log()), 4 * 16)

    def test_the_read_models_go_on_at_once_too(self):
        self.session_timeout_ms = 300_000
        self.migrate()
        only = self.start()
        for round in range(3):
            self.everywhere(only.api("alice"), f"round {round}")
            for projection in ("tasks", "audit", "recurring", "notifications"):
                self.settled(projection)
            only.restart()
        self.verify()

    def test_what_another_has_taken_over_stays_there(self):
        self.session_timeout_ms = 15_000  # the first one hears of the second after a fifth of it
        self.migrate()
        first = self.start("command")
        self.everywhere(first.api("alice"), "before")
        second = self.start("command")
        eventually(lambda: second.metric("tasklog_partitions_owned") == 1, "they share")
        first.restart()
        self.everywhere(first.api("alice"), "after")
        eventually(lambda: first.metric("tasklog_partitions_owned") == 1, "it has its own again")
        self.assertEqual(second.metric("tasklog_partitions_owned"), 1)
        # Nothing that was taken over is taken back.
        self.assertEqual(second.metric("tasklog_claims_given_up_total"), 0)


if __name__ == "__main__":
    unittest.main(verbosity=2)
