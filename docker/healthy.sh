#!/bin/bash
# Healthy is who answers 200 on /actuator/health. Plain bash: the image has no other client.
set -euo pipefail
port=${SERVER_PORT:-8080}
exec 3<>"/dev/tcp/127.0.0.1/$port"
printf 'GET /actuator/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n' >&3
read -r -t 5 _ status _ <&3
[ "$status" = 200 ]
