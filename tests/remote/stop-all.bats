#!/usr/bin/env bats
# Ending everything at once: all in the time of one, whatever state each is in, and nobody keeps another from ending.

setup() {
  load support/helpers
  berth_setup
}
teardown() { berth_teardown; }

stop_all() { ask instance-stop-all --operation-id "all-$RANDOM$RANDOM"; }

record() { printf '%s\n' schema=2 "id=$1" "repository=$1" "path=$work/repo" port= pid= startTicks= bootId= startedAtMs= sinceMs= runtime= supervision= unit= "${@:2}" end=1 >"$BERTH_HOME/instances/$1/record"; }

@test "twelve end side by side, and nothing of them is left" {
  local id before
  # One after the other they would take 18 s.
  for id in {a..l}; do FAKE_MODE=slow start "$id"; done
  is d.ok true
  export BERTH_STOP_SECONDS=8
  before=$EPOCHREALTIME
  stop_all
  succeeds
  is 'd.value.instances.map((i) => i.id + i.state).sort().join()' "$(printf '%sstopped,' {a..l} | sed 's/,$//')"
  is d.value.failures '[]'
  ((${EPOCHREALTIME%.*} - ${before%.*} <= 15))
  assert_nothing_left
  ask instance-list
  is 'd.value.every((i) => i.state === "stopped" && i.port === null)' true
  stop_all
  succeeds
  is d.value '{"instances":[],"failures":[]}'
}

@test "children that left the session and processes that ignore TERM end too, strangers do not" {
  FAKE_MODE=children start children
  FAKE_MODE=stubborn start stubborn
  start plain
  bash -c 'while :; do sleep 0.2; done' code-server --bind-addr "127.0.0.1:$first" 3>&- &
  local decoy=$!
  stop_all
  succeeds
  is d.value.instances.length 3
  assert_nothing_left
  run ! is_gone "$decoy"
  kill "$decoy"
}

@test "suspended, crashed and damaged ones are stopped, a start under way is called off" {
  start crashed
  local pid
  pid=$(value d.value.pid)
  kill -9 "$pid"
  start damaged
  truncate -s -8 "$BERTH_HOME/instances/damaged/record"
  mkdir "$BERTH_HOME/instances/asleep"
  record asleep state=suspended "port=$last"
  echo asleep >"$BERTH_HOME/ports/$last"
  FAKE_MODE=hang BERTH_HEALTHZ_SECONDS=30 "$scripts/berth" instance-start --id starting --repository starting --path "$work/repo" \
    --port-first "$first" --port-last "$last" --operation-id under-way >"$work/under-way" 3>&- &
  until [[ -s $BERTH_HOME/instances/starting/token ]]; do sleep 0.05; done
  stop_all
  succeeds
  wait "$!" || :
  grep -q 'called off by a stop' "$work/under-way"
  is d.value.failures '[]'
  is 'd.value.instances.every((i) => i.state === "stopped")' true
  assert_nothing_left
  [[ ! -e $BERTH_HOME/instances/starting ]]
  ask instance-list
  is 'd.value.map((i) => i.id + i.state)' '["asleepstopped","crashedstopped"]'
}

@test "what cannot be stopped is told, and the others end all the same" {
  start well
  mkdir "$BERTH_HOME/instances/newer"
  printf 'schema=9\nstate=running\nend=1\n' >"$BERTH_HOME/instances/newer/record"
  mkdir -p "$BERTH_HOME/instances/held"
  record held state=suspended
  flock "$BERTH_HOME/locks/held" sleep 100 3>&- &
  local holder=$!
  until ! flock -n "$BERTH_HOME/locks/held" true; do sleep 0.05; done
  STOP_LOCK_SECONDS=1 stop_all
  succeeds
  kill "$holder" $(pgrep -P "$holder")
  is 'd.value.instances.map((i) => i.id)' '["well"]'
  is 'd.value.failures.map((f) => f.id + f.failure.kind)' '["newerrecord-newer","heldbusy"]'
  is 'd.value.failures.every((f) => f.failure.message.endsWith(".") && f.failure.nextStep.endsWith(".") && f.failure.detail === null)' true
  [[ $(head -n 1 "$BERTH_HOME/instances/newer/record") == schema=9 ]]
  rm -r "$BERTH_HOME/instances/newer"
  assert_nothing_left
}
