#!/usr/bin/env bats
# Whether a start fits: what instances need is learned from those of this host, and a refusal names what to suspend.

setup() {
  load support/helpers
  berth_setup
  ((EUID == 0)) && unshare --mount true 2>/dev/null || skip 'the memory of the host can be made up by root only'
}
teardown() { berth_teardown; }

# A measurement counts for 10 s, which a busy machine may need for a few calls.
keep_measurements() {
  local path
  for path in "$BERTH_HOME"/instances/*/memory; do
    [[ ! -e $path ]] || sed -i "s/^[0-9]*/$(date +%s%3N)/" "$path"
  done
}

# with_memory <MB free> <verb> <argument>…: as ask, on a host of 4 GB.
with_memory() {
  printf 'MemTotal: 4194304 kB\nMemAvailable: %d kB\nSwapTotal: 0 kB\nSwapFree: 0 kB\n' $(($1 * 1024)) >"$work/meminfo"
  code=0
  keep_measurements
  unshare --mount bash -c 'mount --bind "$0/meminfo" /proc/meminfo && exec "$@"' "$work" "$scripts/berth" "${@:2}" >"$work/stdout" 2>"$work/stderr" || code=$?
  lines=$(<"$work/stdout")
  document=$(tail -n 1 "$work/stdout")
}

start_with() {
  with_memory "$1" instance-start --id "$2" --repository "$2" --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "s-$RANDOM$RANDOM" "${@:3}"
}

# learned <id> <MB with a tab>: as if the host had seen it often.
learned() {
  mkdir -p "$BERTH_HOME/history"
  chmod 700 "$BERTH_HOME"
  [[ -s $BERTH_HOME/history/memory ]] || printf 'schema=1\nsampledMs=0\n' >"$BERTH_HOME/history/memory"
  printf '%s 1700000000000 0 0 %d 9 0 0\n' "$1" $(($2 << 20)) >>"$BERTH_HOME/history/memory"
}

# takes <id> <MB> [<idle minutes>]: what it was measured at a moment ago, and what the keeper saw.
takes() {
  local folder=$BERTH_HOME/instances/$1 now
  now=$(date +%s%3N)
  ask instance-list
  sed -i "s/^\([0-9]*\) [0-9]*/$now $(($2 << 20))/" "$folder/memory"
  sed -i "s/^startedAtMs=.*/startedAtMs=$((now - 3600000))/" "$folder/record"
  if [[ -n ${3-} ]]; then echo "$((now - $3 * 60000)) $((now - $3 * 60000)) 1 $now" >"$folder/idle"; fi
}

keeper_off() {
  local pid
  for pid in $(grep -lszxF -e "BERTH_KEEPER_HOME=$BERTH_HOME" /proc/[0-9]*/environ | tr -dc '0-9\n'); do kill -9 "$pid" 2>/dev/null || :; done
}

@test "without any knowledge it asks for what was measured elsewhere" {
  start_with 500 demo
  fails_with 71 out-of-memory budget
  [[ $(value d.failure.message) == *'about 430 MB'* && $(value d.failure.nextStep) != *Suspend* ]]
  [[ ! -e $BERTH_HOME/instances/demo ]]
  start_with 700 demo
  succeeds
}

@test "what the repository took before is what it is asked for, else what others took" {
  learned .host 250
  learned demo 120
  start_with 300 demo
  fails_with 71 out-of-memory budget
  [[ $(value d.failure.message) == *'about 120 MB'*' and 95 MB'* ]]
  start_with 400 demo
  succeeds
  start_with 400 other
  fails_with 71 out-of-memory budget
  [[ $(value d.failure.message) == *'about 250 MB'* ]]
}

@test "a refusal names what to suspend, the idle ones first and no more than needed, and force goes past it" {
  learned .host 300
  local id
  for id in large idle small; do start "$id" && succeeds; done
  keeper_off
  takes large 900
  takes idle 400 12
  takes small 310
  start_with 300 demo
  fails_with 71 out-of-memory budget
  is d.failure.nextStep 'Suspend idle (400 MB, idle for 12 min), then try again, or start it all the same.'
  is 'd.failure.detail.split("\n").slice(2)' '["idle: 400 MB, idle for 12 min","large: 900 MB","small: 310 MB"]'
  # Two of them where one does not make enough room.
  learned demo 900
  start_with 300 demo
  is d.failure.nextStep 'Suspend idle (400 MB, idle for 12 min), large (900 MB), then try again, or start it all the same.'
  start_with 300 demo --force
  succeeds
  stop demo
  # Force does not take the host down.
  start_with 90 demo --force
  fails_with 71 out-of-memory budget
  [[ $(value d.failure.message) == *'too little for any'* ]]
}

@test "what running instances will still grow by is not given to another" {
  learned .host 400
  start running
  keeper_off
  takes running 100
  # 800 MB less 205 for the host and 300 for what runs.
  start_with 800 demo
  fails_with 71 out-of-memory budget
  [[ $(value d.failure.detail) == *'kept for running instances and agents: 300 MB'* ]]
  start_with 1000 demo
  succeeds
}

@test "estimates are learned, in readings a minute apart, and nonsense teaches nothing" {
  ask stats
  is d.value.estimates '{"startedBytes":104857600,"openBytes":450887680,"busyBytes":922746880,"sampleCount":0}'
  start demo
  keeper_off
  local round
  for round in 1 2 3; do
    takes demo 50
    sed -i 's/^sampledMs=.*/sampledMs=0/' "$BERTH_HOME/history/memory" 2>/dev/null || :
    keep_measurements
    ask stats
    is d.value.estimates.sampleCount "$round"
  done
  ask stats
  is d.value.estimates.sampleCount 3
  is d.value.estimates.startedBytes $((50 << 20))
  head -c 2000 /dev/urandom >"$BERTH_HOME/history/memory"
  ask stats
  succeeds
  is d.value.estimates.startedBytes 104857600
  rm "$BERTH_HOME/history/memory"
  ln -s "$work/elsewhere" "$BERTH_HOME/history/memory"
  ask stats
  succeeds
  [[ ! -e $work/elsewhere ]]
}
