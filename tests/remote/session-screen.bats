#!/usr/bin/env bats
# The screen of a session: kept for the day when tmux is gone, and always that of its own pane.

setup() {
  load support/sessions
  sessions_setup
  client='' viewer=''
}
teardown() {
  if [[ -n $client ]]; then kill -s KILL "$client" "$viewer" || :; fi
  sessions_teardown
}

# shown <id> <yes|no: colours>: its capture is in `document`.
shown() {
  ask session-capture --id "$1" --history-lines 0 --colours "$2"
  succeeds
}

@test "the last screen can be read when tmux has gone after the program, also after a launch that was killed" {
  session_start demo --argument bash --argument -c --argument 'printf "\e[31mlast\e[0m words"; exit 3'
  session_start shot --argument bash --argument -c --argument 'printf "shot here"; exec sleep 1000'
  eventually screen_has shot 'shot here'
  kill -s KILL "$(cut -d' ' -f1 "$BERTH_HOME/sessions/shot/root")"
  eventually session_ends_as shot dead
  eventually session_ends_as demo dead
  eventually test -s "$BERTH_HOME/sessions/demo/screen"
  our_tmux kill-server
  eventually no_server_runs
  shown demo no
  is d.value.text 'last words'
  shown demo yes
  is 'd.value.text.includes("\u001b[31mlast")' true
  shown shot no
  is d.value.text 'shot here'
  [[ -z $(find "$BERTH_HOME/sessions" -name '*.tmp.*') ]]
}

no_server_runs() { [[ -z $(session_server_pids) ]]; }

@test "windows and panes that somebody makes in a session are neither read nor typed into" {
  session_start demo --agent other --resume-argument cat --argument bash --argument -c \
    --argument 'printf mine; read -r word; printf "heard %s" "$word"; exec sleep 1000'
  succeeds
  our_tmux split-window -b -t =demo: 'printf above; exec sleep 1000'
  our_tmux new-window -t =demo: 'printf theirs; exec sleep 1000'
  eventually screen_is demo mine
  ask session-send --id demo --text 'a word' --submit yes
  succeeds
  is d.value.outcome delivered
  eventually shows demo 'heard a word'
  ask session-keys --id demo --key C-c
  eventually session_ends_as demo dead
  session_is demo s.exitSignal SIGINT
  ask session-resume --id demo --operation-id again
  succeeds
  ask session-send --id demo --text 'once more' --submit yes
  eventually shows demo 'once more'
  [[ $(our_tmux list-panes -s -t =demo: | wc -l) == 3 ]]
}

# screen_is, shows <id> <text>: what is told of it is, or has, that text.
screen_is() { shown "$1" no && is d.value.text "$2" >/dev/null; }
shows() { shown "$1" no && is "d.value.text.includes('$2')" true >/dev/null; }

@test "a start succeeds right after the last stop, while others look, and also when a view hangs" {
  local round looker
  # It ends with the test, however that ends.
  (while [[ -e $work/plain && ! -e $work/enough ]]; do "$scripts/berth" session-list >/dev/null 2>&1; done) >/dev/null 2>&1 3>&- &
  looker=$!
  for round in 1 2 3; do
    session_start demo
    succeeds
    session_stop demo
    succeeds
  done
  session_start demo
  TERM=xterm script -qfc "exec tmux -u -S $BERTH_HOME/sessions/socket attach -t =demo" /dev/null </dev/null >/dev/null 2>&1 3>&- &
  viewer=$!
  eventually is_watched
  client=$(our_tmux list-clients -F '#{client_pid}')
  kill -s STOP "$client"
  session_stop demo
  succeeds
  [[ -z $(session_server_pids) ]]
  session_start demo
  succeeds
  touch "$work/enough"
  wait "$looker"
  # script stops with what it runs.
  kill -s KILL "$client" "$viewer"
  { wait "$viewer" || :; } 2>/dev/null
  client=''
}

is_watched() { [[ -n $(our_tmux list-clients -F '#{client_pid}') ]]; }

@test "a session is removed while somebody goes on noting what he saw of it" {
  local folder=$BERTH_HOME/sessions/demo writer
  session_start demo
  succeeds
  # Enough that their removal takes a while, in which there still is a record.
  (cd "$folder" && printf 'kept-%s\0' {1..4000} | xargs -0 touch)
  (
    for ((number = 0; ; number++)); do
      [[ -f $folder/record ]] || exit 0
      : >"$folder/judged-$number"
    done
  ) >/dev/null 2>&1 3>&- &
  writer=$!
  session_stop demo
  succeeds
  wait "$writer" || :
  [[ ! -e $folder ]]
}
