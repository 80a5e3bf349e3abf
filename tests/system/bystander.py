"""A bystander: creates a task and reads it back, again and again, until its input ends. In a process of its own, for what it waits for is the service's doing
then, and not its neighbours' in the test. Its arguments are a port and a token; each request pair is told by a line: seconds, and what was wrong or null."""
import http.client, json, sys, threading, time, uuid


def one(connection, bearer):
    """What was wrong with a command and the query after it; None if nothing was."""
    headers = {"Authorization": f"Bearer {bearer}"}
    connection.request("POST", "/api/v1/commands", json.dumps({"type": "CreateTask", "title": "x"}), {**headers, "Idempotency-Key": str(uuid.uuid4())})
    made = connection.getresponse()
    text = made.read().decode()
    if made.status != 200:
        return [made.status, text[:200]]
    connection.request("GET", "/api/v1/tasks?limit=1", headers={**headers, "Tasklog-Position": made.headers["Tasklog-Position"]})
    read = connection.getresponse()
    text = read.read().decode()
    return None if read.status == 200 else [read.status, text[:200]]


def main(port, bearer):
    ended = threading.Event()
    threading.Thread(target=lambda: (sys.stdin.read(), ended.set()), daemon=True).start()
    connection = http.client.HTTPConnection("127.0.0.1", int(port), timeout=30)
    while not ended.is_set():
        begin = time.monotonic()
        try:
            wrong = one(connection, bearer)
        except (OSError, http.client.HTTPException) as error:
            wrong = repr(error)
            connection.close()
        print(json.dumps([time.monotonic() - begin, wrong]), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
