#!/bin/sh
# Where the services are: TASKLOG_COMMAND, TASKLOG_QUERY, TASKLOG_IDENTITY, TASKLOG_NOTIFIER and TASKLOG_IMPORTER, host:port each, or TASKLOG_BACKEND for all.
set -eu
all=${TASKLOG_BACKEND:-tasklog:8080}
sed -e "s|@command@|${TASKLOG_COMMAND:-$all}|" -e "s|@query@|${TASKLOG_QUERY:-$all}|" \
    -e "s|@identity@|${TASKLOG_IDENTITY:-$all}|" -e "s|@notifier@|${TASKLOG_NOTIFIER:-$all}|" \
    -e "s|@importer@|${TASKLOG_IMPORTER:-$all}|" /etc/tasklog/nginx.conf >/tmp/nginx.conf
exec nginx -c /tmp/nginx.conf -g 'daemon off;'
