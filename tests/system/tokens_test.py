"""Tokens: what their scopes allow, whose keys they are signed with, and each way to forge one."""
import base64, http.server, json, subprocess, threading, time, unittest

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from accounts import PASSWORD, TASK, AccountsTest, b64, claims_of, es256, hs256, jwt, rs256
from support import SECRET, Api, SystemTest, eventually, free_port, token


class TokensTest(AccountsTest):
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
