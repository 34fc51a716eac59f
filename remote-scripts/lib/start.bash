# shellcheck shell=bash
# The start of an instance as a transaction: budget, claim, directories, process, nginx, healthz, route.

declare -gA START
START_CHECK_DISK='Check disk space and permissions on the host.'

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
  if [[ ! -d ${START[folder]} || -L ${START[folder]} ]]; then
    start_fail start-failed claim 'The folder of the instance is not a real folder.' 'Move it away on the host.' "${START[folder]}"
  fi
  lock_take_home claim
  lock=$REPLY
  claim_any "${START[id]}" "${START[portFirst]}" "${START[portLast]}" "${START[tried]}" "${START[oldPort]-}" || code=$?
  if ((code == 2)); then
    start_fail start-failed claim 'The claim of a port cannot be written.' "$START_CHECK_DISK" "$BERTH_HOME/ports"
  elif ((code != 0)); then
    ports_holders "${START[portFirst]}" "${START[portLast]}"
    start_fail ports-exhausted claim "All ports from ${START[portFirst]} to ${START[portLast]} are taken." \
      'Stop an instance, or allow more ports in the profile.' "$REPLY"
  fi
  START[port]=$REPLY
  lock_release "$lock"
  code_server_runtime "${START[port]}" ||
    start_fail start-failed claim 'The path of the home folder is too long for sockets.' 'Log in where XDG_RUNTIME_DIR is set.'
  START[runtime]=$REPLY
  start_record starting || start_fail start-failed claim 'The record of the instance cannot be written.' "$START_CHECK_DISK"
  step claim 'done' 'Claiming a port'
}

start_undo_claim() {
  claim_release "${START[port]-}" "${START[id]}"
  if [[ -n ${START[isNew]-} ]]; then
    START[isNew]=''
    remove_tree "${START[folder]}"
  elif [[ -n ${START[hadRecord]} ]]; then
    record_stopped "${START[id]}"
  else
    rm -f -- "${START[folder]}/record"
  fi
}

# start_record <state>: writes what is known of the instance so far.
start_record() {
  record_set id "${START[id]}" repository "${START[repository]}" path "${START[path]}" state "$1" port "${START[port]}" \
    pid "${START[pid]-}" startTicks "${START[startTicks]-}" bootId "$BERTH_BOOT_ID" startedAtMs "${START[startedAtMs]-}" \
    runtime "${START[runtime]}"
  record_write
}

start_directories() {
  local folder=${START[folder]}
  transaction_step directories 'Making the folders' start_undo_directories
  if ! { start_make_runtime && code_server_seed "$folder"; }; then
    start_fail start-failed directories 'The folders of the instance cannot be made.' "$START_CHECK_DISK"
  fi
  if [[ -f $folder/log ]]; then mv -fT -- "$folder/log" "$folder/log.1"; fi
  : >"$folder/log"
  START[token]=$(od -An -v -tx1 -N32 /dev/urandom)
  START[token]=${START[token]//[!0-9a-f]/}
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
  local pid grace_seconds deadline=$((SECONDS + 5))
  transaction_step process 'Starting VS Code' start_undo_process
  code_server_grace_seconds
  grace_seconds=$REPLY
  now_ms
  START[startedAtMs]=$REPLY
  code_server_launch "${START[binary]}" "${START[id]}" "${START[port]}" "${START[runtime]}" "${START[token]}" "$grace_seconds"
  pid=$REPLY
  START[pid]=$pid
  # Written while VS Code comes up: nobody needs it before that, and nobody is told of an instance without it.
  file_put "${START[folder]}/token" "${START[token]}"$'\n' ||
    start_fail start-failed process 'The token of the instance cannot be written.' "$START_CHECK_DISK"
  # The mark is there from the exec on, a moment after the fork.
  while process_start_ticks "$pid" && START[startTicks]=$REPLY && ! process_owner "$pid" && ((SECONDS <= deadline)); do
    pause 0.005
  done
  start_record starting || start_fail start-failed process 'The record of the instance cannot be written.' "$START_CHECK_DISK"
  step process 'done' 'Starting VS Code'
}

start_undo_process() {
  sweep_end "${START[id]}" 3
}

# start_nginx: without nginx on the host, the gate goes straight to the claim. nginx takes the route while VS Code is still
# on its way up: by the time that it answers, nobody waits for nginx any more.
start_nginx() {
  local id=${START[id]}
  if ! nginx_find; then
    step nginx started 'No nginx on this host: the gate goes straight to VS Code'
    step nginx 'done' 'No nginx on this host: the gate goes straight to VS Code'
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
  route_remove "${START[id]}"
}
