#!/usr/bin/env bats
# How a run that nobody ended came to its end, as the rows tell it; and that none of it stays in the way.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

# The keeper brings nothing back that crashed three times already.
keep_crashed() { printf '%s000\n%s000\n%s000\n' "$EPOCHSECONDS" "$EPOCHSECONDS" "$EPOCHSECONDS" >"$BERTH_HOME/instances/demo/restarts"; }

root_of() { sed -n 's/^pid=//p' "$BERTH_HOME/instances/demo/record"; }
server_of() { tr -d ' ' <"/proc/$(root_of)/task/$(root_of)/children"; }

# crashed_row: waits until the instance is crashed; `document` is the list.
crashed_row() {
  local deadline=$((SECONDS + 10))
  until ask instance-list && [[ $(value 'd.value[0].state') == crashed ]]; do
    ((SECONDS <= deadline)) || { echo "$document" && return 1; }
    sleep 0.02
  done
}

@test "a killed server is told by its signal, with the log's tail; its port stays its own" {
  start demo
  keep_crashed
  kill -KILL "$(server_of)"
  crashed_row
  is 'd.value[0].ended.reason + d.value[0].ended.exitCode + d.value[0].ended.signal' killed137SIGKILL
  is 'd.value[0].ended.logTail.includes("fake code-server, mode well")' true
  is 'Math.abs(d.value[0].ended.atMs - Date.now()) < 10000' true
  is 'd.value[0].port + " " + d.value[0].pid' "$first null"
  start demo
  succeeds
  is 'd.value.port + " " + d.value.ended' "$first null"
  [[ ! -e $BERTH_HOME/instances/demo/ended && ! -e $BERTH_HOME/instances/demo/restarts ]]
}

@test "an end by itself is told by its exit code" {
  FAKE_MODE=leave start demo
  keep_crashed
  kill -USR1 "$(server_of)"
  crashed_row
  is 'd.value[0].ended.reason + d.value[0].ended.exitCode + d.value[0].ended.signal' exited9null
}

@test "a killed root is told as vanished, and its orphans are ended by the next start" {
  start demo
  keep_crashed
  local orphan
  orphan=$(server_of)
  kill -KILL "$(root_of)"
  crashed_row
  is 'd.value[0].ended.reason + d.value[0].ended.exitCode + d.value[0].ended.signal' vanishednullnull
  run ! is_gone "$orphan"
  start demo
  succeeds
  is d.value.port "$first"
  is_gone "$orphan"
}

@test "what an earlier run ended by is not told of a later one" {
  start demo
  keep_crashed
  kill -KILL "$(server_of)"
  crashed_row
  cp "$BERTH_HOME/instances/demo/ended" "$work/ended"
  start demo
  keep_crashed
  cp "$work/ended" "$BERTH_HOME/instances/demo/ended"
  kill -KILL "$(root_of)"
  crashed_row
  is 'd.value[0].ended.reason' vanished
}

@test "an end for want of memory is told so when the kernel counted one meanwhile" {
  unshare --mount true 2>/dev/null || skip 'needs a mount namespace'
  printf 'nr_free_pages 1\noom_kill 4\n' >"$work/vmstat"
  unshare --mount bash -c 'mount --bind "$0/vmstat" /proc/vmstat && exec "$@"' "$work" "$scripts/berth" instance-start --id demo --repository demo \
    --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id memory >"$work/out"
  keep_crashed
  printf 'nr_free_pages 1\noom_kill 5\n' >"$work/vmstat"
  kill -KILL "$(server_of)"
  crashed_row
  is 'd.value[0].ended.reason + d.value[0].ended.signal' out-of-memorySIGKILL
}

@test "another boot and a damaged record are told as such, with what is known of whose it was" {
  start demo
  keep_crashed
  sed -i 's/^bootId=.*/bootId=0000/' "$BERTH_HOME/instances/demo/record"
  ask instance-list
  is 'd.value[0].state + d.value[0].ended.reason' crashedhost-restarted
  printf 'schema=2\nid=demo\nstate=runn' >"$BERTH_HOME/instances/demo/record"
  ask instance-list
  is 'd.value[0].state + d.value[0].ended.reason' crashedrecord-damaged
  is 'd.value[0].path' "$work/repo"
}

@test "a file that is no honest end is not believed" {
  start demo
  keep_crashed
  local root text
  root=$(root_of)
  kill -KILL "$root"
  for text in "reason=\"},{\nend=1\npid=$root" "reason=killed\npid=$root" "reason=killed\nexitCode=1e9\npid=$root\nend=1"; do
    printf "$text\n" >"$BERTH_HOME/instances/demo/ended"
    crashed_row
    is 'd.value[0].ended.reason' vanished
  done
  rm "$BERTH_HOME/instances/demo/ended"
  mkfifo "$BERTH_HOME/instances/demo/ended"
  crashed_row
  is 'd.value[0].ended.reason' vanished
}

@test "an end that was asked for leaves no note, also of a root that is asked by hand" {
  start demo
  stop demo
  [[ ! -e $BERTH_HOME/instances/demo/ended ]]
  start demo
  keep_crashed
  kill -TERM "$(root_of)"
  crashed_row
  is 'd.value[0].ended.reason' vanished
  stop demo
  is 'd.value.state + d.value.ended' stoppednull
  assert_nothing_left
}

@test "a start that fails leaves a crashed instance as it was: its port, its record, how it ended" {
  start demo
  keep_crashed
  kill -KILL "$(server_of)"
  crashed_row
  local before
  before=$(value 'JSON.stringify({ ...d.value[0], ended: { ...d.value[0].ended, logTail: "" } })')
  FAKE_MODE=exit start demo
  fails_with 73 start-failed healthz
  ask instance-list
  is 'JSON.stringify({ ...d.value[0], ended: { ...d.value[0].ended, logTail: "" } })' "$before"
  [[ $(<"$BERTH_HOME/ports/$first") == demo && ! -e $BERTH_HOME/instances/demo/operation ]]
}

# prepare_launch: for a bare run of `launch` with $work/program.
prepare_launch() {
  mkdir -p "$BERTH_HOME/instances/demo"
  rm -f "$BERTH_HOME/instances/demo"/{ended,log}
  printf 'UID=7\nPATH=/nowhere\nlast= a\\tb=c \nBERTH_UMASK=0027\n' >"$BERTH_HOME/instances/demo/environment"
  chmod +x "$work/program"
}

@test "the root does the same under every shell that may be the sh of a host" {
  local shell pid code
  local -a shells=('bash --posix')
  for shell in dash 'busybox sh' 'mksh -o posix' ksh yash; do
    if type -P "${shell%% *}" >/dev/null; then shells+=("$shell"); fi
  done
  mkdir -p -m 700 "$BERTH_HOME"
  for shell in "${shells[@]}"; do
    read -r -a shell <<<"$shell"
    printf '#!/bin/bash\nprintf "%%s|" "$@" "$last" "$PATH" "$(umask)" "${BERTH_UMASK-none}"\nexit 3\n' >"$work/program"
    code=0
    prepare_launch
    "${shell[@]}" "$scripts/launch" "$BERTH_HOME" demo "$work/program" 'one two' '*' || code=$?
    [[ $code == 3 && $(<"$BERTH_HOME/instances/demo/log") == 'one two|*| a\tb=c |/nowhere|0027|none|' ]] || { cat "$BERTH_HOME/instances/demo/log" && return 1; }
    grep -qx reason=exited "$BERTH_HOME/instances/demo/ended"
    grep -qx exitCode=3 "$BERTH_HOME/instances/demo/ended"

    # Asked twice, it passes it on once, waits for the end, and says nothing about it.
    printf '#!/bin/bash\nPATH=/usr/bin:/bin\ntrap "echo asked; sleep 0.3; exit 5" TERM\necho up\nwhile :; do sleep 0.05; done\n' >"$work/program"
    prepare_launch
    "${shell[@]}" "$scripts/launch" "$BERTH_HOME" demo "$work/program" &
    pid=$!
    until grep -qsx up "$BERTH_HOME/instances/demo/log"; do sleep 0.02; done
    kill -TERM "$pid"
    until grep -qsx asked "$BERTH_HOME/instances/demo/log"; do sleep 0.02; done
    kill -TERM "$pid"
    wait "$pid" || :
    [[ $(grep -cx asked "$BERTH_HOME/instances/demo/log") == 1 && ! -e $BERTH_HOME/instances/demo/ended ]]

    # The shell is a child of the test's, so its own child is the program.
    prepare_launch
    "${shell[@]}" "$scripts/launch" "$BERTH_HOME" demo "$work/program" &
    pid=$!
    until grep -qsx up "$BERTH_HOME/instances/demo/log"; do sleep 0.02; done
    kill -KILL "$(tr -d ' ' <"/proc/$pid/task/$pid/children")"
    wait "$pid" || :
    grep -qx signal=SIGKILL "$BERTH_HOME/instances/demo/ended"
    grep -qx "pid=$pid" "$BERTH_HOME/instances/demo/ended"
  done
}

@test "a root that is killed while it starts is not blamed on what an earlier run ended by" {
  start demo
  keep_crashed
  kill -KILL "$(server_of)"
  crashed_row
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=20 "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" \
    --port-last "$last" --operation-id killed >"$work/out" 2>&1 &
  local starter=$!
  until grep -q '"stage":"healthz","state":"started"' "$work/out"; do sleep 0.02; done
  kill -KILL "$(root_of)"
  wait "$starter" && return 1
  document=$(tail -n 1 "$work/out")
  is 'd.failure.kind + d.failure.stage' out-of-memoryhealthz
  ask instance-list
  is 'd.value[0].state + d.value[0].ended.signal' crashedSIGKILL
}

@test "what is being stopped, suspended or restarted has not crashed" {
  local verb state
  ask instance-list
  mkdir -p "$BERTH_HOME/instances/demo" "$BERTH_HOME/locks"
  printf '%s\n' schema=2 id=demo repository=demo path=/x state=running port= pid=1 startTicks=1 bootId= startedAtMs= sinceMs= runtime= supervision= unit= end=1 \
    >"$BERTH_HOME/instances/demo/record"
  exec {lock}>"$BERTH_HOME/locks/demo"
  flock "$lock"
  while read -r verb state; do
    echo "$verb one running" >"$BERTH_HOME/instances/demo/operation"
    ask instance-list
    is 'd.value[0].state' "$state"
  done <<<$'instance-stop stopped\ninstance-suspend suspended\ninstance-restart starting\ninstance-start crashed'
  echo 'instance-stop one running' >"$BERTH_HOME/instances/demo/operation"
  exec {lock}>&-
  ask instance-list
  is 'd.value[0].state' crashed
}

@test "a start that comes to its end while it is looked at has not crashed" {
  start demo
  sed -i 's/^state=.*/state=starting/' "$BERTH_HOME/instances/demo/record"
  run -0 bash -c 'set -euo pipefail; export BERTH_HOME=$1; source "$2/lib/load.bash"
    lock_is_held() { sed -i "s/^state=.*/state=running/" "$BERTH_HOME/instances/demo/record"; return 1; }
    instance_look demo; echo "$INSTANCE_STATE"' _ "$BERTH_HOME" "$scripts"
  [[ $output == running ]]
}
