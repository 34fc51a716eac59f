#!/usr/bin/env bats
# Sessions while something goes wrong around them: tmux or its socket away, killed, of another version; a host that restarted.

setup() {
  load support/sessions
  sessions_setup
}
teardown() { sessions_teardown; }

@test "a launch that is killed leaves what tmux knows of its end" {
  session_start demo --argument sleep --argument 1000
  succeeds
  kill -s KILL "$(cut -d' ' -f1 "$BERTH_HOME/sessions/demo/root")"
  eventually session_ends_as demo dead
  session_is demo '`${s.exitSignal} ${s.stateSource}`' 'SIGKILL exit'
  session_stop demo
  succeeds
  [[ -z $(session_pids) ]]
}

@test "a socket that somebody deleted comes back, and nothing that runs notices" {
  local server
  session_start demo --argument cat
  server=$(session_server_pids)
  rm "$BERTH_HOME/sessions/socket"
  session_list
  is d.value.keeping.server running
  is d.value.keeping.serverPid "$server"
  session_is demo 's.state !== "dead"' true
  # And without any note of the server.
  rm "$BERTH_HOME/sessions/socket" "$BERTH_HOME/sessions/server"
  session_start other
  succeeds
  [[ $(session_server_pids) == "$server" ]]
  session_list
  is 'd.value.sessions.length' 2
}

@test "when tmux is killed, sessions are dead by that name, and the next start brings another server" {
  local server
  session_start demo --argument bash --argument -c --argument 'trap "" HUP; while sleep 0.2; do :; done'
  server=$(session_server_pids)
  kill -s KILL "$server"
  eventually is_gone "$server"
  eventually session_ends_as demo dead
  is d.value.keeping.server none
  is d.value.keeping.serverPid null
  session_is demo 's.stateDetail.includes("tmux")' true
  session_start next
  succeeds
  session_list
  is d.value.keeping.server running
  session_is demo s.state dead
  session_stop demo
  succeeds
  [[ -z $(session_pids_of demo) ]]
}

@test "after a restart of the host sessions are dead by that name" {
  session_start demo
  succeeds
  session_stop_hard
  sed -i 's/^bootId=.*/bootId=00000000-0000-0000-0000-000000000000/' "$BERTH_HOME/sessions/demo/record"
  rm -f "$BERTH_HOME/sessions/demo/ended"
  session_list
  session_is demo '`${s.state} ${s.exitCode} ${s.memoryBytes}`' 'dead null null'
  session_is demo 's.stateDetail.includes("restarted")' true
  is d.value.keeping.server none
  session_stop demo
  succeeds
}

session_stop_hard() {
  local pid
  for pid in $(session_server_pids) $(session_pids); do kill -s KILL "$pid" 2>/dev/null || :; done
  eventually no_sessions_run
}

no_sessions_run() { [[ -z $(session_pids)$(session_server_pids) ]]; }

@test "without tmux that is said, and a start names it" {
  mkdir "$work/few"
  local name
  for name in bash sh env cat grep awk date mkdir rm mv timeout setsid flock stat cksum sort tail head tr sync id readlink dirname printenv sleep; do
    printf '#!/bin/sh\nexec %s "$@"\n' "$(command -v "$name")" >"$work/few/$name"
    chmod +x "$work/few/$name"
  done
  # tmux is looked for beyond PATH too, in places that a test cannot empty.
  [[ ! -x /usr/local/bin/tmux ]]
  code=0
  BERTH_TMUX_PLACES=$work/nowhere PATH=$work/few bash "$scripts/berth" session-list >"$work/stdout" || code=$?
  document=$(<"$work/stdout")
  is 'd.value.keeping.tmuxVersion' null
  is 'd.value.keeping.server' none
  is 'd.value.keeping.nextStep.endsWith(".")' true
  code=0
  BERTH_TMUX_PLACES=$work/nowhere PATH=$work/few bash "$scripts/berth" session-start --id demo --title T --kind terminal --path "$work/plain" \
    --columns 90 --rows 20 --operation-id one >"$work/stdout" || code=$?
  document=$(tail -n 1 "$work/stdout")
  fails_with 69 tmux-missing tmux
  [[ ! -e $BERTH_HOME/sessions/demo ]]
}

@test "a server of another version of tmux is told as old, and what runs in it as running" {
  session_start demo --argument cat
  succeeds
  mkdir "$work/bin"
  printf '#!/bin/sh\ncase "$*" in -V) echo tmux 9.9; exit 0 ;; esac\necho "protocol version mismatch (client 9, server 8)" >&2\nexit 1\n' >"$work/bin/tmux"
  chmod +x "$work/bin/tmux"
  PATH=$work/bin:$PATH session_list
  succeeds
  is d.value.keeping.server old
  is d.value.keeping.serverPid "$(session_server_pids)"
  session_is demo 's.state !== "dead"' true
  PATH=$work/bin:$PATH session_start other
  fails_with 73 start-failed tmux
  PATH=$work/bin:$PATH session_stop demo
  succeeds
  [[ -z $(session_pids) ]]
}

@test "a server that does not answer is told so within its time, and is not death" {
  session_start demo --argument cat
  local server
  server=$(session_server_pids)
  kill -s STOP "$server"
  BERTH_TMUX_SECONDS=1 session_list
  succeeds
  is d.value.keeping.server unreachable
  session_is demo 's.state !== "dead"' true
  kill -s CONT "$server"
  session_list
  is d.value.keeping.server running
}

@test "an agent that ends every tmux it knows of ends no session" {
  session_start other
  session_start one --argument sh --argument -c \
    --argument 'TMUX_TMPDIR=$HOME tmux kill-server; TMUX_TMPDIR=$HOME tmux new -d -s more; echo "in <${TMUX-}${TMUX_PANE-}>"; exec cat'
  succeeds
  eventually screen_has one 'in <>'
  session_list
  session_is one 's.state !== "dead"' true
  session_is other 's.state !== "dead"' true
  [[ $(our_tmux list-sessions -F '#{session_name}') == $'one\nother' ]]
  TMUX_TMPDIR=$HOME tmux kill-server
}

@test "a session of tmux that somebody made by hand outlives the last of ours, and the server goes with it" {
  session_start demo
  succeeds
  our_tmux new-session -d -s By_Hand 'exec sleep 1000'
  local pid
  pid=$(our_tmux list-panes -t =By_Hand: -F '#{pane_pid}')
  session_stop demo
  succeeds
  ask reconcile
  succeeds
  [[ -e /proc/$pid ]]
  our_tmux kill-session -t =By_Hand
  eventually is_gone "$pid"
  ask reconcile
  succeeds
  [[ -z $(session_server_pids) ]]
}
