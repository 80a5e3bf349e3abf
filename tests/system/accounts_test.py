"""Accounts: made, changed, invited, deleted; by the app, by mail and by the tools."""
import json, re, subprocess, time, unittest, urllib.parse, uuid

from accounts import PASSWORD, TASK, AccountsTest, Browser, claims_of
from support import BINARY, Api, SystemTest, eventually, token


class PeopleTest(AccountsTest):
    def test_the_first_account_is_made_at_once_and_further_ones_by_mail(self):
        self.assertEqual(self.browser().ask("GET", "/api/v1/setup").json, {"firstRun": False, "registration": "mail", "mail": True})
        self.assertEqual(self.mail.to("first@example.org"), [])
        ada = self.account("Ada@Example.org", name="Ada Lovelace")
        self.assertEqual(len(self.mail.to("ada@example.org")), 1)
        self.assertEqual(ada.insist(TASK).status, 200)
        me = ada.ask("GET", "/api/v1/me").json
        self.assertEqual((me["displayName"], me["mail"], me["timeZone"], me["id"]), ("Ada Lovelace", "ada@example.org", "Europe/Berlin", ada.person))
        claims = claims_of(ada.bearer)
        self.assertEqual((claims["iss"], claims["aud"], claims["exp"] - claims["iat"], claims["scope"]), ("tasklog", "tasklog", 900, "read write account"))
        self.assertEqual(self.identity("SELECT left(password_hash, 10) FROM $.accounts WHERE mail = 'ada@example.org'"), [["$argon2id$"]])

    def test_an_address_that_has_an_account_is_told_by_mail_only(self):
        answers = []
        for address in ("first@example.org", "stranger@example.org"):
            reply = self.browser().ask("POST", "/api/v1/accounts", {"mail": address})
            answers.append((reply.status, reply.text))
        self.assertEqual(answers[0], answers[1])
        self.link("stranger@example.org", "/register")
        mail = eventually(lambda: self.mail.to("first@example.org"), "the mail")[0]
        self.assertIn("already", mail["Subject"])
        self.assertNotIn("#", mail.get_body(("plain",)).get_content())

    def test_a_registration_link_is_good_once_and_for_a_day(self):
        address = "once@example.org"
        body = {"password": PASSWORD, "displayName": "Once"}
        self.account(address)
        self.assertEqual(self.browser().ask("POST", "/api/v1/accounts/confirm", {"token": self.link(address, "/register"), **body}).problem, "link-not-found")
        self.browser().ask("POST", "/api/v1/accounts", {"mail": "late@example.org"})
        late = self.link("late@example.org", "/register")
        self.identity("UPDATE $.links SET expires_at = now()")
        self.assertEqual(self.browser().ask("POST", "/api/v1/accounts/confirm", {"token": late, **body}).problem, "link-not-found")
        weak = self.browser().ask("POST", "/api/v1/accounts/confirm", {"token": late, "password": "short", "displayName": "x"})
        self.assertEqual((weak.status, weak.json["pointer"]), (400, "/password"))

    def test_a_forgotten_password_is_reset_by_mail(self):
        ada = self.account("ada@example.org")
        for address in ("ada@example.org", "nobody@example.org"):
            self.assertEqual(self.browser().ask("POST", "/api/v1/password/forgot", {"mail": address, "language": "de"}).status, 204)
        reset = self.link("ada@example.org", "/reset", 2)
        self.assertIn("Passwort", self.mail.to("ada@example.org")[-1]["Subject"])
        self.assertEqual(self.browser().ask("POST", "/api/v1/password/reset", {"token": reset, "password": "another good one"}).status, 204)
        self.assertEqual(self.browser().ask("POST", "/api/v1/password/reset", {"token": reset, "password": "a third good one"}).problem, "link-not-found")
        self.assertEqual(ada.refresh().status, 401, "sessions end")
        self.assertEqual(ada.sign_in("ada@example.org").status, 401)
        self.assertEqual(ada.sign_in("ada@example.org", "another good one").status, 200)
        eventually(lambda: self.identity("SELECT count(*) FROM $.link_mails") == [["0"]], "nothing left to send")
        self.assertEqual(self.mail.to("nobody@example.org"), [])
        self.browser().ask("POST", "/api/v1/password/forgot", {"mail": "ada@example.org"})
        expired = self.link("ada@example.org", "/reset", 3)
        self.identity("UPDATE $.links SET expires_at = now()")
        self.assertEqual(self.browser().ask("POST", "/api/v1/password/reset", {"token": expired, "password": "another good one"}).status, 404)

    def test_mails_are_tried_again_and_are_not_a_weapon(self):
        self.mail.refuse = 1
        self.browser().ask("POST", "/api/v1/accounts", {"mail": "slow@example.org"})
        eventually(lambda: self.identity("SELECT tries FROM $.link_mails") == [["1"]] and self.mail.refuse == 0, "the first try")
        self.identity("UPDATE $.link_mails SET due_at = now()")
        self.link("slow@example.org", "/register")
        for _ in range(8):
            self.assertEqual(self.browser().ask("POST", "/api/v1/accounts", {"mail": "flooded@example.org"}).status, 202)
        eventually(lambda: self.identity("SELECT count(*) FROM $.link_mails") == [["0"]], "nothing left to send")
        self.assertEqual(len(self.mail.to("flooded@example.org")), 5)

    def test_a_password_is_changed_by_who_knows_it(self):
        ada = self.account()
        other = self.browser()
        other.sign_in(ada.mail)
        self.assertEqual(ada.ask("PUT", "/api/v1/password", {"password": "wrong password", "new": "another good one"}).problem, "wrong-password")
        self.assertEqual(ada.ask("PUT", "/api/v1/password", {"password": PASSWORD, "new": ada.mail}).json["pointer"], "/new")
        self.assertEqual(ada.ask("PUT", "/api/v1/password", {"password": PASSWORD, "new": "another good one"}).status, 204)
        self.assertEqual(other.refresh().status, 401)
        self.assertEqual(ada.refresh().status, 200, "the session that changed it goes on")
        self.assertEqual(self.browser().sign_in(ada.mail, "another good one").status, 200)

    def test_the_address_is_changed_by_a_link_to_the_new_one(self):
        ada = self.account()
        new = f"new-{ada.mail}"
        self.assertEqual(ada.ask("PUT", "/api/v1/account/mail", {"mail": new, "password": "wrong password"}).status, 403)
        self.assertEqual(ada.ask("PUT", "/api/v1/me", {"displayName": "Ada", "mail": "elsewhere@example.org"}).json["pointer"], "/mail")
        self.assertEqual(ada.ask("PUT", "/api/v1/account/mail", {"mail": new, "password": PASSWORD}).status, 204)
        self.assertEqual(ada.ask("GET", "/api/v1/account").json, {"mail": ada.mail})
        proof = self.link(new, "/confirm-address")
        self.assertEqual(self.browser().ask("POST", "/api/v1/account/mail/confirm", {"token": proof}).status, 204)
        self.assertEqual(self.browser().ask("POST", "/api/v1/account/mail/confirm", {"token": proof}).status, 404)
        self.assertEqual((ada.ask("GET", "/api/v1/account").json["mail"], ada.ask("GET", "/api/v1/me").json["mail"]), (new, new))
        self.assertEqual(self.browser().sign_in(new).status, 200)

    def test_an_invitation_by_mail_ends_in_an_account_and_a_membership(self):
        workspace, invitation = str(uuid.uuid4()), str(uuid.uuid4())
        self.assertEqual(self.first.insist({"type": "CreateWorkspace", "workspace": workspace, "name": "Household"}).status, 200)
        self.assertEqual(self.first.ask("PUT", f"/api/v1/invitations/{invitation}/address", {"mail": "Guest@example.org"}).status, 204)
        invited = self.first.insist({"type": "InviteMember", "workspace": workspace, "id": invitation, "role": "editor"})
        self.assertEqual(invited.status, 200, invited.text)
        mail = eventually(lambda: self.mail.to("Guest@example.org"), "the invitation", 30)[0]
        link = re.search(r"https://tasks\.example\.org/\?(\S+)#(\S+)", mail.get_body(("plain",)).get_content())
        told, proof = dict(urllib.parse.parse_qsl(link[1])), link[2]
        self.assertEqual((told["workspace"], told["invitation"]), (workspace, invitation))
        body = {"invitation": invitation, "password": PASSWORD, "displayName": "Guest"}
        other = str(uuid.uuid4())
        self.first.ask("PUT", f"/api/v1/invitations/{other}/address", {"mail": "victim@example.org"})
        for wrong in ({**body, "token": "x"}, {**body, "token": invitation + ".x"}, {**body, "token": proof, "invitation": other}, {**body, "token": proof.replace(invitation, other), "invitation": other}):
            self.assertEqual(self.browser().ask("POST", "/api/v1/accounts/confirm", wrong).status, 404)
        guest = self.browser()
        made = guest.ask("POST", "/api/v1/accounts/confirm", {**body, "token": proof})
        self.assertEqual(made.status, 201, made.text)
        guest.bearer = made.json["accessToken"]
        self.assertEqual(guest.ask("GET", "/api/v1/account").json, {"mail": "guest@example.org"})
        joined = guest.insist({"type": "AcceptInvitation", "workspace": workspace, "invitation": invitation})
        self.assertEqual(joined.status, 200, joined.text)
        members = self.first.get("/api/v1/members", joined.position, workspace=workspace).json["items"]
        names = {each["id"]: each["displayName"] for each in self.first.get("/api/v1/people", id=",".join(each["person"] for each in members)).json["items"]}
        self.assertEqual({names[each["person"]]: each["role"] for each in members}, {"Ada": "owner", "Guest": "editor"})
        self.assertEqual(self.first.get("/api/v1/people", id="x").status, 400)

    def test_nobody_leaves_a_workspace_without_an_owner(self):
        ada, bob = self.account("ada@example.org"), self.account("bob@example.org")
        shared, alone, invitation = (str(uuid.uuid4()) for _ in range(3))
        ada.insist({"type": "CreateWorkspace", "workspace": alone, "name": "Alone"})
        ada.insist({"type": "CreateWorkspace", "workspace": shared, "name": "Family"})
        position = ada.insist({"type": "InviteMember", "workspace": shared, "id": invitation, "role": "editor"}).position

        def seen():
            self.assertEqual(ada.get("/api/v1/members", position, workspace=shared).status, 200)

        def refused():
            seen()
            reply = ada.ask("POST", "/api/v1/account/delete", {"password": PASSWORD})
            self.assertEqual((reply.status, reply.problem), (409, "only-owner"))
            self.assertIn('"Family"', reply.json["detail"])
            self.assertNotIn("Alone", reply.json["detail"], "nobody else is there, or invited")
            tool = self.tasklog("account", "erase", "--mail", "ada@example.org", check=False)
            self.assertNotEqual(tool.returncode, 0)
            self.assertIn("Family", tool.stderr)

        refused()
        position = bob.insist({"type": "AcceptInvitation", "workspace": shared, "invitation": invitation}).position
        refused()
        position = ada.insist({"type": "TransferOwnership", "workspace": shared, "person": bob.person}).position
        seen()
        self.assertEqual(ada.ask("POST", "/api/v1/account/delete", {"password": PASSWORD}).status, 204)
        self.assertEqual(bob.get("/api/v1/members", workspace=shared).status, 200)
        position = bob.insist({"type": "InviteMember", "workspace": shared, "id": str(uuid.uuid4()), "role": "editor"}).position
        self.assertEqual(bob.get("/api/v1/members", position, workspace=shared).status, 200)
        self.assertNotEqual(self.tasklog("account", "erase", "--mail", "bob@example.org", check=False).returncode, 0)
        self.assertEqual(self.tasklog("account", "erase", "--mail", "bob@example.org", "--leave-ownerless").returncode, 0)

    def test_a_deleted_account_leaves_nothing(self):
        ada = self.account("ada@example.org", name="Ada Lovelace")
        ada.insist(TASK)
        self.browser().ask("POST", "/api/v1/password/forgot", {"mail": "ada@example.org"})
        ada.ask("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read"]})
        self.assertEqual(ada.ask("POST", "/api/v1/account/delete", {"password": "wrong password"}).status, 403)
        self.assertEqual(ada.ask("POST", "/api/v1/account/delete", {"password": PASSWORD}).status, 204)
        self.assertEqual(ada.refresh().status, 401)
        self.assertEqual(ada.sign_in("ada@example.org").status, 401)
        self.assertEqual(self.first.get("/api/v1/people", id=ada.person).json, {"items": []})
        for (table,) in self.services.rows(f"SELECT table_name FROM information_schema.tables WHERE table_schema = '{self.schema}_identity'"):
            rows = str(self.identity(f"SELECT * FROM $.{table}"))
            self.assertFalse("ada@example.org" in rows or "Lovelace" in rows or ada.person in rows, table)
        self.assertNotIn("ada@example.org", json.dumps([value for _, _, value in self.log() if value]), "nothing of it was ever an event")


class ClosedTest(SystemTest):
    """Without mail, and with nobody let in who was not invited."""

    def test_only_who_is_invited_makes_an_account(self):
        self.migrate()
        process = self.start()
        browser = Browser([process.port])
        self.assertEqual(browser.ask("GET", "/api/v1/setup").json, {"firstRun": True, "registration": "closed", "mail": False})
        first = browser.ask("POST", "/api/v1/accounts", {"mail": "first@example.org"}).json["token"]
        second = Browser([process.port]).ask("POST", "/api/v1/accounts", {"mail": "second@example.org"}).json["token"]
        made = browser.ask("POST", "/api/v1/accounts/confirm", {"token": first, "password": PASSWORD, "displayName": "First"})
        self.assertEqual(made.status, 201)
        browser.bearer = made.json["accessToken"]
        self.assertEqual(Browser([process.port]).ask("POST", "/api/v1/accounts", {"mail": "third@example.org"}).problem, "registration-closed")
        self.assertEqual(Browser([process.port]).ask("POST", "/api/v1/password/forgot", {"mail": "first@example.org"}).problem, "no-mail")
        late = Browser([process.port]).ask("POST", "/api/v1/accounts/confirm", {"token": second, "password": PASSWORD, "displayName": "Second"})
        self.assertEqual((late.status, late.problem), (403, "registration-closed"), "who asked before there was a first one is not let in after")
        invitation = str(uuid.uuid4())
        browser.ask("PUT", f"/api/v1/invitations/{invitation}/address", {"mail": "guest@example.org"})
        for wrong in ({"mail": "third@example.org", "invitation": invitation}, {"mail": "guest@example.org", "invitation": str(uuid.uuid4())}):
            self.assertEqual(Browser([process.port]).ask("POST", "/api/v1/accounts", wrong).status, 403)
        guest = Browser([process.port])
        proof = guest.ask("POST", "/api/v1/accounts", {"mail": "guest@example.org", "invitation": invitation}).json["token"]
        self.assertEqual(guest.ask("POST", "/api/v1/accounts/confirm", {"token": proof, "password": PASSWORD, "displayName": "Guest"}).status, 201)


class ToolsTest(SystemTest):
    """What an operator does on the command line."""

    def setUp(self):
        super().setUp()
        self.migrate()
        self.process = self.start()

    def account(self, *args, **kwargs):
        return self.tasklog("account", *args, check=False, **kwargs)

    def test_accounts_are_made_reset_listed_and_erased(self):
        made = subprocess.run([BINARY, "account", "create", "--mail", "Ada@example.org", "--name", "Ada"], env=self.environment(), input=PASSWORD + "\n", capture_output=True, text=True)
        self.assertEqual(made.returncode, 0, made.stderr)
        browser = Browser([self.process.port])
        self.assertEqual(browser.sign_in("ada@example.org").status, 200)
        weak = subprocess.run([BINARY, "account", "create", "--mail", "b@example.org", "--name", "B"], env=self.environment(), input="short\n", capture_output=True, text=True)
        self.assertIn("the password must have 10 characters at least", weak.stderr)
        link = self.account("reset", "--mail", "ada@example.org").stdout.strip().split("#")[1]
        self.assertEqual(browser.ask("POST", "/api/v1/password/reset", {"token": link, "password": "another good one"}).status, 204)
        self.assertEqual(browser.sign_in("ada@example.org", "another good one").status, 200)
        self.assertTrue(self.account("list").stdout.startswith("ada@example.org\t"))
        self.assertEqual(self.account("erase", "--mail", "ada@example.org").returncode, 0)
        self.assertIn("there is no account", self.account("erase", "--mail", "ada@example.org").stderr)
        self.assertEqual(browser.sign_in("ada@example.org", "another good one").status, 401)

    def test_a_demo_is_a_year_of_tasks(self):
        done = self.tasklog("demo", check=False, TASKLOG_URL=f"http://127.0.0.1:{self.process.port}")
        self.assertEqual(done.returncode, 0, done.stderr)
        told = done.stdout
        password = re.search(r"password (\S+)", told)[1]
        alex, robin = Browser([self.process.port]), Browser([self.process.port])
        self.assertEqual(alex.sign_in("demo@example.org", password).status, 200)
        self.assertEqual(robin.sign_in("robin.demo@example.org", password).status, 200)
        commits = [commit for _, _, commit in self.log()]
        completed = [commit["at"][:7] for commit in commits for event in commit["events"] if event["type"] == "TaskCompleted"]
        self.assertGreater(len(completed), 500)
        self.assertGreaterEqual(len(set(completed)), 12, "over a whole year")
        self.assertLess(min(commit["at"] for commit in commits), time.strftime("%Y-%m-%d", time.gmtime(time.time() - 360 * 86400)))
        shared = eventually(lambda: [each for each in robin.get("/api/v1/workspaces").json["items"] if each["name"] == "Household"], "the household")
        self.assertEqual({each["role"] for each in alex.get("/api/v1/members", workspace=shared[0]["id"]).json["items"]}, {"owner", "editor"})
        verified = self.tasklog("audit", "verify", check=False)
        self.assertEqual(verified.returncode, 0, verified.stdout)
        again = self.tasklog("demo", check=False, TASKLOG_URL=f"http://127.0.0.1:{self.process.port}")
        self.assertIn("already", again.stderr)

    def test_only_tasklogs_own_programs_say_when_something_happened(self):
        for bearer in (token("alice"), token("alice", backdate=False)):
            reply = Api([self.process.port], None, bearer=bearer).request("POST", "/api/v1/commands", TASK, Tasklog_At="2020-01-01T00:00:00Z")
            self.assertEqual((reply.status, reply.problem), (400, "invalid-time"))
        old = Api([self.process.port], None, bearer=token("alice", backdate=True)).request("POST", "/api/v1/commands", TASK, Tasklog_At="2020-01-01T00:00:00Z")
        self.assertEqual(old.status, 200, old.text)
        self.assertEqual(self.log()[0][2]["at"][:10], "2020-01-01")


if __name__ == "__main__":
    unittest.main()
