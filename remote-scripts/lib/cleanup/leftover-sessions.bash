# shellcheck shell=bash
# What a cleanup finds of terminals and agents. Those that run, and those that ended and still say how, are nobody's leftovers: they
# go at the widest level only, with the hooks in the settings of agents.

declare -gA SESSION SERVER SESSION_PIDS PANE_PID
declare -ga SESSION_IDS

# items_find_sessions <level>
items_find_sessions() {
  local id
  [[ -d $BERTH_HOME/sessions && ! -L $BERTH_HOME/sessions ]] || return 0
  session_panes || :
  sessions_all
  session_trees_read
  if [[ $1 == everything ]]; then
    for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do items_find_session "$id"; done
    items_find_hooks
  fi
  items_find_session_folders
  for id in "${!SESSION_PIDS[@]}"; do items_find_session_processes "$id" "$1"; done
  items_find_session_server "$1"
}

# items_find_session <id>: one item for all that it is, named by its title.
items_find_session() {
  local kind='a terminal' title=$1 word='that ended'
  if session_read "$1"; then
    if [[ ${SESSION[kind]} == agent ]]; then kind='an agent'; fi
    title=${SESSION[title]:-$1}
    session_look "$1"
    if [[ -z $SESSION_IS_DEAD ]]; then word='that runs'; fi
  fi
  item_add session session "$BERTH_HOME/sessions/$1" '' "$kind $word: $title"
}

# items_find_hooks: they would call what is not there any more.
items_find_hooks() {
  session_hooks_state claude-code
  [[ $REPLY == @(installed|outdated) ]] && session_hooks_file claude-code || return 0
  item_add hooks conf "$REPLY" '' 'hooks of Berth in the settings of Claude Code; the rest of the file stays'
}

# items_find_session_folders: of starts that did not succeed.
items_find_session_folders() {
  local path id
  for path in "$BERTH_HOME"/sessions/*/; do
    path=${path%/} id=${path##*/}
    [[ -d $path && ! -L $path && ! -e $path/record && $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || continue
    if lock_is_held "$BERTH_HOME/locks/session-$id"; then continue; fi
    item_add tree directory "$path" '' 'left by a start of a session that did not succeed'
  done
}

# items_find_session_processes <id> <level>: what a session left running that is not there any more, or has ended.
items_find_session_processes() {
  local pid code=0 is_optional='' reason='left by a session that is not there any more'
  if lock_is_held "$BERTH_HOME/locks/session-$1"; then return 0; fi
  session_read "$1" || code=$?
  # What newer scripts run is for them to look after.
  ((code != 3)) || return 0
  if ((code == 0)); then
    session_look "$1"
    [[ -n $SESSION_IS_DEAD && $2 != everything ]] || return 0
    # It was meant to go on by itself.
    is_optional=1 reason="left running by a session that ended: ${SESSION[title]:-$1}"
  elif ((code == 2)) && [[ $2 == everything ]]; then
    return 0
  fi
  for pid in ${SESSION_PIDS[$1]}; do item_add foreign process "pid $pid" '' "$reason" '' "$is_optional"; done
}

# items_find_session_server <level>: tmux goes with the last session; a socket that nobody answers on is none.
items_find_session_server() {
  if lock_is_held "$BERTH_HOME/sessions/lock"; then return 0; fi
  if [[ -n ${SERVER[pid]} ]]; then
    if [[ $1 == everything || (${SERVER[state]} == running && ${SERVER[paneCount]} -eq 0) ]]; then
      item_add foreign process "pid ${SERVER[pid]}" '' 'the tmux that keeps terminals and agents'
    fi
  elif [[ ${SERVER[state]} == none && -n ${SESSION_SOCKET-} && -S $SESSION_SOCKET ]]; then
    item_add tree socket "$SESSION_SOCKET" '' 'nobody answers on it'
  fi
}

# sessions_end_selected: ends the sessions that were selected, before anything else of theirs goes.
sessions_end_selected() {
  local index id
  for index in ${ITEM_SELECTED[@]+"${ITEM_SELECTED[@]}"}; do
    [[ ${ITEM_WAYS[index]} == session && -z ${ITEM_OBSTACLES[index]} ]] || continue
    id=${ITEM_TARGETS[index]##*/}
    session_read "$id" || :
    session_end_processes "$id" "$BERTH_SESSION_STOP_SECONDS" || :
    session_scope_end || :
    session_pane_drop "$id" || :
  done
}

# session_pane_drop <id>: as session_end_pane, but a cleanup goes on when somebody holds the lock.
session_pane_drop() {
  local lock
  lock_try "$BERTH_HOME/sessions/lock" 5 || return 1
  lock=$REPLY
  if session_server_find && [[ -n ${PANE_PID[$1]-} ]]; then session_tmux_run kill-session -t "=$1" </dev/null >/dev/null 2>&1 || :; fi
  session_server_release || :
  lock_release "$lock"
}

# session_item_remove <index>: its folder, when nothing of it runs any more.
session_item_remove() {
  local target=${ITEM_TARGETS[$1]}
  session_trees_read
  if [[ -n ${SESSION_PIDS[${target##*/}]-} ]]; then
    ITEM_OBSTACLES["$1"]='it did not end'
    return 1
  fi
  remove_tree "$target"
}

# hooks_item_remove <index>
hooks_item_remove() {
  session_hooks_remove claude-code && return 0
  ITEM_OBSTACLES["$1"]=$HOOKS_OBSTACLE
  return 1
}

# session_is_fresh <path of its folder> <epoch milliseconds>: whether it was started since.
session_is_fresh() {
  session_read "${1##*/}" && ((${SESSION[startedAtMs]:-0} > $2))
}

# sessions_lock: no session is started or stopped meanwhile.
sessions_lock() {
  local id
  sessions_all
  folder_make "$BERTH_HOME/locks" 2>/dev/null || :
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    lock_take "$BERTH_HOME/locks/session-$id" cleanup
    lock_keep
  done
}
