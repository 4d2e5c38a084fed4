#!/usr/bin/env bash
# Succeeds if the server on this machine says that it is ready. Needs bash alone, and curl where it speaks TLS.
#
#   docker/health-check.sh [PORT]
#
# It speaks TLS if MOTCUA_SERVER_CERTIFICATE is set. The certificate's name is not this machine's, so it is not checked.
set -euo pipefail

port="${1-8080}"
if [[ -n "${MOTCUA_SERVER_CERTIFICATE-}" ]]; then
    exec curl --silent --fail --insecure --max-time 3 --output /dev/null "https://127.0.0.1:$port/health/ready"
fi
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' >&3
IFS= read -r -t 3 status <&3
[[ "$status" == "HTTP/1.1 200 "* ]]
