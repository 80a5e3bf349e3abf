"""Those whom notifications are sent to: a mail server, and a web server that verifies the signature of each webhook."""
import base64, email, email.policy, hashlib, hmac, http.server, json, re, ssl, subprocess, threading

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult

from support import free_port


class MailServer:
    """aiosmtpd on a free port. `refuse` so many mails first; with `certificate` it wants STARTTLS and a user."""

    def __init__(self, certificate=None):
        self.mails, self.refuse, self.lock = [], 0, threading.Lock()
        options = {}
        if certificate:
            context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
            context.load_cert_chain(*certificate)
            options = {"tls_context": context, "require_starttls": True, "auth_required": True, "authenticator": lambda server, session, envelope, mechanism, data: AuthResult(
                success=(data.login, data.password) == (b"tasklog", b"secret"))}
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port, **options)

    def start(self):
        self.controller.start()
        return self

    def stop(self):
        self.controller.stop()

    async def handle_DATA(self, server, session, envelope):
        with self.lock:
            if self.refuse > 0:
                self.refuse -= 1
                return "451 try again later"
            if re.search(rb"(?<!\r)\n|\r(?!\n)", envelope.original_content or envelope.content):
                return "554 lines end with CR LF"  # RFC 5321, 2.3.8
            message = email.message_from_bytes(envelope.content, policy=email.policy.default)
            self.mails.append((envelope.rcpt_tos[0], message))
        return "250 taken"

    def to(self, address):
        with self.lock:
            return [message for recipient, message in self.mails if recipient == address]


class HookServer:
    """Takes webhooks as the Standard Webhooks specification wants them checked. `secrets`: path -> the secrets that are good;
    `held`: path -> an event before which nothing is answered there."""

    def __init__(self):
        self.taken, self.wrong, self.status, self.secrets, self.held, self.lock = [], [], 204, {}, {}, threading.Lock()
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = outer.take(self.path, self.headers, body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]

    def start(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def stop(self):
        self.server.shutdown()
        self.server.server_close()

    def take(self, path, headers, body):
        if path in self.held:
            self.held[path].wait(60)
        signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
        with self.lock:
            good = ["v1," + base64.b64encode(hmac.new(base64.b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()).decode()
                    for secret in self.secrets.get(path, [])]
            found = headers["webhook-signature"].split(" ")
            if not good or not all(each in found for each in good):
                self.wrong.append((path, dict(headers), body))
                return 401
            if self.status >= 300:
                return self.status
            self.taken.append((path, headers["webhook-id"], json.loads(body)))
            return self.status

    def at(self, path):
        with self.lock:
            return [(hook, message) for taken_at, hook, message in self.taken if taken_at == path]


def certificate(folder):
    """A self-signed one for 127.0.0.1: (certificate, key)."""
    paths = str(folder / "certificate.pem"), str(folder / "key.pem")
    subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1",
                    "-addext", "subjectAltName=IP:127.0.0.1", "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True)
    return paths
