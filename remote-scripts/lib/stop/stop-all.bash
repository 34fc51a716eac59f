# shellcheck shell=bash
# Ending all instances side by side: asked all at once, awaited together, their routes taken out in one change of nginx.

# Of what is being stopped: whose lock is held, what it is called, where it lies, on which port it is.
declare -gA STOP_REPOSITORIES STOP_PATHS STOP_PORTS
# Ids that are to be stopped, and JSON rows of what failed.
declare -ga STOP_IDS STOP_FAILURES
# Busy instances together are waited for no longer than this.
STOP_LOCK_SECONDS=${STOP_LOCK_SECONDS:-10}

# stop_all_find: fills STOP_IDS with every instance that is not stopped already, whatever its record says.
stop_all_find() {
  local id code
  STOP_IDS=() STOP_FAILURES=()
  sweep_find
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    if ((code == 3)); then
      stop_all_failed "$id" "$id" record-newer store 'The record of this instance was written by a newer Berth.' 'Update Berth on this computer.'
    elif [[ -n ${MARKED_PIDS[$id]-} ]] || ((code == 2)) || [[ $code == 0 && ${RECORD[state]} != stopped ]] || lock_is_held "$BERTH_HOME/locks/$id"; then
      STOP_IDS+=("$id")
    fi
  done
}

# stop_all_failed <id> <repository> <kind> <stage> <message> <next step> [<detail>]
stop_all_failed() {
  local row
  json_string "$2"
  row="{\"id\":\"$1\",\"repository\":$REPLY,\"failure\":{\"kind\":\"$3\",\"stage\":\"$4\""
  json_string "$5"
  row+=",\"message\":$REPLY"
  json_string "$6"
  row+=",\"nextStep\":$REPLY"
  json_string_or_null "${7-}"
  STOP_FAILURES+=("$row,\"detail\":$REPLY}}")
}

# stop_all_lock: takes the lock of each, after it called off the starts under way; those that stay busy drop out of STOP_IDS.
stop_all_lock() {
  local id path left deadline=$((SECONDS + STOP_LOCK_SECONDS))
  local -a locked=()
  folder_make "$BERTH_HOME/locks" 2>/dev/null || :
  for id in "${STOP_IDS[@]}"; do
    path=$BERTH_HOME/locks/$id
    if lock_is_held "$path"; then { : >"$BERTH_HOME/instances/$id/cancel"; } 2>/dev/null || :; fi
  done
  for id in "${STOP_IDS[@]}"; do
    left=$((deadline - SECONDS))
    if lock_try "$BERTH_HOME/locks/$id" $((left > 0 ? left : 0)); then
      locked+=("$id")
      file_drop "$BERTH_HOME/instances/$id/cancel"
    else
      stop_all_failed "$id" "$id" busy stop 'Another operation on this instance is under way.' 'Wait until it is done, then try again.'
    fi
  done
  lock_keep
  STOP_IDS=(${locked[@]+"${locked[@]}"})
}

# stop_all_ask: notes what each is, and asks its root to end.
stop_all_ask() {
  local id code
  STOP_REPOSITORIES=() STOP_PATHS=() STOP_PORTS=()
  for id in ${STOP_IDS[@]+"${STOP_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    if ((code != 0)); then record_set id "$id" repository "$id"; fi
    STOP_REPOSITORIES[$id]=${RECORD[repository]} STOP_PATHS[$id]=${RECORD[path]-} STOP_PORTS[$id]=${RECORD[port]-}
    operation_begin "$id" instance-stop
    instance_ask "$id"
  done
}

# stop_all_await <seconds of patience>: waits for the processes of all. What does not go with its root is asked itself, and what
# is left in the end is killed.
stop_all_await() {
  local id round deadline=$((SECONDS + $1))
  local -A asked=()
  while stop_all_is_any && ((SECONDS <= deadline)); do
    for id in "${STOP_IDS[@]}"; do
      if [[ -n ${MARKED_PIDS[$id]-} && -z ${asked[$id]-} ]] && ! stop_all_has_root "$id"; then
        sweep_signal "$id" TERM || :
        asked[$id]=1
      fi
    done
    pause 0.02
  done
  for round in 1 2 3; do
    stop_all_is_any || return 0
    for id in "${STOP_IDS[@]}"; do sweep_signal "$id" KILL || :; done
    deadline=$((SECONDS + round))
    while stop_all_is_any && ((SECONDS <= deadline)); do pause 0.02; done
  done
}

# stop_all_is_any: true when a process of one of them is left; leaves MARKED_PIDS as they are.
stop_all_is_any() {
  local id pid
  sweep_find
  for id in ${STOP_IDS[@]+"${STOP_IDS[@]}"}; do
    for pid in ${MARKED_PIDS[$id]-}; do
      if process_start_ticks "$pid"; then return 0; fi
    done
  done
  return 1
}

stop_all_has_root() {
  local -A RECORD=()
  record_read "$1" && [[ -n ${RECORD[pid]-} ]] && instance_is_alive
}

# stop_all_routes: one change of nginx for all. What it does not manage, each stop tries for itself.
stop_all_routes() {
  local lock
  [[ -d $BERTH_HOME/nginx || -d $BERTH_HOME/nginx-system ]] && ((${#STOP_IDS[@]} > 0)) || return 0
  lock_try "$BERTH_HOME/nginx.lock" 5 || return 0
  lock=$REPLY
  if [[ -d $BERTH_HOME/nginx ]]; then routes_remove_own 0 "${STOP_IDS[@]}" || :; fi
  if [[ -d $BERTH_HOME/nginx-system ]]; then routes_remove_system "${STOP_IDS[@]}" || :; fi
  lock_release "$lock"
}

# stop_all_finish: clears what each leaves, side by side, and writes that it is stopped. Sorts STOP_IDS into those that are and
# STOP_FAILURES.
stop_all_finish() {
  local id code
  local -A pids=()
  local -a stopped=()
  stop_all_is_any || :
  for id in ${STOP_IDS[@]+"${STOP_IDS[@]}"}; do
    # Its own answers and its own journal are nobody's business.
    (
      journal_forget
      stop_all_finish_one "$id"
    ) >/dev/null &
    pids[$id]=$!
  done
  for id in ${STOP_IDS[@]+"${STOP_IDS[@]}"}; do
    code=0
    wait "${pids[$id]}" || code=$?
    if ((code == 0)); then stopped+=("$id"); else stop_all_explain "$id" "$code"; fi
  done
  STOP_IDS=(${stopped[@]+"${stopped[@]}"})
}

# stop_all_finish_one <id>: returns 1 when processes are left, 2 when something cannot be removed, 3 when its port is still taken,
# 4 when the record cannot be written.
stop_all_finish_one() {
  local id=$1 code=0 folder=$BERTH_HOME/instances/$1
  [[ -z ${MARKED_PIDS[$id]-} ]] || return 1
  record_read "$id" || code=$?
  instance_clear "$id" 0 || return 2
  stop_port_is_free "${STOP_PORTS[$id]}" || return 3
  file_drop "$folder/ended" "$folder/restarts"
  # A damaged record is of no use any more, and a start that was called off leaves none.
  if ((code == 0)); then record_stopped "$id" || return 4; else file_drop "$folder/record"; fi
  file_drop "$folder/operation"
}

# stop_all_explain <id> <exit code>
stop_all_explain() {
  local id=$1 message next_step='Try again, or run a cleanup on this server.'
  case $2 in
    1) message='Some processes of the instance did not end.' ;;
    3)
      message="Port ${STOP_PORTS[$id]} is still taken, by something that does not carry our mark."
      next_step='Look at the list of ports for its owner.'
      ;;
    4)
      message='The record of the instance cannot be written.'
      next_step='Free some disk space on the server.'
      ;;
    *) message='Something that the instance left cannot be removed.' ;;
  esac
  stop_all_failed "$id" "${STOP_REPOSITORIES[$id]}" stop-failed stop "$message" "$next_step" "${MARKED_PIDS[$id]+pids: ${MARKED_PIDS[$id]}}"
}

# stop_all_rows: REPLY is the JSON of what was stopped and what failed.
stop_all_rows() {
  local id stopped
  local -a rows=()
  for id in ${STOP_IDS[@]+"${STOP_IDS[@]}"}; do
    instance_row_stopped "$id" "${STOP_REPOSITORIES[$id]}" "${STOP_PATHS[$id]}"
    rows+=("$REPLY")
  done
  json_array ${rows[@]+"${rows[@]}"}
  stopped=$REPLY
  json_array ${STOP_FAILURES[@]+"${STOP_FAILURES[@]}"}
  REPLY="{\"instances\":$stopped,\"failures\":$REPLY}"
}
