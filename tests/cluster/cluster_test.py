"""Tasklog on a real Kubernetes: installed by its chart, with Dapr and without, upgraded and rolled back under load, its pods deleted one after the other.

Run by ./dev test --cluster, which brings the cluster, Dapr and the images.
"""
import json, os, pathlib, subprocess, time, unittest

import yaml

from combinations import COMBINATIONS_OF_A_PLAIN_CLUSTER, DAPR, rendered

REPO = pathlib.Path(__file__).resolve().parents[2]
CHART = REPO / "helm/todo-app"
RELEASE = "tasklog"
ROLES = ["command", "query", "projector", "recurring", "notifier", "audit", "integrator", "identity", "importer"]
VALUES = ["--set-string", "image.tag=1,webImage.tag=1", "--set", "kafka.partitions=8"]


def run(*args, check=True, input=None, timeout=600):
    done = subprocess.run([str(arg) for arg in args], capture_output=True, text=True, input=input, timeout=timeout)
    if check and done.returncode != 0:
        raise AssertionError(f"{' '.join(map(str, args))}: exit {done.returncode}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}")
    return done.stdout if check else done


def eventually(condition, what, seconds=120):
    until = time.monotonic() + seconds
    while True:
        value = condition()
        if value:
            return value
        if time.monotonic() > until:
            raise AssertionError(f"it did not come about in {seconds} s: {what}")
        time.sleep(0.5)


class ClusterTest(unittest.TestCase):
    """One namespace, held to restricted Pod Security, with one release."""

    namespace = ""
    values = []

    @classmethod
    def setUpClass(cls):
        cls.kubectl("delete", "namespace", cls.namespace, "--ignore-not-found", "--wait", namespace=None)
        release_volumes()
        cls.kubectl("create", "namespace", cls.namespace, namespace=None)
        cls.kubectl("label", "namespace", cls.namespace, "pod-security.kubernetes.io/enforce=restricted", namespace=None)
        cls.helm("install", RELEASE, CHART, *VALUES, *cls.values, "--wait", "--wait-for-jobs", "--timeout", "5m")

    @classmethod
    def tearDownClass(cls):
        cls.kubectl("delete", "namespace", cls.namespace, "--wait", namespace=None)
        release_volumes()

    @classmethod
    def kubectl(cls, *args, namespace=True, **more):
        return run("kubectl", *(["--namespace", cls.namespace] if namespace else []), *args, **more)

    @classmethod
    def helm(cls, *args, **more):
        return run("helm", "--namespace", cls.namespace, *args, **more)

    def pods(self, component):
        found = json.loads(self.kubectl("get", "pods", "-o", "json", "-l", f"app.kubernetes.io/component={component}"))["items"]
        return {pod["metadata"]["name"]: any(each["type"] == "Ready" and each["status"] == "True" for each in pod["status"].get("conditions", []))
                for pod in found if not pod["metadata"].get("deletionTimestamp")}

    def sql(self, statement):
        return self.kubectl("exec", f"{RELEASE}-postgres-0", "--", "psql", "-U", "tasklog", "-d", "tasklog", "-Atc", statement).strip()

    def tasklog(self, *args, **more):
        return self.kubectl("exec", f"deploy/{RELEASE}-projector", "-c", "projector", "--", "tasklog", *args, **more)

    def passes_its_own_tests(self):
        """helm test, then the same from outside, through a port of this machine."""
        told = self.helm("test", RELEASE, "--logs", "--timeout", "3m")
        self.assertIn("OK", told)
        port = 18080
        forward = subprocess.Popen(["kubectl", "--namespace", self.namespace, "port-forward", f"service/{RELEASE}-frontend", f"{port}:80"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.addCleanup(forward.wait)
        self.addCleanup(forward.terminate)
        self.addCleanup(forward.stdout.close)
        self.assertIn("Forwarding", forward.stdout.readline())
        tokens = pathlib.Path(os.environ["TASKLOG_TEST_FOLDER"]) / self.namespace
        tokens.mkdir(exist_ok=True)
        for name in ("one", "two"):
            (tokens / name).write_text(self.token(f"outside-{name}"))
        done = run("/usr/bin/python3", REPO / "tests/integration_test_phase5.py", "--url", f"http://127.0.0.1:{port}", "--tokens", tokens, check=False, timeout=300)
        self.assertEqual(done.returncode, 0, done.stderr)

    def token(self, user):
        keys = json.loads(self.kubectl("get", "secret", f"{RELEASE}-secrets", "-o", "json"))["data"]["jwt-keys"]
        return self.kubectl("exec", f"deploy/{RELEASE}-projector", "-c", "projector", "--", "sh", "-c", f"TASKLOG_DAPR_SECRETS= TASKLOG_JWT_KEYS=$(echo {keys} | base64 -d) tasklog token --user {user} --hours 1").strip()


def release_volumes():
    """Where the run has brought the cluster itself: its volumes are folders of this machine, which nobody else empties."""
    if os.environ.get("TASKLOG_TEST_OWN_CLUSTER") != "yes":
        return
    for volume in json.loads(run("kubectl", "get", "pv", "-o", "json"))["items"]:
        path = volume["spec"].get("hostPath", {}).get("path")
        if volume["status"]["phase"] == "Released" and path and volume["spec"]["persistentVolumeReclaimPolicy"] == "Retain":
            subprocess.run(f"rm -rf '{path}'/* '{path}'/.[!.]*", shell=True, check=False)
            run("kubectl", "patch", "pv", volume["metadata"]["name"], "--type=json", "-p", '[{"op":"remove","path":"/spec/claimRef"}]', check=False)


class Load:
    """tests/cluster/load.py in a pod of its own."""

    def __init__(self, test, people=6):
        self.test = test
        image = yaml.safe_load((CHART / "values.yaml").read_text())["tests"]["image"]
        test.kubectl("delete", "pod,configmap", "load", "--ignore-not-found", "--wait")
        test.kubectl("create", "configmap", "load", f"--from-file={REPO / 'tests/cluster/load.py'}")
        secure = {"allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}}
        shared = {"name": "shared", "mountPath": "/shared"}
        pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "load", "labels": {"app": "load"}},
               "spec": {"restartPolicy": "Never", "automountServiceAccountToken": False, "securityContext": {"runAsNonRoot": True, "runAsUser": 10001, "seccompProfile": {"type": "RuntimeDefault"}},
                        "initContainers": [{"name": "tokens", "image": "tasklog:1", "imagePullPolicy": "IfNotPresent", "command": ["sh", "-ec"], "securityContext": secure, "volumeMounts": [shared],
                                            "args": [f"for n in $(seq {people}); do tasklog token --user load-$n-{time.time_ns()} --hours 2 >/shared/$n; done"],
                                            "env": [{"name": "TASKLOG_JWT_KEYS", "valueFrom": {"secretKeyRef": {"name": f"{RELEASE}-secrets", "key": "jwt-keys"}}}]}],
                        "containers": [{"name": "load", "image": image, "imagePullPolicy": "IfNotPresent", "command": ["python3", "/load/load.py", f"{RELEASE}-frontend", "/shared"], "securityContext": secure,
                                        "volumeMounts": [shared, {"name": "load", "mountPath": "/load"}, {"name": "tmp", "mountPath": "/tmp"}]}],
                        "volumes": [{"name": "shared", "emptyDir": {}}, {"name": "tmp", "emptyDir": {}}, {"name": "load", "configMap": {"name": "load"}}]}}
        test.kubectl("apply", "-f", "-", input=json.dumps(pod))
        eventually(lambda: "started" in test.kubectl("logs", "load", "-c", "load", check=False).stdout, "the load runs")

    def end(self):
        """What came of it; fails unless every command was settled and all that was acknowledged is shown, and no more."""
        self.test.kubectl("exec", "load", "-c", "load", "--", "touch", "/tmp/stop")
        phase = lambda: self.test.kubectl("get", "pod", "load", "-o", "jsonpath={.status.phase}")
        eventually(lambda: phase() in ("Succeeded", "Failed"), "the load's end")
        told = self.test.kubectl("logs", "load", "-c", "load")
        self.test.assertEqual(phase(), "Succeeded", told)
        result = json.loads(told.splitlines()[-1])
        print(f"\n  {self.test.id().rsplit('.', 1)[1]}: {result}", flush=True)
        self.test.assertEqual([result[name] for name in ("missing", "extra", "wrong", "refused")], [0, 0, 0, []])
        self.test.assertGreater(result["commands"], 200)
        return result


class PlainTest(ClusterTest):
    namespace = "tasklog-plain"

    def test_1_passes_its_own_tests(self):
        self.passes_its_own_tests()

    def test_2_is_upgraded_and_rolled_back_under_load(self):
        load = Load(self)
        self.helm("upgrade", RELEASE, CHART, *VALUES, "--set-string", "image.tag=2", *self.values, "--wait", "--timeout", "5m")
        images = self.kubectl("get", "pods", "-l", "app.kubernetes.io/component=command", "-o", "jsonpath={.items[*].spec.containers[*].image}")
        self.assertIn("tasklog:2", images)
        self.helm("rollback", RELEASE, "1", "--wait", "--timeout", "5m")
        load.end()
        self.tasklog("replay", "all", "--verify")

    def test_3_heals_when_any_pod_is_deleted_under_load(self):
        load = Load(self)
        for component in ROLES + ["frontend", "kafka", "postgres"]:
            before = self.pods(component)
            self.kubectl("delete", "pod", next(iter(before)), "--grace-period=0", "--force")
            eventually(lambda: (now := self.pods(component)) and len(now) == len(before) and all(now.values()) and (component in ("kafka", "postgres") or set(now) != set(before)), f"{component} is there again", 180)
        eventually(lambda: all(ready for role in ROLES for ready in self.pods(role).values()), "all are ready", 180)
        load.end()
        self.tasklog("replay", "all", "--verify")
        eventually(lambda: self.sql("SELECT count(*) FROM integration_outbox.messages") == "0", "all integration events are published")
        self.passes_its_own_tests()


class DaprTest(ClusterTest):
    namespace = "tasklog-dapr"
    values = DAPR

    def test_1_passes_its_own_tests(self):
        for component in ("integrator", "notifier", "query"):
            [containers] = {len(pod["spec"]["containers"]) + sum(1 for each in pod["spec"].get("initContainers", []) if each["name"] == "daprd")
                            for pod in json.loads(self.kubectl("get", "pods", "-o", "json", "-l", f"app.kubernetes.io/component={component}"))["items"]}
            self.assertEqual(containers, 2, f"{component} has its sidecar")
        self.passes_its_own_tests()
        # The reminders went through Kafka and the notifier's subscription into the outbox, once each.
        reminders = self.sql("SELECT count(*) FROM notifications_v1.notifications WHERE body LIKE '%\"kind\":\"reminder\"%'")
        self.assertEqual(reminders, "2")
        eventually(lambda: self.sql("SELECT count(*) FROM outbox.notices WHERE body LIKE '%\"kind\":\"reminder\"%'") == reminders, "the reminders came by the subscription")
        self.assertEqual(self.sql("SELECT count(*) FROM (SELECT body::jsonb - 'read' FROM outbox.notices WHERE body LIKE '%reminder%' EXCEPT SELECT body::jsonb - 'read' FROM notifications_v1.notifications) AS other"), "0")

    def test_2_another_teams_program_counts_completions(self):
        token = self.token("counted")
        self.kubectl("create", "secret", "generic", "completions", f"--from-literal=token={token}")
        self.kubectl("apply", "-f", REPO / "examples/completions/deploy.yaml", "-f", REPO / "k8s/dapr/subscriptions/completions.yaml")
        self.kubectl("rollout", "status", "deployment/completions", "--timeout=180s")
        ask = ("import http.client,json,sys,urllib.request\n"
               "def ask(path, body=None):\n"
               f"    request = urllib.request.Request('http://{RELEASE}-frontend' + path, body and json.dumps(body).encode(), {{'Authorization': 'Bearer ' + sys.argv[1]}})\n"
               "    return json.load(urllib.request.urlopen(request, timeout=30))\n"
               "for n in range(5):\n"
               "    made = ask('/api/v1/commands', {'type': 'CreateTask', 'title': f'task {n}'})['results'][0]['id']\n"
               "    ask('/api/v1/commands', {'type': 'CompleteTask', 'task': made})\n"
               "print(ask('/api/v1/workspaces')['items'][0]['id'])\n")
        workspace = self.kubectl("exec", "deploy/completions", "-c", "completions", "--", "/venv/bin/python", "-c", ask, token).strip().splitlines()[-1]
        look = f"import urllib.request; print(urllib.request.urlopen('http://127.0.0.1:8080/completions/{workspace}').read().decode())"
        counted = lambda: json.loads(self.kubectl("exec", "deploy/completions", "-c", "completions", "--", "/venv/bin/python", "-c", look))
        eventually(lambda: counted()["count"] == 5, "five completions are counted")
        self.assertEqual(counted()["last"]["title"], "task 4", "the query service was called")

    def test_3_heals_when_the_publisher_and_the_subscriber_are_deleted_under_load(self):
        load = Load(self, 3)
        for component in ("integrator", "notifier", "kafka"):
            before = self.pods(component)
            self.kubectl("delete", "pod", next(iter(before)), "--grace-period=0", "--force")
            eventually(lambda: (now := self.pods(component)) and all(now.values()) and (component == "kafka" or set(now) != set(before)), f"{component} is there again", 180)
        load.end()
        eventually(lambda: self.sql("SELECT count(*) FROM integration_outbox.messages") == "0", "all integration events are published", 180)


class ManifestTest(unittest.TestCase):
    """The API server itself takes every combination of values, and every plain manifest."""

    def test_every_combination_of_values(self):
        for name, values in COMBINATIONS_OF_A_PLAIN_CLUSTER.items():
            with self.subTest(name):
                run("kubectl", "apply", "--dry-run=server", "-f", "-", input=rendered(values))

    def test_every_plain_manifest(self):
        run("kubectl", "apply", "--dry-run=server", "-k", REPO / "k8s")
        for extra in ("kafka/single-broker.yaml", "postgres/single-server.yaml", "dapr/components", "dapr/subscriptions"):
            run("kubectl", "apply", "--dry-run=server", "-f", REPO / "k8s" / extra)


del ClusterTest

if __name__ == "__main__":
    unittest.main(verbosity=2)
