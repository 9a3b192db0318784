#!/bin/sh
# Builds the image, brings the whole of docker-compose.yml up, drives it (drive.ts) and takes it down again.
set -eu
cd "$(dirname "$0")/../.."

if ! docker info >/dev/null 2>&1; then
  echo 'No Docker engine answers: start one, or say where it is, for example DOCKER_HOST=unix:///run/docker.sock.' >&2
  exit 1
fi
if docker compose version >/dev/null 2>&1; then compose='docker compose'; else compose=docker-compose; fi
command -v "${compose%% *}" >/dev/null || { echo 'docker compose is missing: please install it.' >&2; exit 1; }

free_port() { node -p 'const s = require("net").createServer().listen(0, () => { console.log(s.address().port); s.close() }); ""' | tr -d '\n'; }
secret() { node -p "require('crypto').randomBytes($1).toString('$2')"; }

work=$(mktemp -d)
project=stet-test-$(secret 4 hex)
STET_IMAGE=${STET_TEST_IMAGE:-stet:test}
STET_PORT=$(free_port)
RECEIVER_PORT=$(free_port)
# What the shell already has set would win over the file, so what matters is set here.
unset STET_RULES_DIR STET_INFERENCE_PROCESSES LOG_LEVEL
POSTGRES_PASSWORD=$(secret 16 hex)
STET_SITE_KEY=$(secret 20 hex)
STET_MODERATOR_TOKEN=$(secret 20 hex)
STET_REPORT_URL=http://host.docker.internal:$RECEIVER_PORT/reports
STET_REPORT_SECRET=whsec_$(secret 32 base64)
export STET_IMAGE STET_PORT RECEIVER_PORT POSTGRES_PASSWORD STET_SITE_KEY STET_MODERATOR_TOKEN STET_REPORT_URL STET_REPORT_SECRET
sed -n 's/^\([A-Z_]*\)=.*/\1/p' .env.example | while read -r name; do eval "printf '%s=%s\n' $name \"\$$name\""; done >"$work/.env"

COMPOSE="$compose --project-name $project --env-file $work/.env -f docker-compose.yml -f test/docker/override.yml"
export COMPOSE
take_down() {
  code=$?
  trap - EXIT
  if [ "$code" != 0 ]; then $COMPOSE logs --no-color --tail 60 >&2 || true; fi
  $COMPOSE down --volumes --remove-orphans --timeout 20 >"$work/down.log" 2>&1 || cat "$work/down.log" >&2
  rm -rf "$work"
  exit "$code"
}
trap take_down EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# A registry or proxy that this machine is set up for has to reach the build; none is named in a file.
set --
registry=$(npm config get registry 2>/dev/null)
case $registry in '' | undefined | https://registry.npmjs.org/) ;; *) set -- --build-arg "NPM_CONFIG_REGISTRY=$registry" ;; esac
for name in HTTP_PROXY HTTPS_PROXY NO_PROXY; do
  if eval "[ -n \"\${$name:-}\" ]"; then set -- "$@" --build-arg "$name"; fi
done
echo "Building $STET_IMAGE" >&2
started=$(date +%s)
docker build --network host "$@" --tag "$STET_IMAGE" . >"$work/build.log" 2>&1 || { tail -n 60 "$work/build.log" >&2; exit 1; }
echo "built in $(($(date +%s) - started)) s: $(docker image inspect --format '{{.Size}}' "$STET_IMAGE" | awk '{ printf "%.0f MB", $1 / 1e6 }')"

echo "Starting $project" >&2
started=$(date +%s)
$COMPOSE up -d --no-build >"$work/up.log" 2>&1 || { cat "$work/up.log" >&2; exit 1; }
echo "up in $(($(date +%s) - started)) s"
node --import tsx test/docker/drive.ts
