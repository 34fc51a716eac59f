# shellcheck shell=bash
# Sessions whose start or stop was cut off, views that nobody looks through, and a tmux that keeps nothing. What runs is left alone:
# whose tmux is gone is told as ended by every look.

declare -gA SESSION SERVER SESSION_PIDS

reconcile_sessions() {
  local path
  [[ -d $BERTH_HOME/sessions && ! -L $BERTH_HOME/sessions ]] || return 0
  session_panes || :
  for path in "$BERTH_HOME"/sessions/*/; do
    path=${path%/}
    if [[ -d $path && ! -L $path && ${path##*/} =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]; then reconcile_session "${path##*/}"; fi
  done
  reconcile_session_server
}

# reconcile_session <id>: whoever holds its lock decides about it.
reconcile_session() {
  local id=$1 lock code=0
  lock_try "$BERTH_HOME/locks/session-$id" 0 || return 0
  lock=$REPLY
  session_read "$id" || code=$?
  if ((code == 1)); then
    session_trees_read
    if [[ -z ${SESSION_PIDS[$id]-} ]] && remove_tree "$BERTH_HOME/sessions/$id"; then
      reconcile_note "$BERTH_HOME/sessions/$id" 'The folder of a session that did not start was removed.'
    fi
  elif ((code == 0)); then
    case ${SESSION[state]} in
      starting)
        if session_undo_cut "$id"; then
          reconcile_note "$id" 'A resume of a session that was cut off was undone.'
        elif session_clear "$id"; then
          reconcile_note "$id" 'A start of a session that was cut off was undone.'
        fi
        ;;
      stopped) if session_clear "$id"; then reconcile_note "$id" 'A stop of a session that was cut off was finished.'; fi ;;
      *)
        session_look "$id"
        session_capture_keep_dead "$id"
        reconcile_views "$id"
        ;;
    esac
  fi
  lock_release "$lock"
}

# reconcile_views <id>: notes of views whose program is gone.
reconcile_views() {
  local path pid ticks
  for path in "$BERTH_HOME/sessions/$1"/views/*; do
    [[ -f $path && ! -L $path ]] || continue
    pid=${path##*.} ticks=''
    # One that is being written is named after who writes it.
    if [[ $pid =~ ^[1-9][0-9]*$ ]] && process_start_ticks "$pid"; then continue; fi
    pid=''
    { read -r pid ticks _ <"$path" || :; } 2>/dev/null
    if [[ $pid =~ ^[1-9][0-9]*$ ]] && process_start_ticks "$pid" && [[ $REPLY == "$ticks" ]]; then continue; fi
    if rm -f -- "$path"; then reconcile_note "$1" 'A note of a view that is gone was removed.'; fi
  done
}

# reconcile_session_server: it goes with the last session, and a cut stop may have left it.
reconcile_session_server() {
  local lock pid
  session_panes || return 0
  [[ ${SERVER[state]} == running && ${SERVER[paneCount]} -eq 0 ]] || return 0
  pid=${SERVER[pid]}
  lock_try "$BERTH_HOME/sessions/lock" 0 || return 0
  lock=$REPLY
  if session_server_release && ! process_start_ticks "$pid"; then reconcile_note tmux 'No session is kept any more, so tmux was ended.'; fi
  lock_release "$lock"
}
