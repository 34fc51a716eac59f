# shellcheck shell=bash
# What an instance is now: its record checked against the processes that really run.

declare -ga INSTANCE_IDS

# instances_all: fills INSTANCE_IDS with the ids that have a folder.
instances_all() {
  local path id
  INSTANCE_IDS=()
  for path in "$BERTH_HOME"/instances/*; do
    id=${path##*/}
    if [[ -d $path && ! -L $path && $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]; then INSTANCE_IDS+=("$id"); fi
  done
}

# instance_read <id>: as instance_look, but ends the command when newer scripts wrote the record: whatever is to be done or told
# of one instance needs to know what they know.
instance_read() {
  instance_look "$1" ||
    fail_with record-newer store 'The record of this instance was written by a newer Berth.' 'Update Berth on this computer.' "$BERTH_HOME/instances/$1/record"
}

# instance_look <id>: fills RECORD and sets INSTANCE_STATE: none, starting, running, suspended, stopped or crashed. Returns 1 when
# newer scripts wrote the record; it counts as damaged then, so that a list tells the others all the same.
instance_look() {
  local code=0
  record_read "$1" || code=$?
  if ((code == 1)); then
    INSTANCE_STATE=none
  elif ((code == 2 || code == 3)); then
    instance_identify "$1"
    INSTANCE_STATE=crashed
    if ((code == 3)); then
      RECORD+=([damage]='Its record was written by a newer Berth. Update Berth on this computer.')
      return 1
    fi
  elif [[ ${RECORD[state]} == stopped || ${RECORD[state]} == suspended ]]; then
    INSTANCE_STATE=${RECORD[state]}
  elif [[ ${RECORD[state]} == running ]] && instance_is_alive; then
    INSTANCE_STATE=running
  elif [[ ${RECORD[state]} == starting ]] && lock_is_held "$BERTH_HOME/locks/$1"; then
    INSTANCE_STATE=starting
  elif [[ ${RECORD[state]} == starting ]] && { record_read "$1" || :; } && [[ ${RECORD[state]-} != starting ]]; then
    # It came to its end between the look at its record and the one at its lock.
    instance_look "$1"
  else
    INSTANCE_STATE=crashed
  fi
}

# instance_identify <id>: makes the RECORD of an instance whose own is damaged.
instance_identify() {
  local key value content='' path=$BERTH_HOME/instances/$1/identity
  record_set id "$1" repository "$1" damage 'Its record is damaged.'
  [[ -f $path && ! -L $path && -O $path && -r $path ]] || return 0
  { IFS= read -r -N 65536 content <"$path" || :; } 2>/dev/null
  while IFS='=' read -r key value; do
    case $key in
      repository | path) if url_decode "$value"; then RECORD+=(["$key"]="$REPLY"); fi ;;
    esac
  done <<<"$content"
}

instance_is_alive() {
  process_is "${RECORD[pid]}" "${RECORD[startTicks]}" "${RECORD[bootId]}" "${RECORD[id]}"
}

instance_is_live() {
  [[ $INSTANCE_STATE == running || $INSTANCE_STATE == starting ]]
}

# instance_row <memory in bytes or ''>: REPLY is the row of the instance that instance_read looked at.
instance_row() {
  local id=${RECORD[id]} row port=null live='"pid":null,"memoryBytes":null,"startedAtMs":null,"supervision":null,"idleSeconds":null'
  json_string "$id"
  row="{\"id\":$REPLY"
  json_string "${RECORD[repository]-}"
  row+=",\"repository\":$REPLY"
  json_string "${RECORD[path]-}"
  row+=",\"path\":$REPLY,\"state\":\"$INSTANCE_STATE\""
  json_number_or_null "${RECORD[sinceMs]-}"
  row+=",\"sinceMs\":$REPLY"
  if instance_is_live; then
    port=${RECORD[port]:-null}
    instance_row_live "$1"
    live=$REPLY
  elif [[ $INSTANCE_STATE != stopped && -n ${RECORD[port]-} ]] && claim_owner "${RECORD[port]}" && [[ $REPLY == "$id" ]]; then
    port=${RECORD[port]}
  fi
  instance_restart_count "$id"
  row+=",\"port\":$port,$live,\"restartCount\":$REPLY"
  instance_ended_row "$id"
  REPLY="$row,\"ended\":$REPLY}"
}

# instance_row_live <memory in bytes or ''>: REPLY is the part of the row that only a live instance has.
instance_row_live() {
  local live
  json_number_or_null "${RECORD[pid]-}"
  live="\"pid\":$REPLY"
  json_number_or_null "$1"
  live+=",\"memoryBytes\":$REPLY"
  json_number_or_null "${RECORD[startedAtMs]-}"
  live+=",\"startedAtMs\":$REPLY"
  json_string_or_null "${RECORD[supervision]-}"
  live+=",\"supervision\":$REPLY"
  instance_idle_seconds "${RECORD[id]}"
  json_number_or_null "$REPLY"
  REPLY="$live,\"idleSeconds\":$REPLY"
}

# instance_row_stopped <id> <repository> <path>: as instance_row, for a stopped instance of which maybe not even the record is left.
instance_row_stopped() {
  local since=''
  if record_read "$1"; then since=${RECORD[sinceMs]}; fi
  record_set id "$1" repository "$2" path "$3" sinceMs "$since"
  INSTANCE_STATE=stopped
  instance_row ''
}

# instance_row_now: as instance_row, with the memory measured now.
instance_row_now() {
  REPLY=''
  if instance_is_live; then
    sweep_find
    sweep_memory "${RECORD[id]}"
  fi
  instance_row "$REPLY"
}

# instance_access: REPLY is where and with which token the running instance of RECORD is reached; fails when it cannot be told,
# and when somebody else has its port by now: the token is sent to whoever listens there.
instance_access() {
  local token path route_port
  claim_is_held_by_mark "${RECORD[port]}" "${RECORD[id]}" || return 1
  file_read "$BERTH_HOME/instances/${RECORD[id]}/token" && [[ $REPLY =~ ^[0-9a-f]{64}$ ]] || return 1
  token=$REPLY
  json_string "${RECORD[path]}"
  path=$REPLY
  route_port "${RECORD[id]}"
  json_number_or_null "$REPLY"
  route_port=$REPLY
  REPLY="{\"id\":\"${RECORD[id]}\",\"port\":${RECORD[port]},\"token\":\"$token\",\"path\":$path,\"routePort\":$route_port}"
}
