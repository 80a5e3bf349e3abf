#!/bin/sh
# kafka-settings.sh: prints, for each Kafka user of kafka-cluster.yaml, a secret with the settings that its roles connect by, out of
# what Strimzi's user operator has made. For: | kubectl -n tasklog apply -f -
set -eu
namespace=${1:-tasklog}
secret() { kubectl -n "$namespace" get secret "$1" -o "jsonpath={.data.$2}" | base64 -d; }
authority=$(secret tasklog-cluster-ca-cert 'ca\.crt')
for user in tasklog-command tasklog-reader tasklog-integrator tasklog-setup; do
    cat <<END
---
apiVersion: v1
kind: Secret
metadata: {name: $user-settings}
stringData:
  tasklog.toml: |
    kafka-setting = ["security.protocol=SASL_SSL", "sasl.mechanism=SCRAM-SHA-512", "sasl.username=$user", "sasl.password=$(secret "$user" password)",
      """ssl.ca.pem=
$(printf '%s\n' "$authority" | sed 's/^/      /')"""]
END
done
