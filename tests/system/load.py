"""Clients that send commands, each again with its key until it is answered, and remember what was acknowledged."""
import http.client, random, threading, uuid

from support import Api, RETRY


class Client(threading.Thread):
    """One person who creates tasks in batches of one to three, one request after the other."""

    def __init__(self, ports, stop, batch=1):
        super().__init__(daemon=True)
        self.user, self.stop, self.batch = uuid.uuid4().hex, stop, batch
        self.api = Api(ports, self.user)
        self.acknowledged = {}  # key -> (ids of the tasks, the answer's position)
        self.tries = 0
        self.error = None

    def run(self):
        try:
            while not self.stop.is_set():
                self.one()
        except Exception as error:  # shown by the test
            self.error = error
        self.api.close()

    def one(self):
        key = str(uuid.uuid4())
        ids = [str(uuid.uuid4()) for _ in range(random.randint(1, self.batch))]
        commands = [{"type": "CreateTask", "id": task, "title": "under load"} for task in ids]
        while True:
            self.tries += 1
            try:
                reply = self.api.send(*commands, Idempotency_Key=key, timeout=10)
            except (OSError, http.client.HTTPException):
                reply = None
            if reply is not None and reply.status == 200:
                self.acknowledged[key] = (ids, reply.position)
                return
            if reply is not None and reply.status not in RETRY:
                raise AssertionError(f"{reply.status} {reply.text}")
            self.api.close()
            threading.Event().wait(0.02)


def kill_under_load(workers, person, people, kills, pauses):
    """Runs `person(stop)` for so many people at once, until so many kills of a worker by chance, each begun again at once. `pauses`: between two kills, from and to."""
    stop, failures = threading.Event(), []

    def run():
        try:
            person(stop)
        except Exception as error:  # raised below
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(people)]
    for thread in threads:
        thread.start()
    for _ in range(kills):
        stop.wait(random.uniform(*pauses))
        random.choice(workers).restart()
    stop.set()
    for thread in threads:
        thread.join()
    if failures:
        raise failures[0]


class Load:
    def __init__(self, ports, clients, batch=1):
        self.stop = threading.Event()
        self.clients = [Client(ports, self.stop, batch) for _ in range(clients)]

    def __enter__(self):
        for client in self.clients:
            client.start()
        return self

    def __exit__(self, *_):
        self.end()

    def end(self):
        self.stop.set()
        for client in self.clients:
            client.join(timeout=90)
            if client.is_alive():
                raise AssertionError("a client never got its answer")
            if client.error:
                raise client.error

    def acknowledged(self):
        return {key: value for client in self.clients for key, value in list(client.acknowledged.items())}

    def count(self):
        return sum(len(client.acknowledged) for client in self.clients)
