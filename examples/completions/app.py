"""Counts the tasks that each workspace completes: how another team builds on Tasklog, with Dapr's SDK.

It hears of events by a subscription (k8s/dapr/subscriptions/completions.yaml), keeps its counts in the state store, and asks the query service what a
task is called by service invocation. It knows nothing of Kafka, Postgres, or where anything runs.

    GET /completions/WORKSPACE    {"count": 3, "last": {"task": "…", "title": "…"}}
"""
import http.server, json, os, sys

from dapr.clients import DaprClient
from dapr.clients.grpc._state import Concurrency, StateOptions

STATE = os.environ.get("STATE_STORE", "tasklog-state")
QUERY = os.environ.get("QUERY_APP", "tasklog-query")
TOKEN = os.environ.get("TASKLOG_TOKEN", "")  # an API token: what it may read is what its owner may


def number_of(event):
    """Where the event stands among its workspace's: the commit's offset, then its number within the commit."""
    return [int(event["data"]["position"].split(":")[1]), int(event["id"].rsplit(".", 1)[1])]


def title_of(dapr, event):
    """As the query service shows it now; none without a token that may read it."""
    if not TOKEN:
        return None
    try:
        headers = (("authorization", f"Bearer {TOKEN}"), ("tasklog-position", event["data"]["position"]))
        path = f"api/v1/tasks/{event['data']['task_id']}?workspace={event['data']['workspace_id']}"
        return dapr.invoke_method(QUERY, path, data=b"", http_verb="GET", metadata=headers).json()["title"]
    except Exception as error:  # a title is nice to have: the count does not wait for it
        print(f"no title: {error}", file=sys.stderr, flush=True)
        return None


def count(dapr, event):
    """Once for each event, however often it is delivered: the position goes into the state together with the count."""
    key = event["data"]["workspace_id"]
    while True:
        present = dapr.get_state(STATE, key)
        state = json.loads(present.data) if present.data else {"count": 0, "through": [-1, -1]}
        if number_of(event) <= state["through"]:
            return
        title = title_of(dapr, event)
        state = {"count": state["count"] + 1, "through": number_of(event), "last": {"task": event["data"]["task_id"], "title": title}}
        try:
            dapr.save_state(STATE, key, json.dumps(state), etag=present.etag or None, options=StateOptions(concurrency=Concurrency.first_write))
            print(f"workspace {key} has completed {state['count']}: {title}", flush=True)
            return
        except Exception as error:
            if "ABORTED" not in str(error).upper():
                raise
            # Another instance was faster: look again.


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, value):
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/ignored":
            return self.answer(200, {"status": "SUCCESS"})
        if self.path != "/completed":
            return self.answer(404, {})
        try:
            with DaprClient() as dapr:
                count(dapr, json.loads(body))
            self.answer(200, {"status": "SUCCESS"})
        except (KeyError, ValueError) as error:
            print(f"not an event of tasklog: {error}", file=sys.stderr, flush=True)
            self.answer(200, {"status": "DROP"})
        except Exception as error:
            print(f"later: {error}", file=sys.stderr, flush=True)
            self.answer(500, {"status": "RETRY"})

    def do_GET(self):
        if not self.path.startswith("/completions/"):
            return self.answer(200 if self.path == "/healthz" else 404, {})
        with DaprClient() as dapr:
            state = dapr.get_state(STATE, self.path.removeprefix("/completions/"))
        known = json.loads(state.data) if state.data else {"count": 0}
        self.answer(200, {name: known[name] for name in ("count", "last") if name in known})

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    http.server.ThreadingHTTPServer(("", 8080), Handler).serve_forever()
