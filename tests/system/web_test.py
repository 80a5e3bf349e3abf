"""The web app in a real browser, against the real stack: frontend/tests/*.test.mjs, one process each."""
import json, os, re, signal, subprocess, unittest

from receivers import MailServer
from support import REPO, SystemTest, free_port

TESTS = sorted((REPO / "frontend/tests").glob("*.test.mjs"))


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
        environment = {**os.environ, "TASKLOG_URL": url, "TASKLOG_MAILS": str(mails.folder), "TASKLOG_FIRST": first, "TASKLOG_OUT": str(self.folder)}
        # In a session of its own: its browsers go with it.
        node = subprocess.Popen(["node", "--test", "--test-reporter=spec", str(path)], cwd=REPO / "frontend", env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, stdin=subprocess.DEVNULL, start_new_session=True)
        try:
            out, _ = node.communicate(timeout=240)
        finally:
            try:
                os.killpg(node.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
        print(out[-6000:])
        self.assertEqual(node.returncode, 0, process.log_text()[-2000:])
        self.assertNotIn('"error"', process.log_text())

    return test


for each in TESTS:
    setattr(WebTest, "test_" + re.sub(r"\W", "_", each.name.removesuffix(".test.mjs")), case(each))
del each

if __name__ == "__main__":
    unittest.main()
