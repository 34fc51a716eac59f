# shellcheck shell=bash
# Operations whose runner was killed: a start is undone, a stop or suspension is finished. Callers hold the instance's lock, so
# nobody else is at it.

# reconcile_operation <id> <verb> <what the instance was before: new-none, none, stopped, suspended, crashed or ''>
reconcile_operation() {
  local id=$1 code=0 state=''
  record_read "$id" || code=$?
  if ((code == 0)); then state=${RECORD[state]}; fi
  case $2 in
    instance-stop) reconcile_stop "$id" "$code" ;;
    instance-suspend) reconcile_suspend "$id" "$state" ;;
    instance-restart)
      # Before its record was written again, a restart is a stop.
      if [[ $state == running && ! $BERTH_HOME/instances/$id/record -nt $BERTH_HOME/instances/$id/operation ]]; then
        reconcile_stop "$id" "$code"
      else
        reconcile_start "$id" "$code" "$state" "$3"
      fi
      ;;
    *) reconcile_start "$id" "$code" "$state" "$3" ;;
  esac
}

# reconcile_start <id> <what record_read said> <state> <before>: one that came to its end stays.
reconcile_start() {
  local id=$1 code=$2 state=$3 before=$4 folder=$BERTH_HOME/instances/$1 repository=${RECORD[repository]-} path=${RECORD[path]-} port=''
  # What the record says of the time before is true until the start writes its own.
  if [[ $state == running || $state == stopped || $state == suspended ]]; then return 0; fi
  if [[ $before == suspended ]]; then port=${RECORD[port]-}; fi
  instance_clear "$id" 3 "$port" || return 0
  file_drop "$folder/ended"
  if [[ $before == new-* ]] || { ((code != 0)) && [[ ! -e $folder/user-data && ! -e $folder/settings ]]; }; then
    remove_tree "$folder" || return 0
  elif ((code != 0)); then
    file_drop "$folder/record"
  elif [[ -n $port ]] && claim_owner "$port" && [[ $REPLY == "$id" ]]; then
    record_set id "$id" repository "$repository" path "$path" state suspended port "$port"
    record_write || return 0
    (route_suspend "$id" "$path") >&2 || :
  else
    record_stopped "$id" || return 0
  fi
  reconcile_note "$id" 'A start that was cut off was undone.'
}

# reconcile_stop <id> <what record_read said>
reconcile_stop() {
  local id=$1 folder=$BERTH_HOME/instances/$1
  instance_clear "$id" "$BERTH_STOP_SECONDS" || return 0
  if (($2 == 0)); then record_stopped "$id" || return 0; else file_drop "$folder/record"; fi
  file_drop "$folder/ended" "$folder/restarts" "$folder/idle"
  reconcile_note "$id" 'A stop that was cut off was finished.'
}

# reconcile_suspend <id> <state>: needs RECORD. The page in the place of the instance is the last thing that a suspension makes.
reconcile_suspend() {
  case $2 in
    running) instance_rest "$1" "$BERTH_STOP_SECONDS" || return 0 ;;
    suspended)
      file_drop "$BERTH_HOME/instances/$1"/{idle,ended}
      (route_suspend "$1" "${RECORD[path]}") >&2 || :
      ;;
    *) return 0 ;;
  esac
  reconcile_note "$1" 'A suspension that was cut off was finished.'
}
