"""See scripts/manifests."""
import pathlib
import re
import subprocess
import sys

import yaml

REPO = pathlib.Path(__file__).resolve().parents[1]
K8S = REPO / "k8s"
HEAD = "# Made from helm/todo-app by scripts/manifests: change the chart.\n"

def rendered(*values):
    """The chart's objects: (kind, name, text). What helm alone needs is left out."""
    out = subprocess.run(["helm", "template", "tasklog", REPO / "helm/todo-app", "--kube-version", "1.33.0", "--no-hooks", "--values", K8S / "values.yaml", *values], check=True, capture_output=True, text=True).stdout
    for text in re.split(r"^---$", out, flags=re.M):
        text = "".join(line for line in text.splitlines(keepends=True) if not line.startswith("# Source:") and "managed-by: Helm" not in line).strip() + "\n"
        text = re.sub(r"[ \t]+$", "", text, flags=re.M)
        found = yaml.safe_load(text)
        if found:
            yield found["kind"], found["metadata"]["name"].removeprefix("tasklog-"), text


def placed():
    """path -> texts"""
    files = {}

    def put(path, text):
        files.setdefault(path, []).append(text)

    for kind, name, text in rendered():
        if name in ("kafka", "postgres"):
            put({"kafka": "kafka/single-broker.yaml", "postgres": "postgres/single-server.yaml"}[name], text)
        elif kind == "Deployment":
            put(f"deployments/{name}.yaml", text)
        elif kind == "Service":
            put(f"services/{name}.yaml", text)
        elif kind == "ConfigMap":
            put("configmaps/app-config.yaml", text)
        elif kind == "NetworkPolicy":
            put("common/network-policies.yaml", text)
        elif kind == "PodDisruptionBudget":
            put("common/pod-disruption-budgets.yaml", text)
        elif kind == "Job":
            put("common/setup-job.yaml", text)
        elif kind == "ServiceAccount":
            put("common/service-account.yaml", text)
    optional = ["ingress.enabled=true,ingress.className=nginx", "serviceMonitor.enabled=true", "roles.projector.keda.enabled=true", "frontend.autoscaling.enabled=true",
                *(f"roles.{role}.autoscaling.enabled=true" for role in ("command", "query", "identity"))]
    where = {"Ingress": "ingress.yaml", "ServiceMonitor": "production/service-monitor.yaml", "ScaledObject": "autoscaling/keda.yaml", "HorizontalPodAutoscaler": "autoscaling/hpa.yaml"}
    for kind, name, text in rendered("--set", ",".join(optional)):
        if kind in where:
            put(where[kind], text)
    dapr = {("Component", "pubsub"): "components/pubsub-kafka.yaml", ("Component", "state"): "components/state-postgres.yaml", ("Component", "secret-store"): "components/secrets-k8s.yaml",
            ("Configuration", "tasklog"): "configuration.yaml", ("Resiliency", "tasklog"): "resiliency.yaml"}
    for kind, name, text in rendered("--set", "dapr.enabled=true,config.integration=dapr"):
        if (kind, name) in dapr:
            put("dapr/" + dapr[kind, name], text)
        elif kind in ("Role", "RoleBinding"):
            put("dapr/secret-reader.yaml", text)
    made = {path: HEAD + "---\n".join(texts) for path, texts in files.items()}
    for folder in ("common", "configmaps", "deployments", "services", "autoscaling"):
        names = sorted(path.split("/")[1] for path in made if path.startswith(folder + "/"))
        made[f"{folder}/kustomization.yaml"] = HEAD + "apiVersion: kustomize.config.k8s.io/v1beta1\nkind: Kustomization\nresources:\n" + "".join(f"  - {name}\n" for name in names)
    return made


def main():
    wanted = placed()
    if "--check" not in sys.argv[1:]:
        for path, text in wanted.items():
            (K8S / path).parent.mkdir(parents=True, exist_ok=True)
            (K8S / path).write_text(text)
        return 0
    made = {str(path.relative_to(K8S)) for path in K8S.rglob("*.yaml") if path.read_text().startswith(HEAD)}
    wrong = [f"k8s/{path} is not as the chart has it: run scripts/manifests" for path, text in sorted(wanted.items()) if not (K8S / path).exists() or (K8S / path).read_text() != text]
    wrong += [f"k8s/{path} is in the chart no more: take it away" for path in sorted(made - set(wanted))]
    print("\n".join(wrong) or f"{len(wanted)} manifests are as the chart has them")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
