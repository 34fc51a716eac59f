# shellcheck shell=bash
# instances/<id>/ended: how the last run ended when nobody asked for it. Written by `launch`, or by whoever clears a wreck that
# nobody could watch ending; it stays over a restart by the keeper, and goes with a start or stop that a user asked for.

declare -gA ENDED

# ended_read <id>: fills ENDED with what is in the file; fails when there is none, or one that is cut or not ours.
ended_read() {
  local path=$BERTH_HOME/instances/$1/ended key value content=''
  ENDED=()
  [[ -f $path && ! -L $path && -O $path && -r $path ]] || return 1
  # What is longer is none of ours, and would only keep everybody waiting.
  { IFS= read -r -N 1024 content <"$path" || :; } 2>/dev/null
  while IFS='=' read -r key value; do
    if [[ $key =~ ^[a-zA-Z]+$ ]]; then ENDED[$key]=$value; fi
  done <<<"$content"
  [[ ${ENDED[reason]-} =~ ^(exited|killed|out-of-memory|vanished|host-restarted|record-damaged)$ && ${ENDED[end]-} == 1 ]] || return 1
  [[ ${ENDED[exitCode]-} =~ ^[0-9]{0,3}$ && ${ENDED[signal]-} =~ ^[A-Z0-9+-]{0,16}$ ]] || return 1
  [[ ${ENDED[atMs]-} =~ ^(|0|[1-9][0-9]{0,17})$ && ${ENDED[pid]-} =~ ^[0-9]{0,18}$ ]]
}

# ended_find <id>: fills ENDED with how the crashed instance of RECORD ended. What the file says of an earlier run does not count.
ended_find() {
  if [[ -n ${RECORD[damage]-} ]]; then
    ENDED=([reason]=record-damaged)
  elif ended_read "$1" && [[ -n ${ENDED[pid]} && ${ENDED[pid]} == "${RECORD[pid]-}" ]]; then
    return 0
  elif [[ ${RECORD[bootId]-} != "$BERTH_BOOT_ID" ]]; then
    ENDED=([reason]=host-restarted)
  else
    ENDED=([reason]=vanished)
  fi
}

# ended_keep <id>: as ended_find, and the file says it afterwards: before a wreck is cleared.
ended_keep() {
  ended_find "$1"
  [[ -z ${ENDED[end]-} ]] || return 0
  now_ms
  ENDED[atMs]=$REPLY
  file_put "$BERTH_HOME/instances/$1/ended" \
    "reason=${ENDED[reason]}"$'\n'exitCode=$'\n'signal=$'\n'"atMs=$REPLY"$'\n'"pid=${RECORD[pid]-}"$'\n'end=1$'\n' || :
}

# instance_ended_row <id>: REPLY is how its last run ended when nobody asked for it, or null. Needs instance_read.
instance_ended_row() {
  local log=$BERTH_HOME/instances/$1/log row
  REPLY=null
  case $INSTANCE_STATE in
    crashed) ended_find "$1" ;;
    running) if ended_read "$1"; then log+=.1; else return 0; fi ;;
    *) return 0 ;;
  esac
  json_number_or_null "${ENDED[exitCode]-}"
  row="{\"reason\":\"${ENDED[reason]}\",\"exitCode\":$REPLY"
  json_string_or_null "${ENDED[signal]-}"
  row+=",\"signal\":$REPLY"
  json_number_or_null "${ENDED[atMs]-}"
  row+=",\"atMs\":$REPLY"
  if [[ -L $log ]]; then REPLY=''; else file_tail "$log"; fi
  if [[ -n ${RECORD[damage]-} ]]; then REPLY="${RECORD[damage]}${REPLY:+$'\n'$REPLY}"; fi
  json_string "$REPLY"
  REPLY="$row,\"logTail\":$REPLY}"
}
