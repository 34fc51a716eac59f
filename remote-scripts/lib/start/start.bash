# shellcheck shell=bash
# The start of an instance as a transaction: budget, claim, directories, process, nginx, healthz, route.

declare -gA START
START_CHECK_DISK='Check disk space and permissions on the server.'

# start_fail <kind> <stage> <message> <next step> [<detail>]: without a detail it is the log's tail, read before it is undone.
start_fail() {
  local detail=${5-}
  if [[ -z $detail && -n ${START[folder]-} ]]; then
    file_tail "${START[folder]}/log"
    detail=$REPLY
  fi
  fail_with "$1" "$2" "$3" "$4" "$detail"
}

start_claim() {
  local lock code=0
  transaction_step claim 'Claiming a port' start_undo_claim
  if [[ ! -d ${START[folder]} ]] && { folder_make "$BERTH_HOME/instances" && mkdir -- "${START[folder]}"; } 2>/dev/null; then START[isNew]=1; fi
  if [[ ! -e ${START[folder]} && ! -L ${START[folder]} ]]; then
    start_fail start-failed claim 'The folder of the instance cannot be made.' "$START_CHECK_DISK" "${START[folder]}"
  fi
  if [[ ! -d ${START[folder]} || -L ${START[folder]} || ! -O ${START[folder]} ]]; then
    start_fail start-failed claim 'The folder of the instance is not a real folder of this user.' 'Move it away on the server.' "${START[folder]}"
  fi
  lock_take_home claim
  lock=$REPLY
  claim_any "${START[id]}" "${START[portFirst]}" "${START[portLast]}" "${START[tried]}" "${START[oldPort]-}" || code=$?
  if ((code == 2)); then
    start_fail start-failed claim 'The claim of a port cannot be written.' "$START_CHECK_DISK" "$BERTH_HOME/ports"
  elif ((code != 0)); then
    ports_holders "${START[portFirst]}" "${START[portLast]}"
    start_fail ports-exhausted claim "All ports from ${START[portFirst]} to ${START[portLast]} are taken." \
      'Stop an instance, or allow more ports to this server.' "$REPLY"
  fi
  START[port]=$REPLY
  lock_release "$lock"
  code_server_runtime "${START[port]}" ||
    start_fail start-failed claim 'The path of the home folder is too long for sockets.' 'Log in where XDG_RUNTIME_DIR is set.'
  START[runtime]=$REPLY
  operation_begin "${START[id]}" "${START[verb]}" "${START[isNew]:+new-}${START[oldState]}"
  { start_identity && start_record starting; } || start_fail start-failed claim 'The record of the instance cannot be written.' "$START_CHECK_DISK"
  step claim 'done' 'Claiming a port'
}

start_undo_claim() {
  if [[ ${START[port]-} != "${START[keptPort]}" ]]; then claim_release "${START[port]-}" "${START[id]}"; fi
  if [[ -n ${START[isNew]-} ]]; then
    START[isNew]=''
    remove_tree "${START[folder]}"
  elif [[ -n ${START[oldRecord]} ]]; then
    file_write "${START[folder]}/record" "${START[oldRecord]}"$'\n'
  else
    rm -f -- "${START[folder]}/record"
  fi
}

# start_identity: notes whose the folder is, for the day when the record is damaged. Written once.
start_identity() {
  local content
  url_encode "${START[repository]}"
  content="repository=$REPLY"$'\n'
  url_encode "${START[path]}"
  content+="path=$REPLY"$'\n'end=1
  if file_read "${START[folder]}/identity" && [[ $REPLY == "$content" ]]; then return 0; fi
  file_put "${START[folder]}/identity" "$content"$'\n'
}

# start_record <state>: writes what is known of the instance so far.
start_record() {
  record_set id "${START[id]}" repository "${START[repository]}" path "${START[path]}" state "$1" port "${START[port]}" \
    pid "${START[pid]-}" startTicks "${START[startTicks]-}" bootId "$BERTH_BOOT_ID" startedAtMs "${START[startedAtMs]-}" \
    runtime "${START[runtime]}" supervision "${START[supervision]-}" unit "${START[unit]-}" version "${START[version]-}"
  record_write
}

start_directories() {
  local folder=${START[folder]}
  transaction_step directories 'Making the folders' start_undo_directories
  if ! { start_make_runtime && code_server_seed "$folder"; }; then
    start_fail start-failed directories 'The folders of the instance cannot be made.' "$START_CHECK_DISK"
  fi
  # A link too: what is behind it is not ours to write to.
  if [[ -f $folder/log || -L $folder/log ]]; then mv -fT -- "$folder/log" "$folder/log.1"; fi
  : >"$folder/log"
  token_make "$folder" || start_fail start-failed directories 'The password of the instance cannot be written.' "$START_CHECK_DISK"
  START[token]=$REPLY
  step directories 'done' 'Making the folders'
}

# Through no symlink: what lies at its end would not be ours to fill or to empty.
start_make_runtime() {
  local runtime=${START[runtime]}
  folder_make "${runtime%/*}" && path_is_owned "$runtime" && remove_tree "$runtime" && mkdir -- "$runtime"
}

start_undo_directories() {
  code_server_forget "${START[folder]}"
  remove_tree "${START[runtime]}"
}

start_process() {
  transaction_step process 'Starting VS Code' start_undo_process
  now_ms
  START[startedAtMs]=$REPLY
  code_server_command "${START[binary]}" "${START[id]}" "${START[port]}"
  start_launch
  # Written while VS Code comes up: nobody needs it before that, and nobody is told of an instance without it.
  file_put "${START[folder]}/token" "${START[token]}"$'\n' ||
    start_fail start-failed process 'The token of the instance cannot be written.' "$START_CHECK_DISK"
  start_await_mark
  start_record starting || start_fail start-failed process 'The record of the instance cannot be written.' "$START_CHECK_DISK"
  step process 'done' 'Starting VS Code'
}

# start_launch: in a unit where systemd looks after instances; without systemd when it does not take the unit.
start_launch() {
  local limit id=${START[id]}
  unit_kind
  START[supervision]=$REPLY START[unit]=''
  if [[ $REPLY != marker ]]; then
    start_environment all
    unit_name "$id"
    START[unit]=$REPLY
    settings_memory_limit "$id"
    limit=$REPLY
    if unit_run "${START[supervision]}" "${START[unit]}" "$id" "$limit" "${CODE_SERVER_COMMAND[@]}"; then
      START[pid]=$REPLY
      return 0
    fi
    printf 'systemd did not take the unit %s: %s\n' "${START[unit]}" "$REPLY" >>"${START[folder]}/log"
    START[supervision]=marker START[unit]=''
  fi
  start_environment ''
  code_server_launch "$id"
  START[pid]=$REPLY
}

# start_environment <all|''>
start_environment() {
  code_server_environment "${START[id]}" "${START[runtime]}" "${START[token]}" "$1" ||
    start_fail start-failed process 'The environment of the instance cannot be written.' "$START_CHECK_DISK"
}

# The mark is there from the exec on, a moment after the fork.
start_await_mark() {
  local pid=${START[pid]} deadline=$((SECONDS + 5))
  START[startTicks]=''
  while process_start_ticks "$pid" && START[startTicks]=$REPLY && ! process_owner "$pid" && ((SECONDS <= deadline)); do
    pause 0.005
  done
}

start_undo_process() {
  sweep_end "${START[id]}" 3 || return 1
  unit_forget "${START[supervision]-}" "${START[unit]-}" "${START[id]}" || return 1
  # How a run ended that never was one is told by the failure.
  if [[ -n ${START[oldEnded]} ]]; then
    file_put "${START[folder]}/ended" "${START[oldEnded]}"$'\n'
  else
    file_drop "${START[folder]}/ended"
  fi
}

# start_nginx: without nginx on the host, the gate goes straight to the claim. nginx takes the route while VS Code is still
# on its way up: by the time that it answers, nobody waits for nginx any more.
start_nginx() {
  local id=${START[id]}
  if ! nginx_find; then
    step nginx started 'No nginx on this server: the gate goes straight to VS Code'
    step nginx 'done' 'No nginx on this server: the gate goes straight to VS Code'
    return 0
  fi
  route_kind
  if [[ $REPLY == system ]]; then
    transaction_step nginx 'Adding the route to the nginx of the system' start_undo_nginx
    public_start "$id" "${START[port]}" "${START[path]}"
    return 0
  fi
  transaction_step nginx 'Adding the route to nginx' start_undo_nginx
  if ! route_apply "$id" "${START[port]}" "${START[path]}"; then
    nginx_error
    start_fail start-failed nginx 'The nginx of Berth did not take the new route.' 'Read the detail, then try again.' "${REPLY:-no output}"
  fi
  START[isRouted]=1
  step nginx 'done' 'Adding the route to nginx'
}

start_route() {
  [[ -n ${START[isRouted]-} ]] || return 0
  step route started 'Checking that the route answers'
  route_check "${START[id]}" "${START[token]}" "${START[path]}" ||
    start_fail start-failed route 'The route to VS Code does not answer as it should.' 'Read the detail, then try again.' "$REPLY"
  step route 'done' 'Checking that the route answers'
}

start_undo_nginx() {
  if [[ ${START[oldState]} == suspended ]]; then
    route_suspend "${START[id]}" "${START[path]}"
  else
    route_remove "${START[id]}"
  fi
}
