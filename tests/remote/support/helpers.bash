# shellcheck shell=bash
# Shared by all tests of the remote scripts: a home of its own, and the verbs as functions.

berth_setup() {
  bats_require_minimum_version 1.5.0
  support=$(cd "$BATS_TEST_DIRNAME/support" && pwd)
  scripts=$(cd "$BATS_TEST_DIRNAME/../../remote-scripts" && pwd)
  # Short, because sockets lie below it and their paths must be.
  work=$(mktemp -d /tmp/bt.XXXXXX)
  export BERTH_HOME=$work/h HOME=$work/home XDG_RUNTIME_DIR='' FAKE_MODE=well BERTH_HEALTHZ_SECONDS=5 BERTH_STOP_SECONDS=0
  # What an earlier tool left on this machine is none of a test's.
  export BERTH_OLDER_ROOT=$work/older
  mkdir -m 700 "$HOME" "$work/repo" "$work/repo/.git" "$work/older"
  PATH=$support/bin:$(cd "$BATS_TEST_DIRNAME/../../node_modules/.bin" && pwd):$PATH
  # Ports that differ between test files that run side by side.
  first=$((20000 + BATS_SUITE_TEST_NUMBER * 40))
  last=$((first + 11))
  export BERTH_NGINX_PORT=$((first + 39))
}

# Ends what a failed test may have left, by the marks of this home only, and fails when a passed test left anything.
berth_teardown() {
  local left
  "$scripts/berth" cleanup --level everything --yes --operation-id teardown >/dev/null 2>&1 || :
  left=$(marked_pids)
  rm -rf -- "$work"
  [[ -z $left && -z $(keeper_pids) ]] || { echo "still there: $left; keeper: $(keeper_pids)" && return 1; }
}

berth() { "$scripts/berth" "$@"; }

# start <id> [<option>…]: the last line, the document, is in `document`, its code in `code`.
start() {
  ask instance-start --id "$1" --repository "$1" --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "start-$1-$RANDOM$RANDOM" "${@:2}"
}

stop() { ask instance-stop --id "$1" --operation-id "stop-$1-$RANDOM$RANDOM" "${@:2}"; }

ask() {
  code=0
  "$scripts/berth" "$@" >"$work/stdout" 2>"$work/stderr" || code=$?
  lines=$(<"$work/stdout")
  document=$(tail -n 1 "$work/stdout")
}

# value <JavaScript on `d`, the document>: prints the result.
value() {
  node -e "const d = JSON.parse(require('fs').readFileSync(0)); const r = ($1); console.log(typeof r === 'string' ? r : JSON.stringify(r) ?? 'undefined')" <<<"$document"
}

is() {
  local actual
  actual=$(value "$1")
  [[ $actual == "$2" ]] || { printf '%s\n  is       %s\n  expected %s\n%s\n' "$1" "$actual" "$2" "$lines" && return 1; }
}

# is_routed_by <port>: the instance "demo", or the one named second, is reached through nginx on this port.
is_routed_by() {
  ask instance-access --id "${2:-demo}"
  is d.value.routePort "$1"
}

# fails_with <exit code> <kind> <stage>: one look at the document for all, because each starts a program.
fails_with() {
  is '[d.ok, d.failure.kind, d.failure.stage, d.failure.message.endsWith(".") && d.failure.nextStep.endsWith(".")].join()' "false,$2,$3,true"
  [[ $code == "$1" ]] || { echo "exit code $code, expected $1" && return 1; }
}

# By its first member: most documents are read as a whole by what is asked of them next.
succeeds() {
  [[ $code == 0 && $document == '{"ok":true,'*'}' ]] || { printf 'exit code %s\n%s\n' "$code" "$lines" && return 1; }
}

# stages <started|done|undone>: the stages of the last answer's steps in that state, in order.
stages() {
  sed -n 's/^{"type":"step","stage":"\([a-z ]*\)","state":"'"$1"'".*/\1/p' <<<"$lines" | paste -sd' '
}

# A zombie is gone too: who should collect it is not ours to say.
is_gone() {
  local stat
  # It may end between any two looks at it.
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null || return 0
  [[ ${stat##*) } == [ZX]* ]]
}

marked_pids() {
  grep -lszxF -e "BERTH_INSTANCE_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' || :
}

# The keepers of this home; helpers come and go.
keeper_pids() {
  grep -lszxF -e "BERTH_KEEPER_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n' || :
}

# eventually <command> <argument>…: for what happens a moment later; fails after 30 s, because other tests may keep the machine busy.
eventually() {
  local deadline=$((SECONDS + 30))
  until "$@"; do
    ((SECONDS < deadline)) || { echo "never: $*" && return 1; }
    # A look at all sessions costs more than a moment of a processor, which others need too.
    sleep 0.2
  done
}

# no_keeper: for `eventually`, where nobody waits for the end of a keeper that has nothing to look after.
no_keeper() { [[ -z $(keeper_pids) && ! -e $BERTH_HOME/keeper ]]; }

nginx_pids() {
  local path
  for path in /proc/[0-9]*; do
    if [[ $path/cwd -ef $BERTH_HOME/nginx ]]; then echo "${path#/proc/}"; fi
  done
}

# Nothing of any instance is left: no process, port, claim, socket, route, token or folder of a start.
assert_nothing_left() {
  local port
  [[ -z $(marked_pids) ]] || { echo "processes: $(marked_pids)" && return 1; }
  no_keeper || { echo "keeper: $(keeper_pids)" && ls -la "$BERTH_HOME/keeper" && return 1; }
  [[ -z $(nginx_pids) && ! -e $BERTH_HOME/nginx ]] || { echo "nginx is left: $(nginx_pids)" && find "$BERTH_HOME/nginx" && return 1; }
  [[ -z $(compgen -G "$BERTH_HOME/ports/*") && -z $(compgen -G "$BERTH_HOME/run/*") ]] || { ls -lAR "$BERTH_HOME/ports" "$BERTH_HOME/run" && return 1; }
  [[ -z $(compgen -G "$BERTH_HOME/instances/*/token") && -z $(compgen -G "$BERTH_HOME/instances/*/memory") && -z $(compgen -G "$BERTH_HOME/*/*.tmp.*") ]] || { find "$BERTH_HOME" && return 1; }
  for ((port = first; port <= last; port++)); do
    ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null || { echo "port $port is open" && return 1; }
  done
}
