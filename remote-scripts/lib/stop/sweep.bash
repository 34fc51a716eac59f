# shellcheck shell=bash
# All processes of this home's instances, found by their mark: also those that left the tree, the session and the group.

declare -gA MARKED_PIDS
# Pid, start ticks and port of the root that was asked to end.
declare -ga SWEEP_ROOT=()
# How many looks, of 10 to 50 ms, a root may take to end after it stopped listening.
SWEEP_DEAF_ROUNDS=4

# sweep_find: fills MARKED_PIDS, instance id -> pids. One pass over /proc.
sweep_find() {
  local path pid
  MARKED_PIDS=()
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/environ}
    process_owner "$pid" || continue
    MARKED_PIDS[$REPLY]+="$pid "
  done < <(grep -lszxF -e "BERTH_INSTANCE_HOME=$BERTH_HOME" /proc/[0-9]*/environ || :)
}

# sweep_memory <id>: REPLY is the memory of the instance's processes in bytes, at most 10 s old. Needs sweep_find.
# The kernel needs about 1 ms per process to add its pages up, too much for every refresh of a dashboard.
sweep_memory() {
  local pid total=0 now_ms known='' file=$BERTH_HOME/instances/$1/memory
  now_ms
  now_ms=$REPLY
  if file_read "$file"; then known=$REPLY; fi
  if [[ $known =~ ^([0-9]{13})\ ([0-9]{1,15})\ (.*)\.$ && ${BASH_REMATCH[3]} == "${MARKED_PIDS[$1]-}" ]] &&
    ((now_ms - BASH_REMATCH[1] >= 0 && now_ms - BASH_REMATCH[1] < 10000)); then
    REPLY=${BASH_REMATCH[2]}
    return
  fi
  for pid in ${MARKED_PIDS[$1]-}; do
    process_memory "$pid"
    total=$((total + REPLY))
  done
  sweep_remember "$1" "$now_ms" "$total"
  REPLY=$total
}

# sweep_remember <id> <epoch milliseconds> <bytes>: what was measured, for who asks next. Needs the sweep_find of before.
sweep_remember() {
  local file=$BERTH_HOME/instances/$1/memory
  [[ -f ${file%/*}/record && ! -L $file ]] || return 0
  { printf '%s %s %s.\n' "$2" "$3" "${MARKED_PIDS[$1]-}" >"$file"; } 2>/dev/null || :
}

# sweep_count <id>: REPLY is the number of the instance's processes. Needs sweep_find.
sweep_count() {
  local -a pids
  read -r -a pids <<<"${MARKED_PIDS[$1]-}"
  REPLY=${#pids[@]}
}

# sweep_end <id> <seconds of patience>: ends every process of an instance; fails when one is still there. Its root is asked alone
# and passes it on; what does not go with it is asked afterwards, and then killed.
sweep_end() {
  local id=$1 deadline=$((SECONDS + $2)) left round
  if sweep_ask "$id"; then sweep_await_root "$deadline"; fi
  sweep_signal "$id" TERM || return 0
  left=$((deadline - SECONDS))
  sweep_wait "$id" $((left > $2 / 4 ? left : $2 / 4)) && return 0
  for round in 1 2 3 4 5; do
    sweep_signal "$id" KILL || return 0
    sweep_wait "$id" "$round" && return 0
  done
  return 1
}

# sweep_ask <id>: sends TERM to the root of the instance alone, and sets SWEEP_ROOT to who it is; fails when it is not there.
sweep_ask() {
  local -A RECORD=()
  SWEEP_ROOT=()
  record_read "$1" || return 1
  process_is "${RECORD[pid]}" "${RECORD[startTicks]}" "${RECORD[bootId]}" "$1" || return 1
  SWEEP_ROOT=("${RECORD[pid]}" "${RECORD[startTicks]}" "${RECORD[port]}")
  process_signal TERM "${RECORD[pid]}" "${RECORD[startTicks]}" "$1"
}

# sweep_await_root <deadline>: waits until the root that was asked is gone, at most until SECONDS is past the deadline. What does
# not listen any more has put its work away, and just waits a second for sockets that browsers and nginx left half closed.
sweep_await_root() {
  local round=0 pause_seconds deaf_rounds=0
  while process_start_ticks "${SWEEP_ROOT[0]}" && [[ $REPLY == "${SWEEP_ROOT[1]}" ]] && ((SECONDS <= $1)); do
    if ((round > 4)); then
      ports_find_listening
      if [[ -z ${LISTENING[${SWEEP_ROOT[2]:-0}]-} ]]; then deaf_rounds=$((deaf_rounds + 1)); fi
      ((deaf_rounds < SWEEP_DEAF_ROUNDS)) || return 0
    fi
    sweep_pause
  done
}

# sweep_pause: nobody tells a shell of the end of a process that is not its child. The first looks follow one another quickly,
# because most processes end within some milliseconds. Needs `round` and `pause_seconds`.
sweep_pause() {
  round=$((round < 40 ? round + 1 : round))
  printf -v pause_seconds '0.%03d' $((10 + round))
  pause "$pause_seconds"
}

# sweep_signal <id> <signal>: fails when there is nobody to signal.
sweep_signal() {
  local pid
  sweep_find
  [[ -n ${MARKED_PIDS[$1]-} ]] || return 1
  for pid in ${MARKED_PIDS[$1]}; do
    process_start_ticks "$pid" || continue
    process_signal "$2" "$pid" "$REPLY" "$1"
  done
}

# sweep_wait <id> <seconds>: succeeds as soon as no process of the instance is left, new ones included.
sweep_wait() {
  local deadline=$((SECONDS + $2)) pid is_alive round=0 pause_seconds
  while :; do
    is_alive=0
    for pid in ${MARKED_PIDS[$1]-}; do
      if process_start_ticks "$pid"; then is_alive=1; fi
    done
    if ((!is_alive)); then
      sweep_find
      [[ -n ${MARKED_PIDS[$1]-} ]] || return 0
    fi
    ((SECONDS <= deadline)) || return 1
    sweep_pause
  done
}
