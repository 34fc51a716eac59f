#!/usr/bin/env bats
# What is idle and what only looks like it. A minute is shorter here, and the keeper looks every second.

setup() {
  load support/helpers
  berth_setup
  export BERTH_MINUTE_MS=500 BERTH_KEEPER_SECONDS=1
}
teardown() {
  local pid
  for pid in ${mine-}; do kill "$pid" 2>/dev/null || :; done
  berth_teardown
}

# until_state <state> <seconds>: fails when demo does not come into that state in time.
until_state() {
  local deadline=$((SECONDS + $2))
  until [[ $(sed -n 's/^state=//p' "$BERTH_HOME/instances/demo/record") == "$1" ]]; do
    ((SECONDS <= deadline)) || {
      echo "never $1" && cut -c 1-300 "$BERTH_HOME/keeper/log"
      return 1
    }
    sleep 0.05
  done
}

# until_busy: waits until the keeper has looked twice more and seen it at work.
until_busy() {
  local path=$BERTH_HOME/instances/demo/idle deadline=$((SECONDS + 10)) before= looks=0
  while ((looks < 3)); do
    ((SECONDS <= deadline)) || return 1
    if [[ -s $path && $(<"$path") != "$before" ]]; then
      before=$(<"$path")
      looks=$((looks + 1))
    fi
    sleep 0.05
  done
  [[ $before == '0 '* ]] || {
    echo "idle: $before"
    return 1
  }
}

suspend_after() { ask instance-configure --id demo --idle-minutes "$1"; }

# type_in <text>: into the terminal of the fake.
type_in() { printf '%b' "$1" >"$FAKE_KEYBOARD"; }

@test "an idle instance is suspended, and the keeper goes with the last one" {
  start demo
  suspend_after 2
  until_state suspended 10
  until [[ -z $(keeper_pids) ]]; do sleep 0.05; done
  [[ -z $(marked_pids) && ! -e $BERTH_HOME/keeper && $(<"$BERTH_HOME/ports/$first") == demo ]]
  start demo
  is 'd.value.state + d.value.port' "running$first"
}

@test "the row says for how long it has been idle, and a host that never suspends leaves it alone" {
  ask host-configure --idle-minutes 0 --nginx-kind own
  start demo
  local begun=$SECONDS
  idle_seconds() {
    ask instance-list
    value 'd.value[0].idleSeconds ?? 0'
  }
  until (($(idle_seconds) >= 2)); do sleep 0.1; done
  # No longer than it has been there, but for a second that is rounded.
  (($(idle_seconds) <= SECONDS - begun + 1))
  until_state running 0
}

@test "an open tab keeps it awake" {
  start demo
  suspend_after 60
  local closed_ms since=0
  exec {tab}<>"/dev/tcp/127.0.0.1/$first"
  until_busy
  closed_ms=$(date +%s%3N)
  exec {tab}>&-
  # Idle since then, however old the heartbeat is: at most one look and its own length before.
  until ((since > 0)); do
    sleep 0.05
    since=$(cut -d " " -f 1 "$BERTH_HOME/instances/demo/idle")
  done
  ((since >= closed_ms - 2000)) || {
    echo "$((closed_ms - since)) ms too early"
    return 1
  }
  suspend_after 1
  until_state suspended 10
}

@test "a job that was detached keeps it awake until it ends" {
  start demo
  env BERTH_INSTANCE=demo BERTH_INSTANCE_HOME="$BERTH_HOME" setsid sleep 1000 &
  mine=$!
  suspend_after 1
  until_busy
  kill "$mine"
  until_state suspended 10
}

@test "a terminal keeps it awake while something runs in it, marked or not, waiting or computing" {
  export FAKE_MODE=terminal FAKE_KEYBOARD=$work/keyboard
  mkfifo "$FAKE_KEYBOARD"
  # Nobody would read what is typed when the fake has ended.
  exec {keyboard}<>"$FAKE_KEYBOARD"
  start demo
  type_in 'sleep 1000\n'
  suspend_after 1
  until_busy
  type_in '\003env -i sleep 1000\n'
  until_busy
  type_in '\003exec bash -c "read x"\n'
  until_busy
  type_in '\n'
  exec {keyboard}>&-
  until_state suspended 10
}

@test "a shell that computes keeps it awake, and one at its prompt does not" {
  export FAKE_MODE=terminal FAKE_KEYBOARD=$work/keyboard
  mkfifo "$FAKE_KEYBOARD"
  exec {keyboard}<>"$FAKE_KEYBOARD"
  start demo
  type_in 'while :; do :; done\n'
  suspend_after 1
  until_busy
  type_in '\003'
  until_state suspended 10
  exec {keyboard}>&-
}

@test "the smaller the host, the sooner a dropped tab lets go of its extension host" {
  start demo
  local total_mb
  total_mb=$(awk '$1 == "MemTotal:" { print int($2 / 1024) }' /proc/meminfo)
  grace_of() {
    bash -c 'source "$1/lib/load.bash"; MB=$2; memory_read() { MEMORY[MemTotal]=$((MB << 20)); }; code_server_grace_seconds; echo "$REPLY"' bash "$scripts" "$1"
  }
  [[ "$(grace_of 1900) $(grace_of 4096) $(grace_of 8191) $(grace_of 8192)" == '1800 3600 3600 10800' ]]
  [[ $(tr '\0' '\n' <"/proc/$(value d.value.pid)/cmdline" | grep -x -A 1 -e --reconnection-grace-time | tail -n 1) == "$(grace_of "$total_mb")" ]]
}
