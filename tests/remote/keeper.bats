#!/usr/bin/env bats
# The keeper: comes with the first instance, goes with the last, and brings back what crashed.

setup() {
  load support/helpers
  berth_setup
  keeper=$BERTH_HOME/keeper
}
teardown() { berth_teardown; }

# until_true <seconds> <command>…
until_true() {
  local deadline=$((SECONDS + $1))
  until "${@:2}"; do
    ((SECONDS <= deadline)) || {
      echo "never came true: ${*:2}" && cut -c 1-300 "$keeper/log"
      return 1
    }
    sleep 0.05
  done
}

# Also without a helper of its own.
is_alone() { [[ -e $keeper/pid && $(keeper_pids) == "$(keeper_pid)" ]]; }

keeper_pid() { cut -d' ' -f1 "$keeper/pid"; }

# pid_of <id>: the root of its processes, as the record has it.
pid_of() { sed -n 's/^pid=//p' "$BERTH_HOME/instances/$1/record"; }

# server_of <id>: what runs below `launch`.
server_of() { tr -d ' ' <"/proc/$(pid_of "$1")/task/$(pid_of "$1")/children"; }

# row_is <expression on the row of demo> <value>
row_is() {
  ask instance-list
  [[ $(value "(() => { const r = d.value.find((r) => r.id === 'demo'); return $1; })()") == "$2" ]]
}

# crash: kills the server, and waits until the instance runs as another process.
crash() {
  local pid
  pid=$(pid_of demo)
  kill -KILL "$(server_of demo)"
  until_true 10 is_back "$pid"
}

is_back() { [[ $(pid_of demo) != "$1" ]] && row_is r.state running; }

@test "it comes with the first instance, sleeps on next to nothing, and goes with the last" {
  start demo
  local pid ticks
  until_true 5 is_alone
  pid=$(keeper_pid)
  [[ $(keeper_pids) == "$pid" && $(readlink "/proc/$pid/fd/0") == /dev/null && $(cut -d' ' -f6 "/proc/$pid/stat") == "$pid" ]]
  # Neither the lock of a start nor the channel of whoever asked for it.
  [[ -z $(find "/proc/$pid/fd" -lname "$BERTH_HOME/lock*" -o -lname 'pipe:*' -o -lname "$work/stdout") ]]
  run ! grep -qzx 'BERTH_INSTANCE=.*' "/proc/$pid/environ"
  (($(awk '$1 == "Pss:" { print $2 }' "/proc/$pid/smaps_rollup") <= 4096))
  start other
  [[ $(keeper_pids) == "$pid" ]]
  ticks=$(awk '{ print $14 + $15 + $16 + $17 }' "/proc/$pid/stat")
  sleep 1
  (($(awk '{ print $14 + $15 + $16 + $17 }' "/proc/$pid/stat") == ticks)) && [[ -z $(<"/proc/$pid/task/$pid/children") ]]
  stop demo
  [[ $(keeper_pids) == "$pid" ]]
  stop other
  assert_nothing_left
}

@test "a killed server is back on its port at once, three times; then it stays crashed and says so" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  start other
  until_true 5 is_alone
  local pid
  crash
  row_is 'r.port + " " + r.restartCount + r.ended.reason + r.ended.signal' "$first 1killedSIGKILL"
  is_routed_by "$BERTH_NGINX_PORT"
  crash
  crash
  pid=$(pid_of demo)
  kill -KILL "$(server_of demo)"
  until_true 5 row_is r.state crashed
  # Longer than it takes to look at everything.
  sleep 2.5
  row_is 'r.state + r.restartCount + r.ended.reason' crashed3killed
  [[ $(pid_of demo) == "$pid" && -n $(keeper_pids) ]]
  # Whoever wants it gets it, and with it three tries more.
  start demo
  is 'd.value.state + d.value.port + d.value.restartCount + d.value.ended' "running${first}0null"
  crash
  row_is r.restartCount 1
}

@test "what vanished together with whoever watched it is noticed, and its orphans are ended" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  until_true 5 is_alone
  local pid orphan
  pid=$(pid_of demo)
  orphan=$(server_of demo)
  kill -KILL "$pid"
  until_true 10 is_back "$pid"
  row_is 'r.port + r.ended.reason' "${first}vanished"
  is_gone "$orphan"
}

@test "what ended in order, or before the host restarted, or is of newer scripts, is left alone" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  start old
  start newer
  start stays
  until_true 5 is_alone
  kill -USR2 "$(server_of demo)"
  until_true 5 row_is 'r.state + r.ended.reason + r.ended.exitCode' crashedexited0
  sed -i 's/^bootId=.*/bootId=0000/' "$BERTH_HOME/instances/old/record"
  sed -i 's/^schema=.*/schema=99/' "$BERTH_HOME/instances/newer/record"
  sleep 2.5
  [[ -z $(compgen -G "$BERTH_HOME/instances/*/restarts") && -n $(keeper_pids) ]]
  sed -i 's/^schema=.*/schema=2/' "$BERTH_HOME/instances/newer/record"
  row_is r.state crashed
  kill -KILL "$(server_of newer)"
  until_true 5 test -e "$BERTH_HOME/instances/newer/restarts"
}

@test "a restart that fails counts, and leaves it crashed with its claim" {
  export FAKE_MODE_FILE=$work/mode
  echo well >"$FAKE_MODE_FILE"
  start demo
  until_true 5 is_alone
  echo exit >"$FAKE_MODE_FILE"
  kill -KILL "$(server_of demo)"
  # Nothing runs any more, so it has nothing to stay for.
  until_true 20 test ! -e "$keeper"
  row_is 'r.state + r.restartCount + r.port' "crashed3$first"
  [[ -z $(marked_pids) && -z $(keeper_pids) ]]
}

@test "a stop that comes while it is started again wins" {
  export FAKE_MODE_FILE=$work/mode
  echo well >"$FAKE_MODE_FILE"
  start demo
  until_true 5 is_alone
  echo hang >"$FAKE_MODE_FILE"
  kill -KILL "$(server_of demo)"
  until_true 5 row_is r.state starting
  echo well >"$FAKE_MODE_FILE"
  local begun=$SECONDS
  stop demo
  succeeds
  is d.value.state stopped
  # The stop waits for the keeper, which must not wait for the stop.
  ((SECONDS - begun <= 6)) || {
    echo "$((SECONDS - begun)) s"
    return 1
  }
  sleep 0.5
  row_is r.state stopped
  assert_nothing_left
}

@test "six starts side by side get one keeper, and one that was killed is replaced by the next start" {
  local number pid
  local -a starters=()
  for number in {1..6}; do
    "$scripts/berth" instance-start --id "n$number" --repository n --path "$work/repo" --port-first "$first" --port-last "$last" --operation-id "n$number" >/dev/null 2>&1 &
    starters+=("$!")
  done
  for number in "${starters[@]}"; do wait "$number"; done
  until_true 5 is_alone
  until_true 15 is_alone
  pid=$(keeper_pid)
  kill -KILL "$pid"
  start n1
  is_other() { [[ -e $keeper/pid && $(keeper_pid) != "$pid" ]] && is_alone; }
  until_true 5 is_other
  for number in {1..6}; do stop "n$number"; done
  assert_nothing_left
}

@test "scripts of another version bring a keeper of their own" {
  start demo
  until_true 5 is_alone
  local pid
  pid=$(keeper_pid)
  cp -a "$scripts" "$work/scripts"
  scripts=$work/scripts start other
  until_true 5 is_alone
  [[ $(keeper_pids) != "$pid" && $(tr '\0' ' ' <"/proc/$(keeper_pids)/cmdline") == *"$work/scripts/keeper "* ]]
  is_gone "$pid"
}

@test "the keeper of newer scripts stays, whatever older ones start and stop" {
  cp -r "$scripts" "$work/newer"
  scripts=$work/newer start demo
  until_true 5 is_alone
  local pid began
  pid=$(keeper_pid)
  sed -i 's/^schema=.*/schema=99/' "$BERTH_HOME/instances/demo/record"
  start other
  succeeds
  [[ $(keeper_pid) == "$pid" ]]
  began=$SECONDS
  stop other
  succeeds
  # Nor does anybody wait for its end.
  [[ $(keeper_pid) == "$pid" ]] && ! is_gone "$pid" && ((SECONDS - began < 10))
  sed -i 's/^schema=.*/schema=2/' "$BERTH_HOME/instances/demo/record"
}

@test "nothing that is said to it, and nothing that cannot be written, ends it" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  until_true 5 is_alone
  local pid
  pid=$(keeper_pid)
  printf '%s\n' '../../demo' "\$(touch $work/canary)" 'nobody' '' '-n' ';' "$(head -c 3000 /dev/zero | tr '\0' a)" >"$keeper/fifo"
  # Folders in the place of files: nothing can be renamed over them, not even by root.
  rm -f "$BERTH_HOME/instances/demo/idle"
  mkdir "$BERTH_HOME/instances/demo/idle" "$BERTH_HOME/history" "$BERTH_HOME/history/memory"
  head -c 100000 /dev/zero | tr '\0' '\n' >>"$keeper/log"
  sleep 2.5
  [[ $(keeper_pid) == "$pid" && ! -e $work/canary && $(stat -c %s "$keeper/log") -lt 66000 ]]
  run ! is_gone "$pid"
  crash
  rm -rf "$BERTH_HOME/instances/demo/idle"
}

@test "it notes what instances take, so that the next start knows" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  # Of its first moments nothing is learned.
  sed -i 's/^startedAtMs=.*/startedAtMs=1700000000000/' "$BERTH_HOME/instances/demo/record"
  until_true 5 grep -qsE '^demo [0-9]+ [0-9]{7,} 1 ' "$BERTH_HOME/history/memory"
}

@test "without the scripts that it runs it ends by itself, and the next start brings one of its own" {
  export BERTH_KEEPER_SECONDS=1
  cp -a "$scripts" "$work/scripts"
  scripts=$work/scripts start demo
  until_true 5 is_alone
  local pid
  pid=$(keeper_pid)
  rm -r "$work/scripts"
  until_true 5 is_gone "$pid"
  start demo
  until_true 5 is_alone
  is d.value.restartCount 0
}

@test "without its home it ends by itself" {
  export BERTH_KEEPER_SECONDS=1
  start demo
  until_true 5 is_alone
  local pid
  pid=$(keeper_pid)
  mv "$BERTH_HOME" "$work/moved"
  until_true 5 is_gone "$pid"
  [[ ! -e $BERTH_HOME ]]
  mv "$work/moved" "$BERTH_HOME"
}
