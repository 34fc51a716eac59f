#!/usr/bin/env bash
# Builds code-server with its own Node into DIRECTORY, unless it is there already. Several at once wait for the first.
# usage: build-code-server.bash DIRECTORY CODE_SERVER_VERSION NODE_VERSION NODE_ARCHITECTURE
# Progress goes to stderr; npm's own output to DIRECTORY's parent, kept only when the build fails.
set -euo pipefail

say() { printf '%s\n' "$1" >&2; }

require() {
  local program
  local -a missing=()
  for program in "$@"; do
    command -v "$program" >/dev/null || missing+=("$program")
  done
  if ((${#missing[@]} > 0)); then
    say "code-server is built here once, and that needs: ${missing[*]}"
    exit 69
  fi
}

install_into() {
  local staging=$1 code_server_version=$2 node_version=$3 node_package=node-linux-$4
  # Left over from an npm that runs this script; they describe its Node and its project, not ours.
  unset NODE_OPTIONS npm_config_user_agent npm_config_local_prefix
  cd "$staging"
  printf '{ "private": true, "allowScripts": { "code-server": true, "argon2": true } }\n' >package.json
  npm install --no-audit --no-fund --save-exact "$node_package@$node_version"
  # From here npm itself runs under that Node, so that native parts are built for it, with its own headers.
  export PATH=$staging/node_modules/$node_package/bin:$PATH
  export npm_config_nodedir=$staging/node_modules/$node_package
  npm install --no-audit --no-fund --save-exact "code-server@$code_server_version"
  node node_modules/code-server/out/node/entry.js --version
}

tell_progress() {
  local seconds=0
  while sleep 10; do
    seconds=$((seconds + 10))
    say "… still building code-server, $seconds s"
  done
}

main() {
  local directory=$1 base staging log progress
  base=$(dirname "$directory")
  mkdir -p "$base"
  exec 9>"$base/lock"
  if ! flock --nonblock 9; then
    say 'Another process builds code-server; waiting for it'
    flock 9
  fi
  [[ ! -d $directory ]] || return 0
  require npm node make g++ python3
  say "Building code-server $2 for the sandbox; this happens once and takes one to two minutes"
  # Under the lock, an older staging directory can only be a crashed build's.
  rm -rf "$base"/.staging-*
  staging=$(mktemp -d "$base/.staging-XXXXXX")
  log=$base/build.log
  tell_progress 9>&- &
  progress=$!
  # The subshell ends at the first failing command, and its log says which.
  set +e
  (
    set -e
    install_into "$staging" "${@:2}"
  ) >"$log" 2>&1 9>&-
  local code=$?
  set -e
  kill "$progress"
  wait "$progress" 2>/dev/null || true
  if ((code != 0)); then
    rm -rf "$staging"
    say "code-server could not be built (exit code $code). The end of $log:"
    tail -n 30 "$log" >&2
    exit 1
  fi
  chmod -R go+rX "$staging"
  mv -T "$staging" "$directory"
  rm -f "$log"
  say 'code-server is built'
}

main "$@"
