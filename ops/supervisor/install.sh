#!/usr/bin/env bash
# Puts this checkout under Debian's supervisor: programs backend and frontend, as user tandem. May be run again.
#
#   git clone … /app/backend && /app/backend/ops/supervisor/install.sh --mode observe
#
# It starts nothing: `supervisorctl update` does, once /app/backend/.env says what you want.
set -euo pipefail

fail() { echo "install.sh: $*" >&2; exit 1; }
mode=observe
case "${1:-}" in
  --mode) mode=${2:-} ;;
  "") ;;
  *) fail "expected --mode demo|observe|live, got $1" ;;
esac
case "$mode" in demo | observe | live) ;; *) fail "--mode: expected demo, observe or live, got ${mode:-nothing}" ;; esac
[ "$(id -u)" = 0 ] || fail "needs root: it makes a user and writes /etc/supervisor/conf.d"
command -v supervisord >/dev/null || fail "no supervisord here: apt-get install supervisor"
command -v node >/dev/null || fail "no node here: any Node from 20 on, to start the project's own: apt-get install nodejs npm"

root=$(cd "$(dirname "$0")/../.." && pwd -P)
[ "$root" = /app/backend ] || fail "this checkout lies at $root; it must be /app/backend, where the runbook looks for it"

id tandem >/dev/null 2>&1 || useradd --system --home-dir /app/backend --shell /usr/sbin/nologin tandem
ln -sfn /app/backend/console /app/frontend

if [ ! -e "$root/.env" ]; then
  install -m 0600 "$root/ops/env.example" "$root/.env"
  echo "wrote $root/.env: look through it before you start"
fi
chmod 0600 "$root/.env"
chown -R tandem:tandem "$root"
# Installs what the lockfile names now, so that the first start takes seconds.
runuser -u tandem -- env HOME=/app/backend npm_config_cache=/app/backend/.npm "$root/bin/tandem" --version

install -d /var/log/supervisor /etc/supervisor/conf.d
sed "s/--mode observe/--mode $mode/" "$root/ops/supervisor/tandem.conf" > /etc/supervisor/conf.d/tandem.conf
echo "installed for --mode $mode. Next: supervisorctl update"
