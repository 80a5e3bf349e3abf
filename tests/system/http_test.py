"""What the server does with requests as such: what is none, many at once, and what operators ask and set."""
import json, socket, unittest, uuid

from one_instance import OneInstanceTest
from support import Stream, SystemTest, eventually


class HttpTest(OneInstanceTest):
    def raw(self, data):
        with socket.create_connection(("127.0.0.1", self.process.port), timeout=20) as s:
            s.sendall(data)
            s.shutdown(socket.SHUT_WR)
            out = b""
            while chunk := s.recv(65536):
                out += chunk
        return out

    def test_what_is_not_http_is_refused(self):
        self.assertIn(b" 400 ", self.raw(b"hello\r\n\r\n").split(b"\r\n")[0])
        self.assertIn(b" 431 ", self.raw(b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 20_000 + b"\r\n\r\n").split(b"\r\n")[0])
        self.assertIn(b" 413 ", self.raw(b"POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n").split(b"\r\n")[0])
        self.assertEqual(self.raw(b"POST /api/v1/commands HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n{"), b"", "cut off in its body")
        self.assertEqual(self.process.ready().status, 200)

    def test_pipelined_requests_are_answered_in_order(self):
        out = self.raw(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n" * 3)
        self.assertEqual(out.count(b"HTTP/1.1 200"), 3)

    def test_head_has_no_body(self):
        reply = self.api.request("HEAD", "/api/v1/tasks")
        self.assertEqual((reply.status, reply.text), (200, ""))

    def test_the_contract_and_its_page_are_served(self):
        self.assertIn("openapi: 3.1.0", self.api.get("/api/openapi.yaml").text)
        self.assertIn("swagger-ui", self.api.get("/api/docs").text)

    def test_operators_see_what_they_need(self):
        text = self.process.metrics()
        for name in ("tasklog_projection_lag", "tasklog_partitions_owned", "tasklog_http_request_seconds_bucket", "tasklog_requests_accepted_total"):
            self.assertIn(name, text)
        for line in self.process.log_text().splitlines():
            json.loads(line)

    def test_metrics_are_not_for_everybody(self):
        self.assertEqual(self.api.get("/metrics").status, 404)
        taken = self.tasklog("query", "--port", "0", check=False, TASKLOG_METRICS_PORT=str(self.process.metrics_port))
        self.assertNotEqual(taken.returncode, 0)
        self.assertIn(f"/metrics can't be served on 127.0.0.1:{self.process.metrics_port}", taken.stderr)


class BoundsTest(SystemTest):
    def test_bounds_can_be_set(self):
        self.migrate()
        process = self.start(TASKLOG_LIMIT_EVENTS="3", TASKLOG_LIMIT_BODY_BYTES="2048", TASKLOG_LIMIT_STREAMS_EACH="1", TASKLOG_LIMIT_WORKSPACES_EACH="1")
        api = process.api("ada")
        made = [{"type": "CreateTask", "title": f"{i}"} for i in range(4)]
        position = api.insist(*made[:2]).position
        self.assertEqual(api.insist(*made).problem, "too-much-at-once")
        self.assertEqual(api.insist({"type": "CreateTask", "title": "x", "notes": "y" * 3000}).problem, "body-too-large")
        workspaces = [api.insist({"type": "CreateWorkspace", "workspace": str(uuid.uuid4()), "name": "Another"}) for _ in range(2 * self.partitions)]
        self.assertIn("share-used-up", [each.problem for each in workspaces if each.status == 409])
        eventually(lambda: api.get("/api/v1/tasks", position).status == 200, "the read model follows")
        with Stream(process.port, api.bearer):
            self.assertEqual(api.get("/api/v1/live").problem, "too-many-streams")

        def reopened(more):
            with socket.create_connection(("127.0.0.1", process.port), timeout=20) as stream:
                stream.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {api.bearer}\r\n\r\n".encode() + more)
                return stream.makefile("r").readline().startswith("HTTP/1.1 200")  # 429 while the one before has its place

        for i in range(20):  # a heartbeat finds out after 15 s at the earliest
            eventually(lambda: reopened(b"GET / HTTP/1.1\r\n" * (i % 3)), "a tab that is closed makes room at once", 8)
        for bad in ("0", "-1", "many"):
            self.assertNotEqual(self.tasklog("query", "--limit-events", bad, check=False).returncode, 0)


if __name__ == "__main__":
    unittest.main()
