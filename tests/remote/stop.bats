#!/usr/bin/env bats
# The end of an instance: everything of it, nothing of others.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

@test "a stop ends the instance and keeps its record, settings and extensions" {
  start demo
  stop demo
  succeeds
  is 'd.value.state + d.value.port + d.value.pid + d.value.memoryBytes' stoppednullnullnull
  local row=$document
  ask instance-list
  is 'd.value[0].sinceMs > 1.7e12' true
  [[ $(value 'd.value[0]') == "$(document=$row value d.value)" ]]
  assert_nothing_left
  [[ -f $BERTH_HOME/instances/demo/record && -d $BERTH_HOME/instances/demo/user-data && -d $BERTH_HOME/instances/demo/extensions ]]
  ask instance-access --id demo
  fails_with 66 instance-not-running process
}

@test "a second stop says the same, an unknown one is not found" {
  start demo
  stop demo
  stop demo
  succeeds
  is d.value.state stopped
  stop other
  fails_with 66 instance-not-found stop
  [[ ! -e $BERTH_HOME/instances/other ]]
}

@test "children that left the session and ignore signals are ended too" {
  FAKE_MODE=children start demo
  until (($(marked_pids | wc -l) >= 3)); do sleep 0.05; done
  stop demo
  succeeds
  assert_nothing_left
}

@test "a process that ignores TERM is killed" {
  FAKE_MODE=stubborn start demo
  stop demo
  succeeds
  assert_nothing_left
}

@test "only marked processes of this home are ended" {
  # The same arguments, the same working folder, the same id of another home, no mark at all.
  start demo
  local -a decoys=()
  BERTH_INSTANCE=demo BERTH_INSTANCE_HOME=/somewhere/else bash -c 'while :; do sleep 0.2; done' code-server --bind-addr "127.0.0.1:$first" &
  decoys+=("$!")
  (cd "$BERTH_HOME/instances/demo" && exec bash -c 'while :; do sleep 0.2; done' code-server --user-data-dir "$BERTH_HOME/instances/demo/user-data" BERTH_INSTANCE=demo) &
  decoys+=("$!")
  BERTH_INSTANCE=demo bash -c 'while :; do sleep 0.2; done' &
  decoys+=("$!")
  start other
  stop demo
  succeeds
  ask cleanup --level instances --yes --operation-id all
  local decoy
  for decoy in "${decoys[@]}"; do
    kill -0 "$decoy" || return 1
    kill "$decoy"
  done
}

@test "a record with a foreign pid never gets it signalled" {
  start demo
  sleep 60 &
  local foreign=$!
  sed -i "s/^pid=.*/pid=$foreign/" "$BERTH_HOME/instances/demo/record"
  ask instance-list
  is 'd.value[0].state' crashed
  stop demo
  succeeds
  kill -0 "$foreign"
  kill "$foreign"
  assert_nothing_left
}

@test "a stop calls off a start that hangs" {
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=30 "$scripts/berth" instance-start --id demo --repository demo --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id hanging >"$work/out" 2>&1 &
  local starter=$!
  until [[ -n $(marked_pids) ]]; do sleep 0.05; done
  ask instance-list
  is 'd.value[0].state' starting
  stop demo
  succeeds
  wait "$starter" && return 1
  [[ $(tail -n 1 "$work/out") == *'called off'* ]]
  assert_nothing_left
}

@test "a stop says so when something without our mark keeps the port" {
  start demo
  local pid listener
  for pid in $(marked_pids); do
    kill -KILL "$pid"
    is_gone_soon "$pid"
  done
  node -e 'require("net").createServer().listen(+process.argv[1], "127.0.0.1", () => console.log("up"))' "$first" >"$work/up" &
  listener=$!
  until [[ -s $work/up ]]; do sleep 0.05; done
  stop demo
  fails_with 73 stop-failed stop
  kill -0 "$listener"
  kill "$listener"
}

is_gone_soon() {
  until is_gone "$1"; do sleep 0.02; done
}
