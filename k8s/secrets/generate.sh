#!/bin/sh
# generate.sh: prints app-secrets with random values, for: | kubectl -n tasklog apply -f -
# Once: who changes jwt-keys signs everyone out, and a Postgres that has data keeps its old password.
#   POSTGRES=postgresql://user:password@host/name generate.sh     for a Postgres elsewhere
set -eu
random() { head -c 96 /dev/urandom | base64 | tr -d '+/=\n' | cut -c1-"$1"; }
password=$(random 32)
cat <<END
apiVersion: v1
kind: Secret
metadata:
  name: app-secrets
type: Opaque
stringData:
  jwt-keys: "k1:$(random 48)"
  postgres: "${POSTGRES:-postgresql://tasklog:$password@tasklog-postgres:5432/tasklog}"
  postgres-password: "$password"
  dapr-app-token: "$(random 32)"
  smtp-user: "${SMTP_USER:-}"
  smtp-password: "${SMTP_PASSWORD:-}"
END
