#!/usr/bin/env bash
# Installs Tasklog with Dapr on a Kubernetes cluster: builds the images, installs what is missing, waits, tries it, prints the URL.
# Run again it upgrades; nothing that is there is lost.
set -euo pipefail
cd "$(dirname "$0")"

usage() {
    cat >&2 <<'END'
deploy_phase5.sh [--minikube] [options]     on minikube (started if need be), or on the present context of kubectl
  --namespace NAME    (tasklog)
  --release NAME      (tasklog)
  --registry PREFIX   push the images there, such as registry.example.org/team; without it they are loaded into minikube or kind
  --tag TAG           of the images (the commit)
  --no-build          the images are there already
  --no-dapr           install without Dapr
  --values FILE       further values of the chart, such as k8s/cloud-values.yaml
  --no-test           do not run the smoke test
  --delete            take Tasklog away; --delete-data its volumes and secrets, too
END
    exit 2
}

say() { printf '\033[1m%s\033[0m\n' "$*" >&2; }
die() { printf 'deploy_phase5: %s\n' "$*" >&2; exit 1; }
need() { command -v "$1" >/dev/null || die "$1 is not installed: $2"; }

minikube='' namespace=tasklog release=tasklog registry='' tag='' build=yes dapr=yes values=() smoke=yes delete=''
while [ $# -gt 0 ]; do
    case $1 in
        --minikube) minikube=yes && shift ;;
        --namespace) namespace=${2:?--namespace needs a name} && shift 2 ;;
        --release) release=${2:?--release needs a name} && shift 2 ;;
        --registry) registry=${2:?--registry needs a prefix}/ && shift 2 ;;
        --tag) tag=${2:?--tag needs a tag} && shift 2 ;;
        --no-build) build='' && shift ;;
        --no-dapr) dapr='' && shift ;;
        --values) values+=(--values "${2:?--values needs a file}") && shift 2 ;;
        --no-test) smoke='' && shift ;;
        --delete) delete=release && shift ;;
        --delete-data) delete=data && shift ;;
        *) usage ;;
    esac
done
tag=${tag:-$(git rev-parse --short HEAD 2>/dev/null || echo latest)}

need kubectl "see https://kubernetes.io/docs/tasks/tools/"
need helm "see https://helm.sh/docs/intro/install/"
if [ -n "$minikube" ]; then
    need minikube "see https://minikube.sigs.k8s.io/docs/start/"
    minikube status >/dev/null 2>&1 || { say "starting minikube"; minikube start --cpus 4 --memory 8g || die "minikube does not start: see above; 'minikube delete' and try again often helps"; }
    kubectl config use-context minikube >/dev/null
fi
context=$(kubectl config current-context 2>/dev/null) || die "kubectl has no context: choose one with 'kubectl config use-context', or say --minikube"
kubectl get namespaces >/dev/null 2>&1 || die "the cluster of the context $context does not answer: is it running, and may you use it?"

if [ -n "$delete" ]; then
    say "taking $release away from $context/$namespace"
    helm --namespace "$namespace" uninstall "$release" --ignore-not-found --wait
    if [ "$delete" = data ]; then
        kubectl --namespace "$namespace" delete persistentvolumeclaims,secrets -l "app.kubernetes.io/instance=$release" --ignore-not-found
    else
        say "its volumes and secrets are kept: --delete-data deletes them"
    fi
    exit 0
fi

builder() { command -v docker || command -v podman || command -v nerdctl || die "none of docker, podman and nerdctl is installed, which build the images; or say --no-build"; }
image() { # NAME DOCKERFILE
    local name=$registry$1:$tag
    say "building $name"
    if [ -n "$minikube" ] && [ -z "$registry" ]; then
        minikube image build -t "$name" -f "$2" . || die "the image could not be built: see above"
        return
    fi
    local docker
    docker=$(builder)
    "$docker" build -t "$name" -f "$2" --build-arg REVISION="$tag" . || die "the image could not be built: see above"
    if [ -n "$registry" ]; then
        "$docker" push "$name" || die "$name could not be pushed: are you signed in ($docker login)?"
    elif [[ $context == kind-* ]]; then
        kind load docker-image "$name" --name "${context#kind-}" || die "the image could not be loaded into kind"
    else
        die "the nodes of $context can't see an image of this machine: say --registry, or --no-build where they have it"
    fi
}
if [ -n "$build" ]; then
    image tasklog Dockerfile
    image tasklog-web frontend/Dockerfile
fi

settings=(--set-string "image.tag=$tag,webImage.tag=$tag" --set "image.repository=${registry}tasklog,webImage.repository=${registry}tasklog-web")
if [ -n "$dapr" ]; then
    if ! kubectl get crd components.dapr.io >/dev/null 2>&1; then
        say "installing Dapr"
        helm upgrade --install dapr dapr --repo https://dapr.github.io/helm-charts/ --version 1.14 --namespace dapr-system --create-namespace \
            --set dapr_sidecar_injector.sidecarDropALLCapabilities=true --wait --timeout 5m || die "Dapr could not be installed (see above): try again, or say --no-dapr"
    fi
    settings+=(--set "dapr.enabled=true,config.integration=dapr")
fi

say "installing Tasklog into $context/$namespace"
kubectl get namespace "$namespace" >/dev/null 2>&1 || kubectl create namespace "$namespace" >/dev/null
kubectl label namespace "$namespace" pod-security.kubernetes.io/enforce=restricted --overwrite >/dev/null
if ! helm --namespace "$namespace" upgrade --install "$release" helm/todo-app "${settings[@]}" ${values[@]+"${values[@]}"} --wait --timeout 10m; then
    kubectl --namespace "$namespace" get pods >&2
    kubectl --namespace "$namespace" get events --field-selector type=Warning --sort-by=.lastTimestamp 2>/dev/null | tail -10 >&2
    die "Tasklog did not get ready in 10 minutes. The pods and warnings stand above; 'kubectl -n $namespace logs POD' says more. Run this again when it is mended: it goes on."
fi

if [ -n "$smoke" ]; then
    say "trying it"
    helm --namespace "$namespace" test "$release" --logs --timeout 5m || die "the smoke test failed: see above. Tasklog is installed all the same."
fi

host=$(kubectl --namespace "$namespace" get ingress "$release" -o 'jsonpath={.spec.rules[0].host}' 2>/dev/null || true)
if [ -n "$host" ]; then
    say "Tasklog is at https://$host"
elif [ -n "$minikube" ]; then
    say "Tasklog is at $(minikube service --namespace "$namespace" "$release-frontend" --url 2>/dev/null | head -1 || echo "minikube service -n $namespace $release-frontend")"
else
    say "Tasklog is at http://localhost:8080 after: kubectl --namespace $namespace port-forward service/$release-frontend 8080:80"
fi
