"""Accounts: who may sign in, by what, and each way to get in without."""
import base64, hashlib, hmac, http.server, json, re, subprocess, threading, time, unittest, urllib.parse, uuid

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from receivers import MailServer
from support import BINARY, SECRET, Api, Stream, SystemTest, eventually, free_port, token

PASSWORD = "correct horse battery"
COOKIE = "__Host-tasklog-session"
TASK = {"type": "CreateTask", "title": "Buy milk"}


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def jwt(header, payload, sign):
    signed = b64(json.dumps(header).encode()) + "." + b64(json.dumps(payload).encode())
    return signed + "." + b64(sign(signed.encode()))


def es256(key):
    def sign(data):
        r, s = decode_dss_signature(key.sign(data, ec.ECDSA(hashes.SHA256())))
        return r.to_bytes(32, "big") + s.to_bytes(32, "big")

    return sign


def rs256(key):
    return lambda data: key.sign(data, padding.PKCS1v15(), hashes.SHA256())


def hs256(secret):
    return lambda data: hmac.new(secret, data, hashlib.sha256).digest()


def claims_of(bearer):
    part = bearer.split(".")[1]
    return json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))


class Browser(Api):
    """An Api that keeps the session's cookie, as a browser does."""

    def __init__(self, ports):
        super().__init__(ports, None, bearer="")
        self.cookie = None

    def ask(self, method, target, body=None, **headers):
        if self.cookie:
            headers["Cookie"] = f"theme=dark; {COOKIE}={self.cookie}"
        reply = self.request(method, target, body, **headers)
        if (set_cookie := reply.header("Set-Cookie")) is not None:
            name, value = set_cookie.split(";")[0].split("=", 1)
            assert name == COOKIE and all(f"; {flag}" in set_cookie for flag in ("Secure", "HttpOnly", "SameSite=Strict", "Path=/")), set_cookie
            self.cookie = value or None
        return reply

    def sign_in(self, mail, password=PASSWORD, **headers):
        reply = self.ask("POST", "/api/v1/session", {"mail": mail, "password": password}, **headers)
        if reply.status == 200:
            self.bearer = reply.json["accessToken"]
        return reply

    def refresh(self, **headers):
        reply = self.ask("POST", "/api/v1/session/refresh", **headers)
        if reply.status == 200:
            self.bearer = reply.json["accessToken"]
        return reply


class IdentityTest(SystemTest):
    settings = {}

    def setUp(self):
        super().setUp()
        self.mail = MailServer().start()
        self.addCleanup(self.mail.stop)
        self.migrate()
        self.process = self.start(PGAPPNAME=self.schema, TASKLOG_SMTP_URL=f"smtp://127.0.0.1:{self.mail.port}", TASKLOG_SMTP_FROM="tasklog@example.org", TASKLOG_PUBLIC_URL="https://tasks.example.org", **self.settings)
        self.first = self.account("first@example.org")

    def browser(self):
        return Browser([self.process.port])

    def identity(self, statement):
        return self.services.rows(statement.replace("$", self.schema + "_identity"))

    def link(self, address, path, count=1):
        """What the newest mail's link holds after #."""
        mails = eventually(lambda: len(found := self.mail.to(address.lower())) >= count and found, f"mail {count} to {address}", 30)
        text = mails[-1].get_body(("plain",)).get_content()
        found = re.search(re.escape(f"https://tasks.example.org{path}#") + r"(\S+)", text)
        self.assertTrue(found, text)
        return found[1]

    def account(self, address=None, password=PASSWORD, name="Ada"):
        """Someone who registered and is signed in."""
        address = address or f"{uuid.uuid4().hex[:10]}@example.org"
        browser = self.browser()
        asked = browser.ask("POST", "/api/v1/accounts", {"mail": address})
        self.assertEqual(asked.status, 202, asked.text)
        proof = asked.json["token"] if asked.json["next"] == "token" else self.link(address, "/register")
        made = browser.ask("POST", "/api/v1/accounts/confirm", {"token": proof, "password": password, "displayName": name, "timeZone": "Europe/Berlin"})
        self.assertEqual(made.status, 201, made.text)
        browser.bearer, browser.mail, browser.person = made.json["accessToken"], address, made.json["person"]
        return browser

    def forgive(self):
        self.identity("DELETE FROM $.attempts")

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

    def test_api_tokens_do_what_their_scopes_say(self):
        ada = self.account()

        def make(*scopes, days=1):
            reply = ada.ask("POST", "/api/v1/tokens", {"name": "script", "scopes": list(scopes), "days": days})
            self.assertEqual(reply.status, 201, reply.text)
            return reply.json["id"], Api([self.process.port], None, bearer=reply.json["token"])

        (reader_id, reader), (_, writer) = make("read"), make("read", "write")
        position = writer.send(TASK).position
        self.assertEqual([each["title"] for each in reader.get("/api/v1/tasks", position).json["items"]], ["Buy milk"])
        refused = reader.send(TASK)
        self.assertEqual((refused.status, refused.problem), (403, "scope-missing"))
        for method, path, body in (("PUT", "/api/v1/password", {"password": PASSWORD, "new": "another good one"}), ("GET", "/api/v1/tokens", None), ("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read"]}),
                                   ("GET", "/api/v1/sessions", None), ("POST", "/api/v1/account/delete", {"password": PASSWORD}), ("PUT", "/api/v1/me", {"displayName": "x"})):
            self.assertEqual(writer.request(method, path, body).problem, "scope-missing", path)
        listed = ada.ask("GET", "/api/v1/tokens")
        self.assertEqual({tuple(each["scopes"]) for each in listed.json["items"]}, {("read",), ("read", "write")})
        stored = str(self.identity("SELECT * FROM $.api_tokens"))
        for each in (reader, writer):
            self.assertNotIn(each.bearer, listed.text + stored)
        stranger = self.account()
        self.assertEqual(stranger.ask("DELETE", f"/api/v1/tokens/{reader_id}").status, 404)
        self.assertEqual(ada.ask("DELETE", f"/api/v1/tokens/{reader_id}").status, 204)
        self.assertEqual(reader.request("POST", "/api/v1/tokens/exchange", {"token": reader.bearer}).status, 401)
        eventually(lambda: reader.get("/api/v1/me").status == 401, "the revoked token is refused", 30)
        for scopes in ([], ["account"], ["read write"]):
            self.assertEqual(ada.ask("POST", "/api/v1/tokens", {"name": "x", "scopes": scopes}).json["pointer"], "/scopes", scopes)
        _, over = make("read")
        self.identity("UPDATE $.api_tokens SET expires_at = now()")
        self.assertEqual(over.get("/api/v1/me").status, 401)
        self.assertEqual(Api([self.process.port], None, bearer="tasklog_" + "A" * 43).get("/api/v1/me").status, 401)

    def test_forged_tokens_are_refused(self):
        good = self.first.bearer
        kid = json.loads(base64.urlsafe_b64decode(good.split(".")[0] + "=="))["kid"]
        claims, key = claims_of(good), ec.generate_private_key(ec.SECP256R1())
        published = self.browser().ask("GET", "/.well-known/jwks.json").json["keys"]
        self.assertEqual([each["kid"] for each in published], [kid])
        point = b"\x04" + b"".join(base64.urlsafe_b64decode(published[0][name] + "=") for name in ("x", "y"))
        pem = ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), point).public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
        payload = good.split(".")[1]
        forged = {
            "another key": jwt({"alg": "ES256", "kid": kid}, claims, es256(key)),
            "a key of its own": jwt({"alg": "ES256", "kid": "mine", "jwk": {"kty": "EC"}}, claims, es256(key)),
            "the public key as a secret": jwt({"alg": "HS256", "kid": kid}, claims, hs256(pem)),
            "no algorithm": b64(json.dumps({"alg": "none", "kid": kid}).encode()) + "." + payload + ".",
            "no algorithm, NONE": b64(json.dumps({"alg": "NONE", "kid": kid}).encode()) + "." + payload + "." + good.split(".")[2],
            "a shared kid, unsigned": b64(b'{"alg":"none","kid":"test"}') + "." + payload + ".",
            "a changed payload": good.split(".")[0] + "." + b64(json.dumps({**claims, "sub": "someone else"}).encode()) + "." + good.split(".")[2],
            "the shared key, but expired": token("alice", expires=int(time.time()) - 1),
            "the shared key's name with another secret": token("alice", secret="x" * 40),
            "another issuer": token("alice", issuer="https://evil.example"),
        }
        for what, bearer in forged.items():
            for method, path, body in (("GET", "/api/v1/tasks", None), ("POST", "/api/v1/commands", TASK), ("GET", "/api/v1/account", None)):
                self.assertEqual(Api([self.process.port], None, bearer=bearer).request(method, path, body).status, 401, what)
        self.assertEqual(Api([self.process.port], None, bearer=good).get("/api/v1/tasks").status, 200)

    def test_keys_change_and_old_tokens_stay_good(self):
        old = self.first.bearer
        self.identity("UPDATE $.signing_keys SET created_at = now() - interval '30 days 1 hour'")
        browser = self.browser()
        self.assertEqual(browser.sign_in("first@example.org").status, 200)
        self.assertEqual(len(browser.ask("GET", "/.well-known/jwks.json").json["keys"]), 2)
        for bearer in (browser.bearer, old):
            eventually(lambda: Api([self.process.port], None, bearer=bearer).get("/api/v1/me").status == 200, "both keys are known", 15)
        stored = self.identity("SELECT private_key FROM $.signing_keys")
        self.assertNotIn("PRIVATE KEY", base64.b64decode(stored[0][0]).decode("latin1"))

    def test_services_of_their_own_verify_by_the_published_keys(self):
        url = f"http://127.0.0.1:{self.process.port}"
        command, query = self.start("command", TASKLOG_IDENTITY_URL=url), self.start("query", TASKLOG_IDENTITY_URL=url)
        made = self.first.ask("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read", "write"]}).json["token"]
        for bearer in (self.first.bearer, made):
            self.assertEqual(Api([command.port], None, bearer=bearer).insist(TASK).status, 200)
            self.assertEqual(Api([query.port], None, bearer=bearer).get("/api/v1/tasks").status, 200)
        self.process.kill()
        self.assertEqual(Api([query.port], None, bearer=self.first.bearer).get("/api/v1/tasks").status, 200, "the keys are remembered")
        fresh = self.start("query", TASKLOG_IDENTITY_URL=url)
        away = Api([fresh.port], None, bearer=self.first.bearer).get("/api/v1/tasks")
        self.assertEqual((away.status, away.problem), (503, "keys-unavailable"))
        self.assertEqual(Api([fresh.port], "alice").get("/api/v1/tasks").status, 200, "the shared keys need nobody")

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

    def test_unknown_tokens_of_one_network_hold_up_no_other(self):
        behind_proxy = self.start(TASKLOG_TRUSTED_PROXIES="1")
        made = self.account().ask("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read"]}).json["token"]
        answers = {"203.0.113.5": [], "198.51.100.7": []}

        def ask(network, bearer):
            api = Api([behind_proxy.port], None, bearer=bearer)
            answers[network].append(api.request("GET", "/api/v1/me", X_Forwarded_For=network).status)
            api.close()

        asked = [threading.Thread(target=ask, args=("203.0.113.5", f"tasklog_{i:043d}")) for i in range(12)]
        asked.append(threading.Thread(target=ask, args=("198.51.100.7", made)))
        lock = subprocess.Popen(["psql", self.services.postgres, "-XAtq"], text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        lock.stdin.write(f"BEGIN; LOCK TABLE {self.schema}_identity.api_tokens; SELECT 'locked';\n")
        lock.stdin.flush()
        self.assertEqual(lock.stdout.readline(), "locked\n")
        for each in asked[:-1]:
            each.start()
        eventually(lambda: answers["203.0.113.5"] == [429] * 4, "eight wait, and four are refused")
        asked[-1].start()
        lock.communicate("COMMIT;\n")
        for each in asked:
            each.join()
        self.assertEqual(answers, {"203.0.113.5": [429] * 4 + [401] * 8, "198.51.100.7": [200]})

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
        self.assertEqual(self.tasklog("audit", "verify", check=False).returncode, 0)
        again = self.tasklog("demo", check=False, TASKLOG_URL=f"http://127.0.0.1:{self.process.port}")
        self.assertIn("already", again.stderr)

    def test_only_tasklogs_own_programs_say_when_something_happened(self):
        for bearer in (token("alice"), token("alice", backdate=False)):
            reply = Api([self.process.port], None, bearer=bearer).request("POST", "/api/v1/commands", TASK, Tasklog_At="2020-01-01T00:00:00Z")
            self.assertEqual((reply.status, reply.problem), (400, "invalid-time"))
        old = Api([self.process.port], None, bearer=token("alice", backdate=True)).request("POST", "/api/v1/commands", TASK, Tasklog_At="2020-01-01T00:00:00Z")
        self.assertEqual(old.status, 200, old.text)
        self.assertEqual(self.log()[0][2]["at"][:10], "2020-01-01")


class Issuer:
    """An OpenID Connect issuer of a test's own."""

    def __init__(self):
        self.keys, self.asked = {}, 0
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                outer.asked += 1
                body = json.dumps({"issuer": outer.url, "jwks_uri": outer.url + "/keys"} if self.path == "/.well-known/openid-configuration" else {"keys": [jwk for _, jwk in outer.keys.values()]}).encode()
                self.send_response(200)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def add(self, kid):
        key = rsa.generate_private_key(65537, 2048)
        numbers = key.public_key().public_numbers()
        self.keys[kid] = key, {"kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": b64(numbers.n.to_bytes(256, "big")), "e": "AQAB"}

    def token(self, kid, algorithm="RS256", **claims):
        payload = {"iss": self.url, "aud": ["other", "tasks"], "sub": "alice", "exp": int(time.time()) + 600, **claims}
        return jwt({"alg": algorithm, "kid": kid}, payload, rs256(self.keys[kid][0]))


class ExternalIssuerTest(SystemTest):
    def test_tokens_of_a_trusted_issuer_are_taken(self):
        issuer = Issuer()
        self.addCleanup(issuer.server.server_close)
        self.addCleanup(issuer.server.shutdown)
        issuer.add("k1")
        self.migrate()
        process = self.start(TASKLOG_OIDC_ISSUER=issuer.url, TASKLOG_OIDC_AUDIENCE="tasks")

        def api(bearer):
            return Api([process.port], None, bearer=bearer)

        alice = api(issuer.token("k1"))
        self.assertEqual(alice.insist(TASK).status, 200)
        self.assertEqual(alice.get("/api/v1/me").json["subject"], "alice")
        self.assertNotEqual(alice.get("/api/v1/me").json["id"], process.api("alice").get("/api/v1/me").json["id"], "another issuer's alice")
        self.assertEqual(alice.get("/api/v1/account").problem, "no-account")
        self.assertEqual(alice.request("POST", "/api/v1/tokens", {"name": "x", "scopes": ["read"]}).problem, "no-account")
        issuer.add("k2")
        eventually(lambda: api(issuer.token("k2")).get("/api/v1/me").status == 200, "a new key is asked for", 15)
        stranger = Issuer()
        self.addCleanup(stranger.server.server_close)
        self.addCleanup(stranger.server.shutdown)
        stranger.add("k1")
        ecdsa = ec.generate_private_key(ec.SECP256R1())
        for what, bearer in {"another audience": issuer.token("k1", aud="other"), "no audience": issuer.token("k1", aud=None), "another key": stranger.token("k1", iss=issuer.url), "another issuer": stranger.token("k1"),
                             "expired": issuer.token("k1", exp=int(time.time()) - 1), "not yet": issuer.token("k1", nbf=int(time.time()) + 60),
                             "another algorithm": jwt({"alg": "ES256", "kid": "k1"}, {"iss": issuer.url, "aud": "tasks", "sub": "alice", "exp": int(time.time()) + 600}, es256(ecdsa)),
                             "our shared key": token("alice", secret=SECRET, issuer=issuer.url)}.items():
            self.assertEqual(api(bearer).get("/api/v1/me").status, 401, what)
        before = issuer.asked
        for i in range(20):
            issuer.keys["x"] = issuer.keys["k1"]
            self.assertEqual(api(jwt({"alg": "RS256", "kid": f"unknown-{i}"}, {"iss": issuer.url}, lambda _: b"x")).get("/api/v1/me").status, 401)
        self.assertLess(issuer.asked - before, 10, "unknown keys don't make us ask each time")

    def test_an_issuer_needs_an_audience(self):
        done = self.tasklog("query", check=False, TASKLOG_OIDC_ISSUER="https://id.example.org", TASKLOG_PORT=str(free_port()))
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("--oidc-audience", done.stderr)


if __name__ == "__main__":
    unittest.main()
