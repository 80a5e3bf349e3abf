{{/* The front of every name. */}}
{{- define "tasklog.name" -}}
{{- .Release.Name | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{- define "tasklog.secret" -}}
{{- .Values.existingSecret | default (printf "%s-secrets" (include "tasklog.name" .)) -}}
{{- end -}}

{{- define "tasklog.image" -}}
{{- printf "%s:%s" .Values.image.repository (.Values.image.tag | default .Chart.AppVersion) -}}
{{- end -}}

{{- define "tasklog.kafka" -}}
{{- if .Values.kafka.bundled.enabled -}}{{ include "tasklog.name" . }}-kafka:9092{{- else -}}{{ .Values.kafka.brokers }}{{- end -}}
{{- end -}}

{{/* (dict "root" . "component" "command") */}}
{{- define "tasklog.selector" -}}
app.kubernetes.io/name: tasklog
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "tasklog.labels" -}}
{{ include "tasklog.selector" . }}
app.kubernetes.io/part-of: tasklog
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
{{- end -}}

{{/* What all roles are told, and is no secret. */}}
{{- define "tasklog.config" -}}
{{- $name := include "tasklog.name" . -}}
TASKLOG_KAFKA: {{ include "tasklog.kafka" . | quote }}
TASKLOG_LISTEN: 0.0.0.0
TASKLOG_PORT: "8080"
TASKLOG_METRICS_LISTEN: 0.0.0.0
TASKLOG_METRICS_PORT: "9464"
TASKLOG_COMMANDS_URL: http://{{ $name }}-command:8080
TASKLOG_IDENTITY_URL: http://{{ $name }}-identity:8080
TASKLOG_PUBLIC_URL: {{ .Values.config.publicUrl | quote }}
TASKLOG_LOG_LEVEL: {{ .Values.config.logLevel }}
TASKLOG_LOOPS: {{ .Values.config.loops | quote }}
TASKLOG_TRUSTED_PROXIES: {{ .Values.config.trustedProxies | quote }}
TASKLOG_INTEGRATION: {{ .Values.config.integration | quote }}
{{- with .Values.config.registration }}
TASKLOG_REGISTRATION: {{ . }}
{{- end }}
{{- with .Values.config.smtp }}
{{- if .url }}
TASKLOG_SMTP_URL: {{ .url | quote }}
TASKLOG_SMTP_FROM: {{ .from | quote }}
TASKLOG_SMTP_TLS: {{ .tls }}
{{- end }}
{{- end }}
{{- with .Values.config.oidc }}
{{- if .issuer }}
TASKLOG_OIDC_ISSUER: {{ .issuer | quote }}
TASKLOG_OIDC_AUDIENCE: {{ .audience | quote }}
TASKLOG_OIDC_ALGORITHM: {{ .algorithm }}
{{- end }}
{{- end }}
{{- if .Values.dapr.enabled }}
TASKLOG_DAPR_PUBSUB: tasklog-pubsub
{{- if .Values.dapr.reminders }}
TASKLOG_REMINDERS_FROM: dapr
{{- end }}
{{- end }}
{{- range $key, $value := .Values.config.extraEnv }}
{{ $key }}: {{ $value | quote }}
{{- end }}
{{- end -}}

{{/* The secrets as environment variables. */}}
{{- define "tasklog.secretEnv" -}}
{{- $secret := include "tasklog.secret" . }}
- name: TASKLOG_JWT_KEYS
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: jwt-keys}}
- name: TASKLOG_POSTGRES
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: postgres}}
{{- if .Values.config.smtp.url }}
- name: TASKLOG_SMTP_USER
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: smtp-user, optional: true}}
- name: TASKLOG_SMTP_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ $secret }}, key: smtp-password, optional: true}}
{{- end }}
{{- end -}}

{{/* Of every container here: Pod Security Standards, restricted. */}}
{{- define "tasklog.containerSecurity" -}}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
{{- end -}}

{{/* (user id) */}}
{{- define "tasklog.podSecurity" -}}
securityContext:
  runAsNonRoot: true
  runAsUser: {{ . }}
  runAsGroup: {{ . }}
  fsGroup: {{ . }}
  seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{/* (dict "root" . "component" "command"): where pods go */}}
{{- define "tasklog.placement" -}}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{ toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{ toYaml . | nindent 2 }}
{{- end }}
{{- if .root.Values.topologySpread.enabled }}
topologySpreadConstraints:
  {{- range list "topology.kubernetes.io/zone" "kubernetes.io/hostname" }}
  - maxSkew: 1
    topologyKey: {{ . }}
    whenUnsatisfiable: ScheduleAnyway
    labelSelector: {matchLabels: {{ include "tasklog.selector" $ | fromYaml | toJson }}}
  {{- end }}
{{- end }}
{{- end -}}

{{/* (the secret with the file of settings) */}}
{{- define "tasklog.configFile" -}}
{{- if . }}
- name: settings
  secret: {secretName: {{ . }}, items: [{key: tasklog.toml, path: tasklog.toml}]}
{{- end }}
{{- end -}}
