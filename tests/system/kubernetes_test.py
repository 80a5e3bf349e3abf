"""The chart and the plain manifests without a cluster: every combination of values and every file is what Kubernetes' schemas allow, kube-score
finds no fault, values that make no sense are refused with a word, and k8s/ is as the chart has it."""
import os, pathlib, subprocess, sys, unittest

REPO = pathlib.Path(__file__).resolve().parents[2]
sys.path.insert(0, str(REPO / "tests/cluster"))
from combinations import COMBINATIONS, rendered

TOOLS = pathlib.Path(os.environ["TASKLOG_KUBERNETES_TOOLS"])
os.environ["PATH"] += f":{TOOLS / 'bin'}"
CHART = REPO / "helm/todo-app"
# Strimzi publishes its schemas in no package: its objects are looked at by nobody here.
NOT_KNOWN = "Kafka,KafkaNodePool,KafkaTopic,KafkaUser,Kustomization"
# What kube-score says of, and why it does not matter here.
ALLOWED = {
    "container-image-pull-policy": "images have versions, and a laptop's cluster has no registry",
    "container-ephemeral-storage-request-and-limit": "the only thing written is a temporary file",
    "container-resources": "no limit of processor time: it would throttle what is idle most of the time",
    "pod-networkpolicy": "ingress is limited; egress goes to mail servers and webhooks anywhere",
    "deployment-has-host-podantiaffinity": "topology spread constraints do that",
    "statefulset-has-host-podantiaffinity": "the bundled Kafka and Postgres run once each, for a try",
    "deployment-replicas": "a role with one replica: its work waits for a while when the pod moves",
    "container-security-context-user-group-id": "those of the public images of Kafka and Postgres are low; ours are 10001",
    "pod-probes-identical": "nginx, Kafka and Postgres answer one way: alive is ready",
}


def run(*args, input=None):
    return subprocess.run([str(arg) for arg in args], capture_output=True, text=True, input=input)


class KubernetesTest(unittest.TestCase):
    def conforms(self, text, what):
        done = run("kubeconform", "-strict", "-summary", "-kubernetes-version", "1.33.0", "-skip", NOT_KNOWN, "-schema-location", f"{TOOLS}/schemas/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json", "-", input=text)
        self.assertEqual(done.returncode, 0, f"{what}:\n{done.stdout}{done.stderr}")
        self.assertNotIn("Valid: 0,", done.stdout)

    def test_every_combination_of_values_conforms(self):
        for name, values in COMBINATIONS.items():
            with self.subTest(name):
                self.conforms(rendered(values), name)

    def test_an_unknown_member_is_found(self):
        done = run("kubeconform", "-strict", "-schema-location", f"{TOOLS}/schemas/{{{{.ResourceKind}}}}{{{{.KindSuffix}}}}.json", "-",
                   input="apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: x}\nspec: {selector: {}, template: {spec: {containers: [{name: x, colour: red}]}}}\n")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("colour", done.stdout)

    def test_every_plain_manifest_conforms(self):
        files = [path for folder in ("k8s", "examples") for path in sorted((REPO / folder).rglob("*.yaml")) if path.name not in ("values.yaml", "cloud-values.yaml", "kustomization.yaml")]
        self.assertGreater(len(files), 35)
        for path in files:
            with self.subTest(path.relative_to(REPO)):
                if path.name != "kafka-cluster.yaml":
                    self.conforms(path.read_text(), path)

    def test_the_plain_manifests_are_as_the_chart_has_them(self):
        done = run(REPO / "scripts/manifests", "--check")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_kube_score_finds_no_fault(self):
        ignored = [flag for name in ALLOWED for flag in ("--ignore-test", name)]
        for name, values in COMBINATIONS.items():
            with self.subTest(name):
                without = ["--ignore-test", "deployment-has-poddisruptionbudget"] if name == "nothing optional" else []
                done = run("kube-score", "score", "--kubernetes-version", "v1.33", "--output-format", "ci", *ignored, *without, "-", input=rendered(values, "--no-hooks"))
                faults = [line for line in done.stdout.splitlines() if line.startswith(("[CRITICAL]", "[WARNING]"))]
                self.assertEqual(faults, [])

    def test_helm_lint(self):
        done = run("helm", "lint", "--strict", "--kube-version", "1.33.0", CHART)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_values_that_make_no_sense_are_refused_with_a_word(self):
        for setting, said in {
            "kafka.bundled.enabled=false": "at '/kafka/brokers'", "kafka.brokers=kafka:9092": "at '/kafka/brokers'", "kafka.partitions=0": "at '/kafka/partitions'", "config.integration=dapr": "at '/dapr/enabled'",
            "dapr.enabled=true,config.integration=off": "at '/config/integration'", "postgres.bundled.enabled=false": "at '/existingSecret'", "config.registration=mail": "at '/config/smtp/url'",
            "config.registration=anyone": "at '/config/registration'", "config.publicUrl=tasks.example.org": "at '/config/publicUrl'", "roles.command.replicas=-1": "at '/roles/command/replicas'",
            "roles.commander.replicas=1": "'commander' not allowed", "replicas=2": "'replicas' not allowed", "httpRoute.enabled=true": "at '/httpRoute/parentRefs'", "config.extraEnv.PATH=x": "at '/config/extraEnv'",
            "config.oidc.issuer=https://id.example.org": "at '/config/oidc/audience'", "postgres.bundled.storage=much": "at '/postgres/bundled/storage'",
        }.items():
            with self.subTest(setting):
                done = run("helm", "template", "t", CHART, "--kube-version", "1.33.0", "--set", setting)
                self.assertNotEqual(done.returncode, 0)
                self.assertIn(said, done.stderr)

    def test_secrets_are_random_and_the_script_makes_what_the_roles_read(self):
        printed = run(REPO / "k8s/secrets/generate.sh").stdout
        self.conforms(printed, "generate.sh")
        self.assertNotEqual(printed, run(REPO / "k8s/secrets/generate.sh").stdout)
        shape = (REPO / "k8s/secrets/app-secrets.yaml").read_text()
        keys = lambda text: {line.split(":")[0].strip() for line in text.split("stringData:")[1].splitlines() if line.strip()}
        self.assertEqual(keys(printed), keys(shape))


if __name__ == "__main__":
    unittest.main()
