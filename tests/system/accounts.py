"""People with accounts, as a browser has them, and tokens made by hand."""
import base64, hashlib, hmac, json, re, uuid

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature

from receivers import MailServer
from support import Api, SystemTest, eventually

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


class AccountsTest(SystemTest):
    """`serve` with a mail server, and somebody who has the first account."""

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
