"""The web app in a real browser, against the real stack: the features' *.test.mjs, one process each."""
import http.server, json, os, pathlib, re, shutil, signal, subprocess, threading, unittest

from receivers import MailServer
from support import REPO, SystemTest, free_port

TESTS = sorted((REPO / "frontend/src").rglob("*.test.mjs"), key=lambda path: path.name)


class MailFolder(MailServer):
    """Keeps each mail's text as a file, for the browser's side of the test to read."""

    def __init__(self, folder):
        super().__init__()
        self.folder = folder
        folder.mkdir()

    async def handle_DATA(self, server, session, envelope):
        answer = await super().handle_DATA(server, session, envelope)
        recipient, message = self.mails[-1]
        name = f"{len(self.mails):04}-{re.sub('[^a-z0-9]', '_', recipient.lower())}"
        (self.folder / (name + ".part")).write_text(json.dumps({"to": recipient, "subject": message["Subject"], "text": message.get_body(("plain",)).get_content()}))
        (self.folder / (name + ".part")).rename(self.folder / name)
        return answer


class Hands:
    """What the browser's side of a test cannot do itself, by POST: kill the server, start it, and deploy another version of the app, in which each part has another name."""

    def __init__(self, process, web, folder):
        self.process, self.web, self.folder, self.versions = process, web, folder, 0
        hands = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                getattr(hands, self.path.strip("/"))()
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.HTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def kill(self):
        self.process.kill()

    def start(self):
        if self.process.process.poll() is None:
            return
        self.process.begin()
        self.process.wait_ready()

    def deploy(self):
        self.versions += 1
        to = self.folder / f"web {self.versions}"
        shutil.copytree(self.web, to, ignore=shutil.ignore_patterns("*.br", "*.gz", "docs"))
        names = {part.name: f"{part.stem}v{self.versions}{part.suffix}" for part in (to / "assets").iterdir()}
        for old, new in names.items():
            (to / "assets" / old).rename(to / "assets" / new)
        known = re.compile("|".join(map(re.escape, names)))
        for file in (each for each in to.rglob("*") if each.suffix in (".js", ".css", ".html")):
            text = known.sub(lambda found: names[found[0]], file.read_text())
            file.write_text(re.sub(r'(revision:)"\w+"', rf'\1"{self.versions}"', text) if file.name == "sw.js" else text)
        self.process.extra["TASKLOG_WEB_ROOT"] = str(to)
        self.process.kill()
        self.start()


class WebTest(SystemTest):
    partitions = 2


def case(path):
    def test(self):
        mails = MailFolder(self.folder / "mails").start()
        self.addCleanup(mails.stop)
        self.migrate()
        port = free_port()
        url = f"http://127.0.0.1:{port}"
        process = self.start(port=port, TASKLOG_WEB_ROOT=os.environ["TASKLOG_TEST_WEB"], TASKLOG_PUBLIC_URL=url, TASKLOG_SMTP_URL=f"smtp://127.0.0.1:{mails.port}", TASKLOG_SMTP_FROM="tasklog@example.org")
        first = process.api("", bearer="").request("POST", "/api/v1/accounts", {"mail": "first@example.org"}).json["token"]
        hands = Hands(process, pathlib.Path(os.environ["TASKLOG_TEST_WEB"]), self.folder)
        self.addCleanup(hands.server.shutdown)
        environment = {**os.environ, "TASKLOG_HANDS": f"http://127.0.0.1:{hands.server.server_port}", "TASKLOG_URL": url, "TASKLOG_MAILS": str(mails.folder), "TASKLOG_FIRST": first, "TASKLOG_OUT": str(self.folder)}
        # In a session of its own: its browsers go with it.
        node = subprocess.Popen(["node", "--test", *os.environ.get("TASKLOG_TEST_ONLY", "").split(), "--test-reporter=spec", str(path)], cwd=REPO / "frontend", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            out, _ = node.communicate(timeout=480)
        finally:
            try:
                os.killpg(node.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        # What went well is not worth a line: whoever looks for what did not finds it at once.
        self.assertEqual(node.returncode, 0, out[-6000:] + process.log_text()[-2000:])
        self.assertNotIn('"error"', process.log_text())

    return test


for each in TESTS:
    setattr(WebTest, "test_" + re.sub(r"\W", "_", each.name.removesuffix(".test.mjs")), case(each))
del each

if __name__ == "__main__":
    unittest.main()
