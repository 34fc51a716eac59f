# shellcheck shell=bash
# Ending a session so that nothing of it is left.

# How long a program may take to end by itself; tests shorten it.
BERTH_SESSION_STOP_SECONDS=${BERTH_SESSION_STOP_SECONDS:-5}

# session_end_processes <id> <seconds of patience>: ends all processes of the session: its launch is asked, which passes it on, then all that is
# left, then it is killed. Fails when one stays.
session_end_processes() {
  local id=$1 signal=TERM round pid
  session_trees_forget
  session_tree "$id"
  [[ -n $REPLY ]] || return 0
  # A shell at its prompt hears HUP only, and passes it on to what runs in it.
  if [[ ${SESSION[kind]-} != agent ]]; then signal=HUP; fi
  pid=$(session_root_pid "$id")
  if [[ -n $pid && " ${SESSION_PIDS[$id]}" == *" $pid "* ]] && process_start_ticks "$pid"; then
    process_signal_known "$signal" "$pid" "$REPLY" || :
    session_end_wait "$id" "$2" && return 0
  fi
  session_end_signal "$id" TERM || return 0
  session_end_wait "$id" $((($2 + 1) / 2)) && return 0
  for round in 1 1 2 2; do
    session_end_signal "$id" KILL || return 0
    session_end_wait "$id" "$round" && return 0
  done
  return 1
}

# session_end_signal <id> <signal>: fails when there is nobody to signal. Each was found to be the session's a moment before.
session_end_signal() {
  local pid pids
  session_trees_forget
  session_tree "$1"
  pids=$REPLY
  [[ -n $pids ]] || return 1
  for pid in $pids; do
    if process_start_ticks "$pid"; then process_signal_known "$2" "$pid" "$REPLY" || :; fi
  done
}

# session_end_wait <id> <seconds>: succeeds as soon as none of its processes is left, new ones included.
session_end_wait() {
  local id=$1 deadline=$((SECONDS + $2)) pid is_alive
  while :; do
    is_alive=''
    for pid in ${SESSION_PIDS[$id]-}; do
      if process_start_ticks "$pid"; then is_alive=1; fi
    done
    if [[ -z $is_alive ]]; then
      session_trees_forget
      session_tree "$id"
      [[ -n $REPLY ]] || return 0
    fi
    ((SECONDS <= deadline)) || return 1
    pause 0.03
  done
}

# session_end_pane <id>: its tmux session is gone afterwards, with its views; and the server too when it was the last one.
session_end_pane() {
  local lock code=0
  session_lock
  lock=$REPLY
  if session_server_find && [[ -n ${PANE_PID[$1]-} ]]; then session_tmux_run kill-session -t "=$1" </dev/null >/dev/null 2>&1 || code=1; fi
  session_server_release || :
  lock_release "$lock"
  return "$code"
}

# session_clear <id>: ends everything of a session and removes its folder; fails when something stays. After session_read; callers hold its lock.
session_clear() {
  session_end_processes "$1" "$BERTH_SESSION_STOP_SECONDS" || return 1
  session_scope_end
  session_end_pane "$1" || return 1
  if [[ ${SESSION[state]-} == starting && -n ${SESSION[worktreePath]-} ]]; then session_worktree_clear "$BERTH_HOME/sessions/$1"; fi
  remove_tree "$BERTH_HOME/sessions/$1"
}

# session_undo_cut <id>: of one that was being taken up again when that was cut off: it has ended again. Fails where it was none. After
# session_read; callers hold its lock.
session_undo_cut() {
  [[ -f $BERTH_HOME/sessions/$1/before/record ]] || return 1
  session_end_processes "$1" "$BERTH_SESSION_STOP_SECONDS" || return 1
  session_scope_end
  session_before_restore "$1"
}
