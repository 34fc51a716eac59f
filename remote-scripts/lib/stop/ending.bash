# shellcheck shell=bash
# Ending many instances and other programs at once, so that none of them waits for another.

# What is to end: instances by their mark, other programs by pid -> start ticks. Of the former, those whose root was asked: pid ->
# `<start ticks> <port>`.
declare -gA ENDING_IDS ENDING_PIDS ENDING_ROOTS

ending_clear() { ENDING_IDS=() ENDING_PIDS=() ENDING_ROOTS=(); }

# ending_add_instance <id>
ending_add_instance() { ENDING_IDS[$1]=1; }

# ending_add <pid> <identity>: only the process that the list means, not another one of the same number.
ending_add() {
  process_start_ticks "$1" && [[ "$REPLY $BERTH_BOOT_ID" == "$2" ]] || return 0
  ENDING_PIDS[$1]=$REPLY
}

# ending_add_children <pid>: what it started and would leave behind; instances of Berth are none of them. Needs parents_read.
ending_add_children() {
  local pid
  for pid in ${PARENT_CHILDREN[$1]-}; do
    if [[ -n ${ENDING_PIDS[$pid]-} ]] || process_owner "$pid" || ! process_start_ticks "$pid"; then continue; fi
    ENDING_PIDS[$pid]=$REPLY
    ending_add_children "$pid"
  done
}

# ending_run <seconds of patience>: roots are asked alone and pass it on; what does not go with them is asked afterwards, and then
# killed. Fails when something is still there.
ending_run() {
  local id pid deadline=$((SECONDS + $1)) left round
  local -a roots=("${!ENDING_PIDS[@]}")
  for id in "${!ENDING_IDS[@]}"; do
    if sweep_ask "$id"; then ENDING_ROOTS[${SWEEP_ROOT[0]}]="${SWEEP_ROOT[1]} ${SWEEP_ROOT[2]}"; fi
  done
  if ((${#roots[@]} > 0)); then
    # Before the roots are asked: who has lost its parent is nobody's child.
    parents_read
    for pid in "${roots[@]}"; do ending_add_children "$pid"; done
    for pid in "${roots[@]}"; do process_signal_known TERM "$pid" "${ENDING_PIDS[$pid]}" || :; done
  fi
  ending_wait_roots "$deadline"
  ending_signal TERM || return 0
  left=$((deadline - SECONDS))
  ending_wait $((left > $1 / 4 ? left : $1 / 4)) && return 0
  for round in 1 2 3 4 5; do
    ending_signal KILL || return 0
    ending_wait "$round" && return 0
  done
  return 1
}

# ending_wait_roots <deadline>: until every root that was asked is gone, or does not listen any more: that one has put its work away.
ending_wait_roots() {
  local pid ticks port is_any=1
  local -A deaf=()
  while ((is_any && SECONDS <= $1)); do
    is_any=0
    ports_find_listening
    for pid in "${!ENDING_ROOTS[@]}"; do
      read -r ticks port <<<"${ENDING_ROOTS[$pid]}"
      if ! process_start_ticks "$pid" || [[ $REPLY != "$ticks" ]]; then continue; fi
      if [[ -z ${LISTENING[${port:-0}]-} ]]; then deaf[$pid]=$((${deaf[$pid]-0} + 1)); fi
      if ((${deaf[$pid]-0} < SWEEP_DEAF_ROUNDS)); then is_any=1; fi
    done
    ((!is_any)) || pause 0.03
  done
}

# ending_signal <signal>: fails when there is nobody to signal.
ending_signal() {
  local id pid is_any=0
  sweep_find
  for id in "${!ENDING_IDS[@]}"; do
    for pid in ${MARKED_PIDS[$id]-}; do
      process_start_ticks "$pid" || continue
      is_any=1
      process_signal "$1" "$pid" "$REPLY" "$id"
    done
  done
  for pid in "${!ENDING_PIDS[@]}"; do
    if process_signal_known "$1" "$pid" "${ENDING_PIDS[$pid]}"; then is_any=1; fi
  done
  ((is_any))
}

# ending_wait <seconds>: succeeds as soon as nobody is left, whoever was started meanwhile included.
ending_wait() {
  local deadline=$((SECONDS + $1))
  while ending_is_any; do
    ((SECONDS <= deadline)) || return 1
    pause 0.03
  done
}

ending_is_any() {
  local id pid
  for pid in "${!ENDING_PIDS[@]}"; do
    if process_start_ticks "$pid" && [[ $REPLY == "${ENDING_PIDS[$pid]}" ]]; then return 0; fi
  done
  ((${#ENDING_IDS[@]} > 0)) || return 1
  sweep_find
  for id in "${!ENDING_IDS[@]}"; do
    for pid in ${MARKED_PIDS[$id]-}; do
      if process_start_ticks "$pid"; then return 0; fi
    done
  done
  return 1
}

# ending_forget_units: the units of instances whose processes are gone.
ending_forget_units() {
  local id
  for id in "${!ENDING_IDS[@]}"; do
    if record_read "$id"; then unit_forget "${RECORD[supervision]-}" "${RECORD[unit]-}" "$id" || :; fi
  done
}
