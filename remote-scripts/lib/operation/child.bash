# shellcheck shell=bash
# Programs that an operation runs and can end: marked with the operation, as an instance's processes are with the instance, so that
# they are found whatever became of who started them. They hold no lock and no channel, and what they say is read, so it is English.

# The last of what the program printed, at most CHILD_OUTPUT_MOST bytes.
CHILD_OUTPUT=''
CHILD_OUTPUT_MOST=8192
# Of the one that runs: pid and start ticks of its root.
CHILD_PID=''
CHILD_TICKS=''
# What the operation's programs are marked with.
CHILD_MARK=''
# How long a program may take to end once it was asked to.
CHILD_END_SECONDS=5
# Pid -> start ticks of what children_find found.
declare -gA CHILDREN

# child_run <stage> <look or ''> <show|hide> <program> <argument>…: runs it with this command's stdin, and returns its exit code.
# `look` is called for every line, and four times a second; when it fails, the program is ended, which counts as success. `show`
# tells its lines as steps. Ends the command as `cancelled` when the operation is called off.
child_run() {
  local stage=$1 look=$2 is_shown=$3 output code ended=0
  shift 3
  cancel_check "$stage"
  CHILD_OUTPUT=''
  child_mark
  exec {output}< <(child_exec "$@")
  CHILD_PID=$!
  CHILD_TICKS=''
  if process_start_ticks "$CHILD_PID"; then CHILD_TICKS=$REPLY; fi
  process_hear_begin
  while :; do
    code=0
    process_hear "$output" "$CHILD_PID" || code=$?
    if ((code == 0)) || [[ $code == 2 && -n $REPLY ]]; then child_hear "$stage" "$is_shown" "$REPLY"; fi
    ((code < 2)) || break
    cancel_check "$stage"
    if [[ -n $look ]] && ! "$look"; then
      ended=1
      break
    fi
  done
  exec {output}<&-
  if ((ended)); then
    child_end || return 1
    return 0
  fi
  code=0
  wait "$CHILD_PID" || code=$?
  CHILD_PID=''
  return "$code"
}

child_exec() {
  trap - PIPE ERR EXIT TERM HUP INT
  set +eE
  process_close_files
  exec env -u BERTH_HOME -u BERTH_INSTANCE -u BERTH_INSTANCE_HOME LC_ALL=C "BERTH_OPERATION=$CHILD_MARK" "BERTH_OPERATION_HOME=$BERTH_HOME" "$@" 2>&1
}

# child_hear <stage> <show|hide> <line>
child_hear() {
  local line=${3//$'\r'/}
  CHILD_OUTPUT+=$line$'\n'
  if ((${#CHILD_OUTPUT} > CHILD_OUTPUT_MOST)); then CHILD_OUTPUT=${CHILD_OUTPUT: -CHILD_OUTPUT_MOST}; fi
  if [[ $2 == show && -n $line ]]; then step "$1" output "${line:0:500}"; fi
}

# Without an operation in the journal it is this process itself that they belong to.
child_mark() {
  CHILD_MARK=${BERTH_JOURNAL##*/}
  [[ -z $CHILD_MARK ]] || return 0
  process_start_ticks "$BASHPID"
  CHILD_MARK=process-$BASHPID-$REPLY
}

# child_owner_runs <mark>
child_owner_runs() {
  local mark=$1
  if [[ $mark =~ ^process-([0-9]+)-([0-9]+)$ ]]; then
    process_start_ticks "${BASH_REMATCH[1]}" && [[ $REPLY == "${mark##*-}" ]]
    return
  fi
  [[ $mark =~ ^[A-Za-z0-9][A-Za-z0-9_-]*$ ]] && journal_read "$mark" && [[ $JOURNAL_STATE == running ]]
}

# child_operation <pid>: REPLY is the operation whose mark the process carries; fails when it is not one of this home. An instance
# that somebody started from there has an owner of its own.
child_operation() {
  REPLY=''
  process_marks "$1" && [[ ${PROCESS_MARKS[BERTH_OPERATION_HOME]-} == "$BERTH_HOME" && -z ${PROCESS_MARKS[BERTH_INSTANCE_HOME]+there} ]] || return 1
  REPLY=${PROCESS_MARKS[BERTH_OPERATION]-}
  [[ -n $REPLY ]]
}

# children_find <operation or ''>: fills CHILDREN, pid -> start ticks, with the programs of that operation, or with those of
# operations that are over.
children_find() {
  local path pid operation
  CHILDREN=()
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/environ}
    child_operation "$pid" || continue
    operation=$REPLY
    if [[ -n $1 ]]; then
      [[ $operation == "$1" ]] || continue
    elif child_owner_runs "$operation"; then
      continue
    fi
    if process_start_ticks "$pid"; then CHILDREN[$pid]=$REPLY; fi
  done < <(grep -lszxF -e "BERTH_OPERATION_HOME=$BERTH_HOME" /proc/[0-9]*/environ || :)
}

# child_end: ends what the operation runs; fails when something of it is still there.
child_end() {
  local pid=$CHILD_PID ticks=$CHILD_TICKS
  [[ -n $pid ]] || return 0
  CHILD_PID=''
  # In its first moment it is not marked yet.
  if [[ -n $ticks ]]; then process_signal_known TERM "$pid" "$ticks" || :; fi
  children_end "$CHILD_MARK" || return 1
  # Collected here, so that it is no zombie for whoever looks for it.
  wait "$pid" 2>/dev/null || :
}

# children_end <operation or ''>: as children_find, and ends them: TERM, then KILL; fails when one is still there.
children_end() {
  local pid signal=TERM deadline=$((SECONDS + CHILD_END_SECONDS))
  local -A asked=()
  while :; do
    children_find "$1"
    ((${#CHILDREN[@]} > 0)) || return 0
    if ((SECONDS > deadline)); then
      [[ $signal == TERM ]] || return 1
      signal=KILL deadline=$((SECONDS + CHILD_END_SECONDS)) asked=()
    fi
    for pid in "${!CHILDREN[@]}"; do
      # A second TERM means something else to some programs.
      [[ -z ${asked[$pid]-} ]] || continue
      asked[$pid]=1
      process_signal_known "$signal" "$pid" "${CHILDREN[$pid]}" || :
    done
    pause 0.03
  done
}
