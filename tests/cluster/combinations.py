"""Which values of the chart are looked at together."""
import pathlib
import subprocess

CHART = pathlib.Path(__file__).resolve().parents[2] / "helm/todo-app"
DAPR = ["--set", "dapr.enabled=true,config.integration=dapr"]
COMBINATIONS = {
    "as it comes": [],
    "with Dapr": DAPR,
    "Dapr for nothing but publishing": DAPR + ["--set", "dapr.secrets=false,dapr.stateStore=false,dapr.reminders=false,dapr.tracing.otlpEndpoint=otel:4317"],
    "services elsewhere": ["--set", "kafka.bundled.enabled=false,kafka.brokers=kafka:9092,kafka.settingsSecret=kafka,postgres.bundled.enabled=false,existingSecret=app-secrets,roles.command.settingsSecret=writer"],
    "ingress": ["--set", "ingress.enabled=true,ingress.tls.enabled=true,ingress.className=nginx"],
    "autoscaling": ["--set", "roles.command.autoscaling.enabled=true,roles.query.autoscaling.enabled=true,roles.identity.autoscaling.enabled=true,frontend.autoscaling.enabled=true"],
    "nothing optional": ["--set", "networkPolicy.enabled=false,podDisruptionBudgets.enabled=false,topologySpread.enabled=false,config.integration=off"],
    "mails and single sign-on": ["--set", "config.smtp.url=smtp://mail:587,config.registration=mail,config.oidc.issuer=https://id.example.org,config.oidc.audience=tasklog"],
}
# They need custom resources that not every cluster has.
WITH_OPERATORS = {
    "Gateway API, KEDA and Prometheus": ["--set", "httpRoute.enabled=true,httpRoute.parentRefs[0].name=gateway,serviceMonitor.enabled=true,roles.projector.keda.enabled=true"],
    "in a cloud": ["--values", str(CHART.parents[1] / "k8s/cloud-values.yaml")],
}
COMBINATIONS_OF_A_PLAIN_CLUSTER = dict(COMBINATIONS)
COMBINATIONS.update(WITH_OPERATORS)


def rendered(values, *more):
    done = subprocess.run(["helm", "template", "tasklog", CHART, "--kube-version", "1.33.0", *more, *values], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout
