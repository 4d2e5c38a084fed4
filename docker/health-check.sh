#!/usr/bin/env bash
# Succeeds if the server on this machine says that it is ready. Needs bash and coreutils, and curl where it speaks TLS.
#
#   docker/health-check.sh [PORT]
#
# Plain HTTP is tried first, and TLS where that is not answered 200, because the certificate may be named in motcua.yaml;
# with MOTCUA_SERVER_CERTIFICATE TLS alone. The certificate's name is not this machine's, so it is not checked. It ends
# within the five seconds that a container's engine gives it.
set -euo pipefail

port="${1-8080}"

answers_plainly() {
    # Whoever speaks TLS hangs up, or waits for more.
    timeout 2 bash -c '
        exec 3<>"/dev/tcp/127.0.0.1/$0"
        printf "GET /health/ready HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n" >&3
        IFS= read -r status <&3
        [[ "$status" == "HTTP/1.1 200 "* ]]
    ' "$port" 2>/dev/null
}

answers_by_TLS() {
    curl --silent --fail --insecure --max-time 2 --output /dev/null "https://127.0.0.1:$port/health/ready"
}

if [[ -z "${MOTCUA_SERVER_CERTIFICATE-}" ]] && answers_plainly; then exit 0; fi
command -v curl >/dev/null && answers_by_TLS || exit 1
