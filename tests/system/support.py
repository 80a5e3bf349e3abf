"""What the system tests share: Tasklog's processes, its API, and the contract that answers are held to."""
import base64, hashlib, hmac, http.client, json, os, pathlib, random, signal, socket, subprocess, tempfile, time, unittest, urllib.parse, uuid

from contracts import CONTRACT, EVENT_CONTRACT

REPO = pathlib.Path(__file__).resolve().parents[2]
BINARY = os.environ["TASKLOG_BINARY"]
SECRET = "a-secret-for-tests-of-enough-bytes"
RETRY = (502, 503)


PORTS = []


def free_port():
    """A port that is this process's until it ends: nobody else is given it, though whoever sets SO_REUSEADDR, as every server does, may listen on it."""
    held = socket.socket()
    held.bind(("127.0.0.1", 0))
    held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    PORTS.append(held)
    return held.getsockname()[1]


def eventually(condition, what, seconds=60):
    """The condition's first true value; the test fails if there is none in time."""
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"it did not come about in {seconds} s: {what}")
        time.sleep(0.02)


def token(user, expires=None, secret=SECRET, kid="test", issuer="tasklog", **claims):
    def part(value):
        return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=")

    signed = part({"alg": "HS256", "typ": "JWT", "kid": kid}) + b"." + part({"iss": issuer, "sub": user, "exp": expires or int(time.time()) + 3600, **claims})
    signature = base64.urlsafe_b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).rstrip(b"=")
    return (signed + b"." + signature).decode()


def run(*words, check=True, **how):
    """Runs a program to its end; one that fails says why."""
    done = subprocess.run([*map(str, words)], capture_output=True, text=True, stdin=subprocess.DEVNULL, **how)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(map(str, words))} ended with {done.returncode}: {done.stderr[-4000:]}")
    return done


class Reply:
    def __init__(self, status, headers, body):
        self.status, self.headers, self.text = status, headers, body.decode()

    def header(self, name):
        return self.headers.get(name)

    @property
    def json(self):
        return json.loads(self.text)

    @property
    def problem(self):
        return self.json["type"].removeprefix("urn:tasklog:problem:")

    @property
    def position(self):
        return self.header("Tasklog-Position")


class Api:
    """One person's view of one or more instances."""

    checks = True  # whether answers are held to the contract

    def __init__(self, ports, user, bearer=None):
        self.ports, self.bearer, self.connection = list(ports), bearer if bearer is not None else token(user), None

    def request(self, method, target, body=None, timeout=40, **headers):
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.bearer:
            headers.setdefault("Authorization", f"Bearer {self.bearer}")
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
        try:
            if not self.connection:
                self.connection = http.client.HTTPConnection("127.0.0.1", random.choice(self.ports), timeout=timeout)
            self.connection.request(method, target, body.encode() if isinstance(body, str) else body, headers)
            answer = self.connection.getresponse()
            reply = Reply(answer.status, answer.headers, answer.read())
        except (OSError, http.client.HTTPException):
            self.close()
            raise
        if answer.will_close:
            self.close()
        if self.checks:
            CONTRACT.check(method, target.split("?")[0], reply)
        return reply

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None

    def send(self, *commands, **headers):
        """One command, or a batch."""
        return self.request("POST", "/api/v1/commands", commands[0] if len(commands) == 1 else {"commands": list(commands)}, **headers)

    def insist(self, *commands, key=None, seconds=60):
        """Sends until it is answered, with one key: how a client should."""
        key = key or str(uuid.uuid4())

        def once():
            try:
                reply = self.send(*commands, Idempotency_Key=key)
            except (OSError, http.client.HTTPException):
                return None
            if reply.status in RETRY:
                self.close()  # the next try may find another instance
                return None
            return reply

        return eventually(once, f"an answer to {commands[0]['type']}", seconds)

    def get(self, path, position=None, **parameters):
        headers = {"Tasklog-Position": position} if position else {}
        query = urllib.parse.urlencode(parameters, doseq=True)
        return self.request("GET", path + ("?" + query if query else ""), **headers)


class Stream:
    """Server-sent events, as they come."""

    def __init__(self, port, bearer, headers={}, path="/api/v1/live"):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        lines = "".join(f"{name.replace('_', '-')}: {value}\r\n" for name, value in headers.items())
        self.socket.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {bearer}\r\n{lines}\r\n".encode())
        self.file = self.socket.makefile("r")
        while self.file.readline().strip():
            pass
        assert self.file.readline().startswith("retry:")

    def next(self):
        event, until = {}, time.monotonic() + 30
        for line in self.file:
            assert time.monotonic() < until, "nothing but heartbeats"
            line = line.rstrip("\r\n")
            if line and not line.startswith(":"):
                name, value = line.split(": ", 1)
                event[name] = value
            elif not line and "event" in event:
                return event
        raise AssertionError("the stream has ended")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.file.close()
        self.socket.close()


class Services:
    """Kafka and Postgres: those of the run, or some of a test's own that it may stop and start."""

    def __init__(self, folder=None):
        self.own = folder is not None
        self.folder = pathlib.Path(folder or os.environ["TASKLOG_TEST_SERVICES"])
        if self.own:
            self.kafka_port, self.postgres_port = free_port(), free_port()
            self.kafka = f"127.0.0.1:{self.kafka_port}"
        else:
            self.kafka = os.environ["TASKLOG_TEST_KAFKA"]

    @property
    def postgres(self):
        return (self.folder / "postgres/url").read_text().strip()

    def script(self, name, *args):
        subprocess.run([REPO / "scripts" / name, *map(str, args)], check=True, stdin=subprocess.DEVNULL)

    def start_kafka(self):
        self.script("kafka", "start", self.folder / "kafka", self.kafka_port)

    def start_postgres(self):
        self.script("postgres", "start", self.folder / "postgres", self.postgres_port, "fsync=off")

    def kill_kafka(self):
        self.script("kafka", "kill", self.folder / "kafka")

    def kill_postgres(self):
        self.script("postgres", "kill", self.folder / "postgres")

    def sql(self, statement):
        return run("psql", self.postgres, "-XAtq", "-v", "ON_ERROR_STOP=1", "-c", statement).stdout

    def rows(self, statement):
        return [line.split("|") for line in self.sql(statement).splitlines()]


class SystemTest(unittest.TestCase):
    """A test with topics, a schema and processes of its own."""

    partitions = 4
    session_timeout_ms = 1500
    own_services = False
    binary = BINARY

    def setUp(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="tasklog-test."))
        self.folder.chmod(0o755)
        self.addCleanup(lambda: subprocess.run(["rm", "-rf", self.folder]))
        self.services = Services(self.folder if self.own_services else None)
        if self.own_services:
            self.addCleanup(self.services.kill_kafka)
            self.addCleanup(self.services.kill_postgres)
        name = uuid.uuid4().hex[:16]
        self.schema = f"test_{name}"
        self.prefix = f"test-{name}."
        self.processes = []
        self.addCleanup(self.stop_all)

    def environment(self):
        postgres = self.services.postgres if (self.services.folder / "postgres/url").exists() else f"postgresql://127.0.0.1:{self.services.postgres_port}/none"
        return {**os.environ, "TASKLOG_KAFKA": self.services.kafka, "TASKLOG_POSTGRES": postgres, "TASKLOG_SCHEMA": self.schema, "TASKLOG_AUDIT_SCHEMA": self.schema + "_audit", "TASKLOG_RECURRING_SCHEMA": self.schema + "_recurring",
                "TASKLOG_NOTIFICATIONS_SCHEMA": self.schema + "_notify", "TASKLOG_OUTBOX_SCHEMA": self.schema + "_outbox", "TASKLOG_IDENTITY_SCHEMA": self.schema + "_identity",
                "TASKLOG_TOPIC_PREFIX": self.prefix, "TASKLOG_GROUP_PREFIX": self.prefix, "TASKLOG_JWT_KEYS": f"test:{SECRET}",
                "TASKLOG_SESSION_TIMEOUT_MS": str(self.session_timeout_ms), "TASKLOG_METRICS_PORT": "0",
                "TASKLOG_IMPORT_FOLDER": str(self.folder / "imports")}

    def tasklog(self, *args, check=True, **extra):
        return run(self.binary, *args, check=check, env={**self.environment(), **extra})

    def migrate(self):
        self.tasklog("topics", "--partitions", self.partitions)
        self.tasklog("migrate")

    def start(self, role="serve", wait=True, port=None, **environment):
        process = Process(self, role, port or free_port(), environment)
        self.processes.append(process)
        if wait:
            process.wait_ready()
        return process

    def stop_all(self):
        for process in self.processes:
            process.kill()

    def alter_topic(self, name, *change):
        """Changes its settings as Kafka's own tool does."""
        run("java", "-cp", os.environ["TASKLOG_KAFKA_LIBS"] + "/*", "kafka.admin.ConfigCommand", "--bootstrap-server", self.services.kafka, "--entity-type", "topics",
            "--entity-name", self.prefix + name, "--alter", *change)

    def log(self):
        """The commits that count: (partition, offset, commit)."""
        out = []
        for line in self.tasklog("log", "cat", "--json").stdout.splitlines():
            record = json.loads(line)
            if record.get("counts"):
                EVENT_CONTRACT.check(record["commit"], "Commit")
                out.append((record["partition"], record["offset"], record["commit"]))
        return out

    def append(self, key, value, **headers):
        """A record as no instance of Tasklog would write it."""
        subprocess.run(["kcat", "-P", "-b", self.services.kafka, "-t", self.prefix + "events", "-p", "0", "-k", key, *(part for name, text in headers.items() for part in ("-H", f"{name}={text}"))], input=value if isinstance(value, bytes) else (value or "x").encode(), check=True)

    def settled(self, projection="tasks"):
        """Waits until a projection has applied all there is."""
        def lag():
            return {each["projection"]: each["lag"] for each in json.loads(self.tasklog("status", "--json", check=False).stdout)}[projection]

        eventually(lambda: lag() == 0, f"{projection} has applied all")

    def verify(self, *projections):
        """Every row is as a fresh rebuild from the log makes it."""
        for each in projections or ("all",):
            done = self.tasklog("replay", each, "--verify", check=False)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)


class Process:
    def __init__(self, test, role, port, environment):
        self.test, self.role, self.port, self.extra = test, role, port, environment
        self.metrics_port = free_port()
        self.log_path = test.folder / f"{role}-{port}.log"
        self.process = None
        self.begin()

    def begin(self):
        with open(self.log_path, "ab") as log:
            self.process = subprocess.Popen([self.test.binary, self.role, "--port", str(self.port), "--metrics-port", str(self.metrics_port)], env={**self.test.environment(), **self.extra},
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def log_text(self):
        return self.log_path.read_text(errors="replace")

    def api(self, user="", **kwargs):
        return Api([self.port], user, **kwargs)

    def ready(self):
        if self.process.poll() is not None:
            raise AssertionError(f"{self.role} has ended with {self.process.returncode}:\n{self.log_text()[-4000:]}")
        try:
            return Api([self.port], "", bearer="").request("GET", "/readyz", timeout=5)
        except (OSError, http.client.HTTPException):
            return None

    def wait_ready(self):
        def now():
            reply = self.ready()
            return reply and reply.status == 200
        try:
            eventually(now, "ready")
        except AssertionError as error:
            raise AssertionError(f"{error}\n{self.log_text()[-4000:]}") from None
        return self

    def metrics(self):
        return Api([self.metrics_port], "", bearer="").request("GET", "/metrics").text

    def metric(self, name):
        """The sum of a metric's series whose text begins so."""
        text = self.metrics()
        return sum(float(line.rsplit(" ", 1)[1]) for line in text.splitlines() if line.startswith(name))

    def signal(self, number):
        self.process.send_signal(number)

    def kill(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
            self.process.kill()
        self.process.wait()

    def restart(self):
        self.kill()
        self.begin()

    def stop(self):
        """As an operator does, and it ends well."""
        self.process.send_signal(signal.SIGTERM)
        code = self.process.wait(timeout=30)
        assert code == 0, f"{self.role} has ended with {code}:\n{self.log_text()[-4000:]}"
