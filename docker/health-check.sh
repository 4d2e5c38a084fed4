#!/usr/bin/env bash
# Succeeds if the server on this machine says that it is ready. Needs bash alone.
#
#   docker/health-check.sh [PORT]
set -euo pipefail

port="${1-8080}"
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
IFS= read -r -t 3 status <&3
[[ "$status" == "HTTP/1.1 200 "* ]]
