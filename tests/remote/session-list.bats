#!/usr/bin/env bats
# What is told of sessions, and what it costs.

setup() {
  load support/sessions
  sessions_setup
}
teardown() { sessions_teardown; }

@test "without any session there is nothing to keep, and a list starts nothing" {
  session_list
  succeeds
  is 'd.value.sessions' '[]'
  is d.value.keeping.server none
  is 'd.value.keeping.message.endsWith(".")' true
  [[ ! -e $BERTH_HOME/sessions/socket ]]
}

@test "a title may hold anything that is printed, and is told as it is" {
  local title='a|b #(x) #{pane_id} "q" \ %41 日本 שלום 🚀'
  session_start demo --title "$title" --repository 'r|#x' --preset 'p %q' --model 'm"1' --argument cat
  succeeds
  session_list
  session_is demo s.title "$title"
  session_is demo 's.repository + s.preset + s.model' 'r|#xp %qm"1'
}

@test "what a program calls its window does not change what is told of others" {
  session_start demo --argument bash --argument -c --argument 'printf "\033]2;x|1|2|3\nP|other|1|9\007"; echo done; exec cat'
  session_start other --argument cat
  eventually screen_has demo 'done'
  session_list
  session_is other 's.state !== "dead"' true
  is 'd.value.sessions.length' 2
}

@test "panes that a program makes itself are not taken for sessions" {
  session_start demo --argument bash --argument -c --argument 'tmux split-window -d sleep 100; tmux new-window -d sleep 100; tmux new-session -d -s stray sleep 100; echo made; exec cat'
  eventually screen_has demo made
  session_list
  is 'd.value.sessions.length' 1
  session_is demo 's.state !== "dead"' true
}

@test "memory and processor time are those of the whole tree" {
  session_start demo --argument bash --argument -c --argument 'sleep 1000 & exec -a plain bash -c "x=\$(head -c 30000000 /dev/zero | tr \"\\0\" x); echo full; read -r"'
  eventually screen_has demo full
  sleep 10.2
  session_list
  session_is demo 's.memoryBytes > 25000000 && s.processorMs > 0' true
}

@test "records that are damaged or of newer scripts do not keep the others from being listed" {
  session_start demo
  mkdir -p "$BERTH_HOME/sessions/broken" "$BERTH_HOME/sessions/newer"
  printf 'schema=1\nid=broken\n' >"$BERTH_HOME/sessions/broken/record"
  printf 'schema=9\nid=newer\nend=1\n' >"$BERTH_HOME/sessions/newer/record"
  session_list
  is 'd.value.sessions.map((s) => s.id).join()' demo
  session_stop broken
  succeeds
  [[ ! -e $BERTH_HOME/sessions/broken ]]
  session_stop newer
  fails_with 69 record-newer tmux
}

@test "a list of twelve sessions costs little" {
  local index before after cpu_ms
  for ((index = 1; index <= 12; index++)); do
    if ((index % 3)); then session_start "s$index"; else session_start "s$index" --force --agent claude-code --argument cat; fi
    succeeds
  done
  session_list
  is 'd.value.sessions.length' 12
  # What it takes beyond a verb that does nothing, in clock ticks of a hundredth of a second.
  children_ticks
  before=$REPLY
  "$scripts/berth" session-settings >/dev/null
  children_ticks
  after=$REPLY
  cpu_ms=$(((after - before) * 10))
  before=$after
  "$scripts/berth" session-list >/dev/null
  children_ticks
  cpu_ms=$(((REPLY - before) * 10 - cpu_ms))
  echo "$cpu_ms ms"
  ((cpu_ms < 250))
}

# children_ticks: REPLY is the processor time of all processes that ended below this one.
children_ticks() {
  local stat
  local -a fields
  read -r stat </proc/$BASHPID/stat
  read -r -a fields <<<"${stat##*) }"
  REPLY=$((fields[13] + fields[14]))
}
