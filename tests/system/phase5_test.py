"""The black-box test of deployments, against one process: as it is run against a cluster."""
import os, pathlib, subprocess, sys, unittest

from support import REPO, SystemTest, token


class Phase5Test(SystemTest):
    def run_it(self, *args, **environment):
        process = self.start(TASKLOG_WEB_ROOT=os.environ["TASKLOG_TEST_WEB"], **environment)
        done = subprocess.run([sys.executable, REPO / "tests/integration_test_phase5.py", "--url", f"http://127.0.0.1:{process.port}", *args], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("Ran 9 tests", done.stderr)

    def test_with_accounts_of_its_own(self):
        self.migrate()
        self.run_it(TASKLOG_REGISTRATION="open")

    def test_with_tokens(self):
        self.migrate()
        for name in ("one", "two"):
            pathlib.Path(self.folder, name).write_text(token(name) + "\n")
        self.run_it("--tokens", str(self.folder))


if __name__ == "__main__":
    unittest.main()
