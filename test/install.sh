#!/bin/sh
# Installs what the tests need and npm cannot bring. Silent and instant where it is there already.
set -eu

missing=
command -v redis-server >/dev/null 2>&1 || missing="$missing redis-server"
# playwright-core brings no browser, and Debian keeps its own up to date.
command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
missing=${missing# }
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  as_root='sudo -n'
  sudo -n true 2>/dev/null || as_root=
fi
if ! command -v apt-get >/dev/null 2>&1 || { [ "$(id -u)" != 0 ] && [ -z "$as_root" ]; }; then
  echo "The tests need redis-server (6.2 or newer) and chromium on the PATH: please install $missing." >&2
  exit 1
fi

echo "Installing $missing for the tests" >&2
# apt starts a service that it installs, which would only take port 6379; a policy of 101 (Debian's invoke-rc.d) forbids it.
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
# shellcheck disable=SC2086 # two names are two words
if ! { $as_root apt-get update -q &&
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 20 "$log" >&2
  echo "apt could not install $missing: please install redis-server (6.2 or newer) and chromium." >&2
  exit 1
fi
rm -f "$log"
