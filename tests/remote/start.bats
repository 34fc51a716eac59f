#!/usr/bin/env bats
# The start of an instance: what it gives, and that a failure of any step leaves nothing.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

@test "a start gives a row and an access that works, and a second start gives the same" {
  start demo
  succeeds
  is 'd.value.state + d.value.port' "running$first"
  is 'd.value.memoryBytes > 1e6 && d.value.startedAtMs > 1.7e12' true
  local pid before
  pid=$(value d.value.pid)
  ask instance-access --id demo
  is 'd.value.path' "$work/repo"
  is '/^[0-9a-f]{64}$/.test(d.value.token)' true
  is d.value.routePort "$BERTH_NGINX_PORT"
  before=$(value d.value)
  start demo
  succeeds
  is d.value.pid "$pid"
  ask instance-access --id demo
  is d.value "$before"
}

@test "the journal, which stays over a stop, holds no token" {
  start demo
  local token
  token=$(<"$BERTH_HOME/instances/demo/token")
  [[ $token =~ ^[0-9a-f]{64}$ ]]
  run ! grep -rqs "$token" "$BERTH_HOME/journal"
}

@test "the steps are told in order" {
  start demo
  [[ $(stages 'done') == 'budget claim directories process nginx healthz route' ]]
}

@test "nothing of a start can be read by others, and no secret is in a command line" {
  start demo
  local token
  token=$(<"$BERTH_HOME/instances/demo/token")
  [[ -z $(find "$BERTH_HOME" -maxdepth 4 \( -type f -o -type d \) -perm /077 -not -path '*/user-data/*') ]]
  run ! grep -qs "$token" /proc/[0-9]*/cmdline
  [[ $(stat -c %a "$BERTH_HOME/instances/demo/token") == 600 ]]
}

@test "the user's terminals get the user's umask, runtime folder and no token file of ours" {
  umask 022
  start demo
  local pid
  pid=$(</proc/$(value d.value.pid)/task/$(value d.value.pid)/children)
  pid=${pid% }
  [[ $(awk '$1 == "Umask:" { print $2 }' "/proc/$pid/status") == 0022 ]]
  document=$(<"$BERTH_HOME/instances/demo/user-data/Machine/settings.json")
  is 'd["terminal.integrated.env.linux"]' '{"XDG_RUNTIME_DIR":null,"TMPDIR":null}'
  document=$(<"$BERTH_HOME/instances/demo/user-data/User/settings.json")
  is 'd["chat.disableAIFeatures"]' true
  # Nothing is held open of the one who started it: no lock, no channel.
  [[ -z $(find "/proc/$pid/fd" -lname "*/lock*") ]]
  [[ $(readlink "/proc/$pid/fd/0") == /dev/null ]]
}

fails_and_leaves_nothing() {
  fails_with "$@"
  assert_nothing_left
  [[ ! -e $BERTH_HOME/instances/demo ]] || { find "$BERTH_HOME/instances" && return 1; }
  ask instance-list
  is 'd.value.length' 0
}

@test "a failing healthz leaves nothing: it ends at once" {
  # What waited for its health to the end would take far longer.
  BERTH_HEALTHZ_SECONDS=60 FAKE_MODE=exit start demo
  [[ $lines == *'exit code 7'* && $lines == *'fake code-server, mode exit'* ]]
  fails_and_leaves_nothing 73 start-failed healthz
  ((SECONDS < 40))
}

@test "a failing healthz leaves nothing: it hangs, and it is sick" {
  BERTH_HEALTHZ_SECONDS=0 FAKE_MODE=hang start demo
  fails_and_leaves_nothing 73 start-failed healthz
  BERTH_HEALTHZ_SECONDS=0 FAKE_MODE=sick start demo
  fails_and_leaves_nothing 73 start-failed healthz
}

@test "a failing nginx leaves nothing" {
  mkdir "$work/bin"
  printf '#!/bin/sh\necho "nginx: something is wrong" >&2\nexit 1\n' >"$work/bin/nginx"
  chmod +x "$work/bin/nginx"
  PATH=$work/bin:$PATH start demo
  [[ $document == *'something is wrong'* ]]
  [[ $(stages undone) == 'nginx process directories claim' ]]
  fails_and_leaves_nothing 73 start-failed nginx
}

@test "a failing route leaves nothing: open to all, deaf, no WebSocket" {
  local mode
  for mode in open deaf no-socket; do
    BERTH_ROUTE_SECONDS=0 FAKE_MODE=$mode start demo
    fails_and_leaves_nothing 73 start-failed route
  done
}

@test "failing directories and an exhausted claim leave nothing" {
  start one --port-last "$first"
  succeeds
  start demo --port-last "$first"
  fails_with 71 ports-exhausted claim
  [[ ! -e $BERTH_HOME/instances/demo && $(ls "$BERTH_HOME/ports") == "$first" ]]
  stop one
  mkdir -p "$BERTH_HOME/instances"
  mkdir "$work/elsewhere"
  ln -s "$work/elsewhere" "$BERTH_HOME/run.link"
  rmdir "$BERTH_HOME/run"
  mv -T "$BERTH_HOME/run.link" "$BERTH_HOME/run"
  start demo
  fails_with 73 start-failed directories
  [[ -z $(ls -A "$work/elsewhere") && ! -e $BERTH_HOME/instances/demo ]]
}

@test "too little memory or disk is refused before anything changes" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  printf 'MemTotal: 4000000 kB\nMemAvailable: 300000 kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n' >"$work/meminfo"
  code=0
  lines=$(unshare --mount bash -c 'mount --bind "$0/meminfo" /proc/meminfo && exec "$@"' "$work" "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id memory) || code=$?
  document=${lines##*$'\n'}
  fails_and_leaves_nothing 71 out-of-memory budget
  code=0
  lines=$(unshare --mount bash -c 'mount -t tmpfs -o size=50m,mode=700 none "$BERTH_HOME" && exec "$@"' "$work" "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id disk) || code=$?
  document=${lines##*$'\n'}
  fails_with 73 start-failed budget
}

@test "a start that is ended from outside undoes itself" {
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=20 "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id killed >"$work/out" 2>&1 &
  local starter=$!
  until [[ -n $(marked_pids) ]]; do sleep 0.05; done
  # The verb runs in a child of its own.
  kill "$(</proc/$starter/task/$starter/children)"
  wait "$starter" || :
  assert_nothing_left
  [[ ! -e $BERTH_HOME/instances/demo ]]
}

@test "a start that is ended from outside while it changes nginx gives up the lock and undoes itself" {
  mkdir "$work/bin"
  printf '#!/bin/sh\n: >"%s/asked"\nsleep 1\nexec "%s" "$@"\n' "$work" "$(PATH=/usr/sbin:$PATH type -P nginx)" >"$work/bin/nginx"
  chmod +x "$work/bin/nginx"
  PATH=$work/bin:$PATH "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id killed >"$work/out" 2>&1 &
  local starter=$!
  until [[ -e $work/asked ]]; do sleep 0.01; done
  kill "$(</proc/$starter/task/$starter/children)"
  wait "$starter" || :
  run ! grep 'could not undo' "$work/out"
  assert_nothing_left
}

@test "a port that somebody takes in the meantime is left to them" {
  printf '%s\n%s\n' "$first" "$((first + 1))" >"$work/taken"
  FAKE_TAKEN=$work/taken FAKE_MODE=taken start demo
  succeeds
  is 'd.value.port' "$((first + 2))"
  [[ $(ls "$BERTH_HOME/ports") == $((first + 2)) && $(ls "$BERTH_HOME/run") == $((first + 2)) ]]
}

@test "a code-server that was too slow for itself is started again on its port, and not for ever" {
  printf 'xxx' >"$work/hurries"
  FAKE_HURRIES=$work/hurries FAKE_MODE=hurried start demo
  succeeds
  is 'd.value.port' "$first"
  stop demo
  printf 'xxxxxxxxx' >"$work/hurries"
  FAKE_HURRIES=$work/hurries FAKE_MODE=hurried start demo
  fails_with 73 start-failed healthz
  [[ $(<"$work/hurries") == xxxxx ]]
}

@test "a port somebody listens on is never claimed" {
  node -e 'require("net").createServer().listen(+process.argv[1], "127.0.0.1", () => console.log("up"))' "$first" >"$work/up" &
  local listener=$!
  until [[ -s $work/up ]]; do sleep 0.05; done
  start demo
  kill "$listener"
  succeeds
  is 'd.value.port' "$((first + 1))"
}

@test "a start after a crash clears the wreck and keeps the user's settings" {
  start demo
  echo '{"mine":1}' >"$BERTH_HOME/instances/demo/user-data/User/settings.json"
  kill -KILL "$(value d.value.pid)"
  ask instance-list
  is 'd.value[0].state' crashed
  start demo
  succeeds
  is 'd.value.port' "$first"
  [[ $(cat "$BERTH_HOME/instances/demo/user-data/User/settings.json") == '{"mine":1}' && $(ls "$BERTH_HOME/ports") == "$first" ]]
}

@test "a port that what crashed gives up a moment late is waited for" {
  start demo
  kill -KILL $(marked_pids)
  node -e 'require("net").createServer().listen(process.argv[1], "127.0.0.1", () => setTimeout(() => process.exit(), 700))' "$first" 3>&- &
  until (exec 3<>"/dev/tcp/127.0.0.1/$first") 2>/dev/null; do sleep 0.02; done
  start demo
  succeeds
  is 'd.value.port' "$first"
}

@test "a record of another boot or a damaged one is a crash, never a signal" {
  start demo
  local pid
  pid=$(value d.value.pid)
  sed -i 's/^bootId=.*/bootId=0000/' "$BERTH_HOME/instances/demo/record"
  ask instance-list
  is 'd.value[0].state' crashed
  printf 'id=demo\nstate=running\npid=1\n' >"$BERTH_HOME/instances/demo/record"
  ask instance-list
  is 'd.value[0].state + d.value[0].pid' crashednull
  start demo
  succeeds
  is_gone "$pid"
}

@test "twelve starts side by side get twelve ports, and twelve stops leave nothing" {
  local number
  local -a starters=()
  for number in {1..12}; do
    "$scripts/berth" instance-start --id "n$number" --repository n --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "n$number" >"$work/out$number" 2>&1 &
    starters+=("$!")
  done
  for number in "${starters[@]}"; do wait "$number" || {
    tail -n 3 "$work"/out*
    return 1
  }; done
  [[ $(tail -qn1 "$work"/out* | grep -o '"state":"running".*"port":[0-9]*' | grep -o '"port":[0-9]*' | sort -u | wc -l) == 12 ]]
  start thirteen
  fails_with 71 ports-exhausted claim
  starters=()
  for number in {1..12}; do
    "$scripts/berth" instance-stop --id "n$number" --operation-id "s$number" >"$work/out$number" 2>&1 &
    starters+=("$!")
  done
  for number in "${starters[@]}"; do wait "$number"; done
  assert_nothing_left
}

@test "without nginx the gate goes straight to the claim" {
  mkdir "$work/bin"
  sed 's|/usr/sbin /usr/local/sbin /sbin /usr/local/nginx/sbin|/nonexistent|' "$scripts/lib/host/programs.bash" >"$work/programs"
  cp -a "$scripts" "$work/scripts"
  cp "$work/programs" "$work/scripts/lib/host/programs.bash"
  scripts=$work/scripts PATH=$(tr ':' '\n' <<<"$PATH" | grep -v sbin | paste -sd:) start demo
  succeeds
  [[ ! -e $BERTH_HOME/nginx && $lines == *'No nginx on this server'* ]]
  is_routed_by null
}

@test "a missing code-server or repository is named" {
  start demo --path "$work/nowhere"
  fails_with 66 repository-not-found directories
  PATH=/usr/bin:/bin:$(dirname "$(command -v node)") start demo
  fails_with 69 code-server-missing process
}

@test "a dry run changes nothing" {
  ask instance-list
  local before
  before=$(find "$BERTH_HOME" | sort)
  start demo --dry-run
  succeeds
  [[ $(find "$BERTH_HOME" | sort) == "$before" ]]
}

@test "the same operation id has one effect and one answer" {
  ask instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id same
  local before=$document
  stop demo
  ask instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id same
  [[ $document == "$before" ]]
  ask instance-list
  is 'd.value[0].state' stopped
  ask operation-status --operation-id same
  is 'd.value.state + d.value.document.ok' donetrue
  ask operation-status --operation-id other
  is 'd.value.state + d.value.document' unknownnull
}

@test "an operation that somebody was told never began never does, and one that was ended is told from it" {
  ask operation-status --operation-id late
  is d.value.state unknown
  ask instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id late
  fails_with 69 link-lost script
  assert_nothing_left
  ask operation-status --operation-id late
  is 'd.value.state + d.value.document.failure.kind' donelink-lost
  FAKE_MODE=hang "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id torn >"$work/out" 2>&1 &
  local starter=$!
  until [[ -n $(marked_pids) ]]; do sleep 0.05; done
  ask operation-status --operation-id torn
  is d.value.state running
  kill -KILL "$(</proc/$starter/task/$starter/children)"
  wait "$starter" || :
  ask operation-status --operation-id torn
  is d.value.state ended
  start demo
  succeeds
}
