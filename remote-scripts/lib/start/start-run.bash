# shellcheck shell=bash
# What the verbs that end with a running instance share: their arguments, the way through the steps, the answer.

# start_prepare <argument>…: checks everything that can be checked without changing anything, and fills START.
start_prepare() {
  arguments_parse 'id repository path port-first port-last operation-id' 'dry-run force only-crashed' "$@"
  arguments_need_id
  arguments_need repository '.' 'a name'
  arguments_need path '^/' 'an absolute path'
  ((${#ARGUMENTS[repository]} <= 255 && ${#ARGUMENTS[path]} <= 4095)) || refuse_input 'The name or the path of the repository is too long.'
  arguments_need_ports
  arguments_need_operation
  local id=${ARGUMENTS[id]}
  if [[ ! -d ${ARGUMENTS[path]} || ! -r ${ARGUMENTS[path]} || ! -x ${ARGUMENTS[path]} ]]; then
    fail_with repository-not-found directories 'The folder of the repository is not there, or may not be read.' 'Refresh the list of repositories.'
  fi
  code_server_find ||
    fail_with code-server-missing process 'code-server is not installed on this server.' 'Set this server up, which installs code-server, then try again.'
  START=([id]=$id [repository]=${ARGUMENTS[repository]} [path]=${ARGUMENTS[path]} [binary]=$REPLY [tried]=''
    [portFirst]=${ARGUMENTS[port_first]} [portLast]=${ARGUMENTS[port_last]} [folder]=$BERTH_HOME/instances/$id
    [oldState]=none [oldPort]='' [keptPort]='' [oldRecord]='' [oldEnded]='')
  version_of_program "${START[binary]}"
  START+=([version]="$REPLY")
}

# start_rehearse: tells what a start would find, and changes nothing.
start_rehearse() {
  instance_read "${START[id]}"
  start_budget
  answer_value "{\"id\":\"${START[id]}\",\"state\":\"$INSTANCE_STATE\"}"
}

# start_open <verb>: from here on this command alone decides about the instance.
start_open() {
  START+=([verb]=$1)
  journal_begin "${ARGUMENTS[operation_id]}"
  lock_take_instance "${START[id]}" claim
  # What a cut cleanup was to end must not be brought back by the keeper that comes with this start.
  cleanup_resume
  operation_begin "${START[id]}" "$1"
}

# start_clear: removes what an earlier run left, but for the claim of one that crashed or is suspended: it comes back to its port.
# Needs instance_read.
start_clear() {
  local id=${START[id]} title='Clearing what an earlier run left'
  START[oldState]=$INSTANCE_STATE START[oldPort]=${RECORD[port]-}
  if [[ $INSTANCE_STATE == crashed ]]; then
    step stop started "$title"
    ended_keep "$id"
  fi
  if [[ $INSTANCE_STATE == crashed || $INSTANCE_STATE == suspended ]]; then START[keptPort]=${START[oldPort]}; fi
  instance_clear "$id" 3 "${START[keptPort]}" ||
    fail_with start-failed stop 'What an earlier run left behind cannot be ended.' 'Run a cleanup on this server, then try again.'
  if [[ $INSTANCE_STATE == crashed ]]; then step stop 'done' "$title"; fi
  # A damaged record cannot be brought back by undoing.
  if record_read "$id" && file_read "${START[folder]}/record"; then START[oldRecord]=$REPLY; fi
  if file_read "${START[folder]}/ended"; then START[oldEnded]=$REPLY; fi
}

# start_run: all steps; every failure ends the command with all of them undone.
start_run() {
  start_budget
  while :; do
    start_claim
    start_directories
    start_process
    start_nginx
    if start_healthz; then break; fi
    transaction_abort
  done
  start_route
  start_record running || start_fail start-failed process 'The record of the instance cannot be written.' "$START_CHECK_DISK"
  transaction_commit
  keeper_summon
  start_forget_old
}

# start_forget_old: the port that it had, when it has another one by now, and how it ended, unless the keeper brings it back.
start_forget_old() {
  if [[ ${START[oldPort]} != "${START[port]}" ]]; then claim_release "${START[oldPort]}" "${START[id]}"; fi
  [[ -n $KEEPER_IS_SELF ]] || file_drop "${START[folder]}/ended" "${START[folder]}/restarts"
}

# start_answer: prints the row of the instance, which runs.
start_answer() {
  instance_read "${START[id]}"
  [[ $INSTANCE_STATE == running ]] ||
    fail_with start-failed process 'The instance ended as soon as it had started.' 'Try again.'
  # Whoever has just waited for its listener knows its processes.
  [[ -n ${START[isPoked]-} ]] || sweep_find
  sweep_memory "${START[id]}"
  instance_row "$REPLY"
  local row=$REPLY
  keeper_await_coming
  answer_value "$row"
}
