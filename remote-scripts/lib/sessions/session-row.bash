# shellcheck shell=bash
# What clients are told of a session: `session` of main/contract/session-words.ts, without processorShare.

# session_row <id>: REPLY is the row. After session_read and session_panes.
session_row() {
  local id=$1 row key memory=null processor=null active=null pids
  session_look "$id"
  session_capture_keep_dead "$id"
  JUDGED_STATE=unknown JUDGED_SOURCE=none JUDGED_SINCE_MS='' JUDGED_DETAIL='' JUDGED_TROUBLE=''
  if declare -F session_judge >/dev/null; then session_judge "$id"; fi
  if session_is_dead && [[ $JUDGED_STATE != dead ]]; then session_row_dead; fi
  row="{\"id\":\"$id\""
  for key in title kind; do
    json_string "${SESSION[$key]}"
    row+=",\"$key\":$REPLY"
  done
  for key in agent preset model instanceId repository; do
    json_string_or_null "${SESSION[$key]-}"
    row+=",\"$key\":$REPLY"
  done
  json_string "${SESSION[path]}"
  row+=",\"path\":$REPLY"
  json_string_or_null "${SESSION[worktreeBranch]-}"
  row+=",\"worktreeBranch\":$REPLY,\"state\":\"$JUDGED_STATE\",\"stateSource\":\"$JUDGED_SOURCE\""
  json_number_or_null "$JUDGED_SINCE_MS"
  row+=",\"stateSinceMs\":$REPLY"
  json_string_or_null "$JUDGED_DETAIL"
  row+=",\"stateDetail\":$REPLY"
  json_string_or_null "$JUDGED_TROUBLE"
  row+=",\"trouble\":$REPLY"
  session_tree "$id"
  pids=$REPLY
  if [[ -n $pids ]]; then
    session_memory "$id"
    memory=$REPLY
    session_processor_ms "$id"
    processor=$REPLY
  fi
  if [[ ${PANE_ACTIVITY_S[$id]-} =~ ^[1-9][0-9]*$ ]]; then active=${PANE_ACTIVITY_S[$id]}000; fi
  row+=",\"startedAtMs\":${SESSION[startedAtMs]:-0},\"activeAtMs\":$active"
  session_look_members
  row+=",$REPLY,\"memoryBytes\":$memory,\"processorMs\":$processor"
  # Without a unit nobody holds the limit.
  json_number_or_null "${SESSION[unit]:+${SESSION[memoryLimitBytes]-}}"
  row+=",\"memoryLimitBytes\":$REPLY"
  json_number_or_null "${SESSION[expectedMemoryBytes]-}"
  row+=",\"expectedMemoryBytes\":$REPLY"
  session_row_sizes "$id"
  row+=",$REPLY"
  session_row_sent "$id"
  REPLY="$row,$REPLY}"
}

# session_row_sent <id>: REPLY is when this run was spoken to last, and what time it is now by the same clock.
session_row_sent() {
  local sent=''
  { IFS= read -r -n 20 sent <"$BERTH_HOME/sessions/$1/sent" || :; } 2>/dev/null
  [[ $sent =~ ^[1-9][0-9]{0,14}$ ]] && ((sent >= ${SESSION[startedAtMs]:-0})) || sent=null
  now_ms
  REPLY="\"sentAtMs\":$sent,\"toldAtMs\":$REPLY"
}

# session_row_sizes <id>: REPLY is the members about views, hooks and resuming.
session_row_sizes() {
  local viewers=${PANE_ATTACHED[$1]:-0} columns=${PANE_COLUMNS[$1]:-${SESSION[columns]:-160}} rows=${PANE_ROWS[$1]:-${SESSION[rows]:-44}}
  local hooks=false resumable=false
  if [[ ${SESSION[hasHooks]-} == yes ]]; then hooks=true; fi
  if [[ ${SESSION[isResumable]-} == yes ]]; then resumable=true; fi
  REPLY="\"viewerCount\":$viewers,\"columns\":$columns,\"rows\":$rows,\"hasHooks\":$hooks,\"isResumable\":$resumable"
}

# session_row_dead: says of a session that its program ended.
session_row_dead() {
  session_look_end_words
  JUDGED_STATE=dead JUDGED_SOURCE='exit' JUDGED_SINCE_MS=$SESSION_ENDED_AT_MS JUDGED_DETAIL=$REPLY
}

# session_row_now <id>: as session_row, looked at anew.
session_row_now() {
  session_trees_forget
  session_read "$1" || return 1
  session_panes || :
  session_row "$1"
}
