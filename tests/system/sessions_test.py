"""Sessions: who signs in, by what, for how long, and each way to get in without."""
import json, unittest

from accounts import COOKIE, PASSWORD, TASK, AccountsTest, claims_of
from support import Stream, eventually


class SessionsTest(AccountsTest):
    def test_signing_in_tells_nothing_of_accounts(self):
        self.assertEqual(self.browser().sign_in("First@example.org").status, 200)
        wrong, unknown = self.browser().sign_in("first@example.org", "wrong password"), self.browser().sign_in("nobody@example.org", "wrong password")
        self.assertEqual((wrong.status, wrong.json["detail"]), (401, unknown.json["detail"]))
        self.assertEqual(unknown.status, 401)

    def test_guessing_is_stopped(self):
        browser, statuses = self.browser(), []
        for i in range(12):  # with another address forged each time, which counts for nothing: there is no proxy in front
            statuses.append(browser.sign_in("first@example.org", f"guess number {i}", X_Forwarded_For=f"198.51.100.{i}").status)
        self.assertEqual(statuses, [401] * 10 + [429] * 2)
        late = browser.sign_in("first@example.org")
        self.assertEqual((late.status, late.problem), (429, "too-many-attempts"))
        self.assertTrue(0 < int(late.header("Retry-After")) <= 900)
        self.assertNotIn("first@example.org", str(self.identity("SELECT * FROM $.attempts")), "whoever it was is a hash")
        self.identity("UPDATE $.attempts SET since = now() - interval '16 minutes'")
        self.assertEqual(browser.sign_in("first@example.org").status, 200)
        for _ in range(9):
            browser.sign_in("first@example.org", "wrong password")
        self.assertEqual(browser.sign_in("first@example.org").status, 200, "the count begins again with the right password")

    def test_a_refresh_token_is_good_once(self):
        browser = self.browser()
        browser.sign_in("first@example.org")
        stolen = browser.cookie
        self.assertEqual(browser.refresh().status, 200)
        self.assertNotEqual(browser.cookie, stolen)
        self.assertEqual(browser.insist(TASK).status, 200)
        # A page that was reloaded before it saw the answer asks again at once.
        again = self.browser()
        again.cookie = stolen
        self.assertEqual(again.refresh().status, 200)
        self.identity("UPDATE $.refresh_tokens SET used_at = used_at - interval '11 seconds'")
        thief = self.browser()
        thief.cookie = stolen
        replay = thief.refresh()
        self.assertEqual((replay.status, replay.problem), (401, "no-session"))
        self.assertIsNone(thief.cookie)
        self.assertEqual(browser.refresh().status, 401, "the session ended for both")
        self.assertEqual(self.first.refresh().status, 200, "other sessions go on")

    def test_a_session_ends_when_it_is_not_used_for_long(self):
        browser = self.browser()
        browser.sign_in("first@example.org")
        self.identity("UPDATE $.sessions SET used_at = now() - interval '31 days'")
        self.assertEqual(browser.refresh().status, 401)

    def test_signing_out_ends_the_session_and_others_can_be_ended(self):
        laptop, phone = self.browser(), self.browser()
        laptop.sign_in("first@example.org", User_Agent="Laptop")
        phone.sign_in("first@example.org", User_Agent="Phone \xe9")
        listed = {each["agent"]: each for each in laptop.ask("GET", "/api/v1/sessions").json["items"]}
        self.assertTrue(listed["Laptop"]["current"])
        self.assertEqual(laptop.ask("DELETE", f"/api/v1/sessions/{listed['Phone ?']['id']}").status, 204)
        self.assertEqual(phone.refresh().status, 401)
        stranger = self.account()
        self.assertEqual(stranger.ask("DELETE", f"/api/v1/sessions/{listed['Laptop']['id']}").status, 404)
        cookie = laptop.cookie
        self.assertEqual(laptop.ask("DELETE", "/api/v1/session").status, 204)
        self.assertIsNone(laptop.cookie)
        laptop.cookie = cookie
        self.assertEqual(laptop.refresh().status, 401)

    def test_pages_of_other_sites_get_nothing_by_the_cookie(self):
        browser = self.browser()
        browser.sign_in("first@example.org")
        cookie = browser.cookie
        for origin in ("https://evil.example", "null", "https://tasks.example.org.evil.example", "http://127.0.0.1:1"):
            for method, path, body in (("POST", "/api/v1/session/refresh", None), ("DELETE", "/api/v1/session", None), ("POST", "/api/v1/session", {"mail": "first@example.org", "password": PASSWORD}), ("POST", "/api/v1/accounts", {"mail": "x@example.org"})):
                reply = browser.ask(method, path, body, Origin=origin)
                self.assertEqual((reply.status, reply.problem), (403, "cross-site"), (origin, path))
        self.assertEqual(browser.cookie, cookie)
        for origin in ("https://tasks.example.org", f"http://127.0.0.1:{self.process.port}"):
            self.assertEqual(browser.refresh(Origin=origin).status, 200, origin)
        self.assertEqual(browser.request("POST", "/api/v1/commands", TASK, Authorization="", Cookie=f"{COOKIE}={browser.cookie}").status, 401, "the cookie is no way to send commands")

    def test_streams_end_with_the_session(self):
        ends = {"signing out": lambda ada, other: other.ask("DELETE", "/api/v1/session"),
                "ending it from elsewhere": lambda ada, other: ada.ask("DELETE", f"/api/v1/sessions/{claims_of(other.bearer)['sid']}"),
                "a new password": lambda ada, other: ada.ask("PUT", "/api/v1/password", {"password": PASSWORD, "new": PASSWORD + " anew"}),
                "deleting the account": lambda ada, other: ada.ask("POST", "/api/v1/account/delete", {"password": PASSWORD})}
        for what, end in ends.items():
            with self.subTest(what):
                self.forgive()
                ada = self.account()
                other = self.browser()
                self.assertEqual(other.sign_in(ada.mail).status, 200)
                ada.insist(TASK)
                streams = {path: Stream(self.process.port, other.bearer, path=path) for path in ("/api/v1/live", "/api/v1/live/all", "/api/v1/notifications/live")}
                kept = Stream(self.process.port, ada.bearer)
                done = end(ada, other)
                self.assertEqual(done.status, 204, done.text)
                for path, stream in streams.items():
                    heard = [stream.next()["event"]]
                    while heard[-1] in ("changed", "notified"):  # of the task, before
                        heard.append(stream.next()["event"])
                    self.assertEqual(heard[-1], "gone", path)
                if what != "deleting the account":
                    at = int(ada.insist(TASK).position.split(":")[1])
                    while json.loads(kept.next()["data"])["version"] < at:  # another session of the same person hears on
                        pass

    def test_streams_end_where_a_sessions_end_could_be_missed(self):
        """The query role's connection breaks, as all do: what ends meanwhile is told to nobody."""
        ada = self.account()
        ada.insist(TASK)
        streams = [Stream(self.process.port, ada.bearer, path=path) for path in ("/api/v1/live", "/api/v1/live/all", "/api/v1/notifications/live")]
        cut_off = self.services.sql(f"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{self.schema}'")
        self.assertGreater(int(cut_off), 0)
        for stream in streams:
            while stream.file.readline():
                pass  # until it ends
        eventually(lambda: ada.get("/api/v1/tasks").status == 200, "the tasks can be read")
        self.assertEqual(Stream(self.process.port, ada.bearer).next()["event"], "changed", "they come back")


if __name__ == "__main__":
    unittest.main()
