"""schemathesis sends what docs/openapi.yaml allows, and what it does not: no server error, and no answer that it does not tell of."""
import os, pathlib, subprocess, unittest

from support import REPO, SystemTest, token

CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,response_headers_conformance"


class ContractTest(SystemTest):
    def test_every_answer_is_one_of_the_contract(self):
        self.migrate()
        process = self.start()
        self.assertEqual(process.api("ada").insist({"type": "CreateTask", "title": "Buy milk"}).status, 200)
        command = [os.environ["TASKLOG_SCHEMATHESIS"], "run", str(REPO / "docs/openapi.yaml"), "--url", f"http://127.0.0.1:{process.port}", "-H", f"Authorization: Bearer {token('ada')}",
                   "--checks", CHECKS, "--phases", "examples,coverage,fuzzing", "--max-examples", "50", "--seed", os.environ.get("TASKLOG_SEED", "1"), "--continue-on-failure", "--no-color",
                   # Streams do not end.
                   "--exclude-path", "/api/v1/live", "--exclude-path", "/api/v1/live/all", "--exclude-path", "/api/v1/notifications/live", "--suppress-health-check", "all", "--warnings", "off", "--request-timeout", "30"]
        hooks = pathlib.Path(__file__).with_name("contract_hooks.py")
        done = subprocess.run(command, env={**os.environ, "SCHEMATHESIS_HOOKS": str(hooks)}, cwd=self.folder, capture_output=True, text=True, stdin=subprocess.DEVNULL)
        self.assertEqual(done.returncode, 0, done.stdout[-8000:] + done.stderr[-2000:] + process.log_text()[-2000:])
        self.assertIn("passed", done.stdout)
        self.assertNotIn("\"error\"", process.log_text())


if __name__ == "__main__":
    unittest.main()
