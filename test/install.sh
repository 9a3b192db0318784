#!/bin/sh
# Installs what the tests need and npm cannot bring. Silent and instant where it is there already.
set -eu

command -v redis-server >/dev/null 2>&1 && exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  as_root='sudo -n'
  sudo -n true 2>/dev/null || as_root=
fi
if ! command -v apt-get >/dev/null 2>&1 || { [ "$(id -u)" != 0 ] && [ -z "$as_root" ]; }; then
  echo 'The tests need redis-server (6.2 or newer) on the PATH: please install it.' >&2
  exit 1
fi

echo 'Installing redis-server for the tests' >&2
# apt starts the service it installs, which would only take port 6379; a policy of 101 (Debian's invoke-rc.d) forbids it.
policy=/usr/sbin/policy-rc.d
made=
if [ ! -e "$policy" ]; then
  printf '#!/bin/sh\nexit 101\n' | $as_root tee "$policy" >/dev/null
  $as_root chmod 755 "$policy"
  made=yes
fi
trap '[ -z "$made" ] || $as_root rm -f "$policy"' EXIT
trap 'exit 130' INT TERM
log=$(mktemp)
if ! { $as_root apt-get update -q &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends redis-server; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo 'apt could not install redis-server: please install it (6.2 or newer).' >&2
  exit 1
fi
rm -f "$log"
