#!/usr/bin/env bats
# Ending processes from a list: never another one than was meant, never what this very connection hangs on.

setup() {
  load support/helpers
  berth_setup
  planted=()
}
teardown() {
  local pid
  for pid in "${planted[@]}"; do kill -KILL "$pid" 2>/dev/null || :; done
  berth_teardown
}

# plant <command>…: something foreign; its pid is in `pid`, its start in `ticks`.
plant() {
  env -u BERTH_HOME "$@" >/dev/null 2>&1 3>&- &
  pid=$!
  planted+=("$pid")
  until [[ $(tr '\0' ' ' <"/proc/$pid/cmdline") != env* ]]; do sleep 0.01; done
  ticks_of "$pid"
}
ticks_of() { ticks=$(sed 's/.*) //' "/proc/$1/stat" | cut -d' ' -f20); }

# finish <option>…
finish() { ask process-end --operation-id "end-$RANDOM$RANDOM" "$@"; }

@test "a process that is not Berth's ends only when user and name are told as they are, and only the one that was meant" {
  local user
  user=$(id -un)
  plant sleep 100
  finish --process "$pid:$ticks"
  is 'd.value.failures[0].failure.message' "Process $pid (sleep) of $user was not started by Berth."
  finish --process "$pid:$ticks:$user:sheep"
  is 'd.value.failures[0].failure.kind + d.value.ended.length' unavailable0
  finish --process "$pid:$ticks:nobody:sleep"
  is 'd.value.failures.length' 1
  finish --process "$pid:$((ticks + 1)):$user:sleep"
  is 'd.value.gone.length + d.value.ended.length + d.value.failures.length' 1
  finish --process "$pid:$ticks:$user:sleep" --dry-run
  is "d.value.alive[0].pid" "$pid"
  run ! is_gone "$pid"
  finish --process "$pid:$ticks:$user:sleep" --process "$((pid + 1)):7"
  is "d.value.ended[0].pid === $pid && d.value.ended[0].startTicks === $ticks && d.value.gone.length === 1" true
  is_gone "$pid"
}

@test "what does not hear TERM is told, and ends at once when it is forced; the same operation again does nothing" {
  local id=again
  plant bash -c 'printf "a:b) (" >/proc/$$/comm; trap "" TERM; while :; do read -rt 1 <> <(:); done'
  until [[ $(<"/proc/$pid/comm") == 'a:b) (' ]]; do sleep 0.01; done
  BERTH_PROCESS_END_SECONDS=0 finish --process "$pid:$ticks:$(id -un):a:b) ("
  is "d.value.alive[0].pid" "$pid"
  ask process-end --force --process "$pid:$ticks:$(id -un):a:b) (" --operation-id "$id"
  is "d.value.ended[0].pid" "$pid"
  is_gone "$pid"
  ask process-end --force --process "1:0" --operation-id "$id"
  is "d.value.ended[0].pid" "$pid"
  ask operation-status --operation-id "$id"
  is d.value.state 'done'
}

@test "Berth's own need no names, and what the command itself hangs on is spared" {
  local child
  FAKE_MODE=children start demo
  child=$(for pid in $(marked_pids); do if [[ $(<"/proc/$pid/comm") == sleep ]]; then echo "$pid"; fi; done | tail -n 1)
  ticks_of "$child"
  # One of them does not hear TERM.
  finish --force --process "$child:$ticks"
  is "d.value.ended[0].pid" "$child"
  ticks_of $$
  finish --force --process "$$:$ticks:$(id -un):$(<"/proc/$$/comm")" --process "1:$(sed 's/.*) //' /proc/1/stat | cut -d' ' -f20):root:$(<"/proc/1/comm")"
  is 'd.value.failures.length' 2
  finish --process '1;2'
  fails_with 64 invalid-input input
  stop demo
}

@test "another user's process is not even tried, and it says whose it is" {
  ((EUID == 0)) || skip 'needs root to become somebody else'
  mkdir -m 700 "$work/user"
  chown nobody "$work/user"
  chmod 711 "$work"
  cp -a "$scripts" "$work/scripts"
  plant sleep 100
  BERTH_HOME=$work/user setpriv --reuid=nobody --clear-groups "$work/scripts/berth" process-end --process "$pid:$ticks:root:sleep" --operation-id other >"$work/answer"
  document=$(tail -n 1 "$work/answer")
  is 'd.value.failures[0].failure.message' "Process $pid belongs to root, and Berth is logged in as nobody."
  run ! is_gone "$pid"
}
