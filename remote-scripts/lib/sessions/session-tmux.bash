# shellcheck shell=bash
# Our own tmux: asked on its private socket only, with a time limit, and with proof of which process its server is.

# How long an answer of tmux may take; tests shorten it.
BERTH_TMUX_SECONDS=${BERTH_TMUX_SECONDS:-10}

# Of the server, after session_panes or session_server_find. `state`: `missing` (no tmux on this host), `no-socket` (no path is short
# enough for one), `none`, `running`, `old` (of another version of tmux, takes no command of this one) or `unreachable`.
declare -gA SERVER=([state]=none [pid]='' [version]='')
SESSION_TMUX=''

# session_tmux_find: SESSION_TMUX is the path of tmux; fails when it is not there.
session_tmux_find() {
  SESSION_TMUX=''
  program_find tmux "${HOME:-/nonexistent}/.local/bin" "${BERTH_TMUX_PLACES:-/usr/bin}" "${BERTH_TMUX_PLACES:-/usr/local/bin}" && SESSION_TMUX=$REPLY
}

# session_tmux <argument>…: asks our tmux for at most 10 s (then 124). Its stdin is the caller's. Fails with 127 without tmux. A
# session is named exactly: `=id`; its pane as session_target says.
session_tmux() {
  session_paths || return 127
  session_tmux_find || return 127
  session_tmux_run "$@"
}

# session_tmux_run <argument>…: as session_tmux, and needs session_paths and session_tmux_find. tmux hands its stdout to the server: while
# that does not answer, the pipe stays open whatever becomes of the one who asked, so nobody reads from that pipe without a limit.
session_tmux_run() {
  local code=0
  (
    trap - PIPE ERR EXIT TERM HUP INT
    # Without these it is nobody's pane that asks.
    unset TMUX TMUX_PANE
    exec timeout -k 1 "$BERTH_TMUX_SECONDS" "$SESSION_TMUX" -u -S "$SESSION_SOCKET" -f "$SESSIONS_FOLDER/conf" "$@"
  ) | timeout -k 1 "$((BERTH_TMUX_SECONDS + 2))" cat || code=${PIPESTATUS[0]}
  return "$code"
}

# session_server_find: fills SERVER; true when the server takes commands. Brings back a socket that somebody deleted.
session_server_find() {
  session_panes && [[ ${SERVER[state]} == running ]]
}

# session_server_read: sets the pid and version of SERVER to what `sessions/server` says, when that very process lives still.
session_server_read() {
  local pid ticks boot version
  SERVER[pid]='' SERVER[version]=''
  file_read "$BERTH_HOME/sessions/server" || return 1
  read -r pid ticks boot version _ <<<"$REPLY"
  [[ $pid =~ ^[1-9][0-9]*$ && $boot == "$BERTH_BOOT_ID" ]] && process_start_ticks "$pid" && [[ $REPLY == "$ticks" ]] || return 1
  session_server_is_ours "$pid" || return 1
  SERVER[pid]=$pid SERVER[version]=$version
}

# session_server_is_ours <pid>: whether it is the tmux server of this home.
session_server_is_ours() {
  local name=''
  file_read "/proc/$1/comm" && name=$REPLY
  [[ $name == 'tmux: server' ]] && process_marks "$1" && [[ ${PROCESS_MARKS[BERTH_SESSION_HOME]-} == "$BERTH_HOME" && -z ${PROCESS_MARKS[BERTH_SESSION]-} ]]
}

# session_server_search: as session_server_read, by the marks of all processes, for a server that nothing was written of.
session_server_search() {
  local path pid
  SERVER[pid]='' SERVER[version]=''
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/environ}
    if session_server_is_ours "$pid"; then
      SERVER[pid]=$pid
      return 0
    fi
  done < <(grep -lszxF -e "BERTH_SESSION_HOME=$BERTH_HOME" /proc/[0-9]*/environ || :)
  return 1
}

# session_server_note <pid> <version>: writes down which process it is.
session_server_note() {
  local pid=$1
  process_start_ticks "$pid" || return 1
  file_put "$BERTH_HOME/sessions/server" "$pid $REPLY $BERTH_BOOT_ID $2"$'\n'
}

# session_server_mend: makes the server that SERVER[pid] names bring its socket back, and waits for it; fails when it does not.
session_server_mend() {
  local pid=${SERVER[pid]} ticks deadline=$((SECONDS + 3))
  session_server_is_ours "$pid" && process_start_ticks "$pid" || return 1
  ticks=$REPLY
  # A server makes its socket anew when it is told so, and what runs in it does not notice.
  file_drop "$SESSION_SOCKET"
  process_signal_known USR1 "$pid" "$ticks" || return 1
  until [[ -S $SESSION_SOCKET ]]; do
    ((SECONDS <= deadline)) && process_start_ticks "$pid" || return 1
    pause 0.02
  done
}
