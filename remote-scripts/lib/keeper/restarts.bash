# shellcheck shell=bash
# instances/<id>/restarts: one line `<ms>` for each time that the keeper started the instance again.

# No more restarts than these in so many milliseconds before an end, and since.
RESTARTS_MOST=3
RESTARTS_MS=600000
# No file is worth more lines than anybody counts.
RESTARTS_LINES_MOST=16

# restarts_read <id>: fills the caller's array `times`.
restarts_read() {
  local path=$BERTH_HOME/instances/$1/restarts line
  times=()
  [[ -f $path && ! -L $path && -r $path ]] || return 0
  while IFS= read -r -n 32 line && ((${#times[@]} < RESTARTS_LINES_MOST)); do
    if [[ $line =~ ^[0-9]{1,15}$ ]]; then times+=("$((10#$line))"); fi
  done 2>/dev/null <"$path"
}

# restarts_since <id> <epoch milliseconds>: REPLY is how many there were since then.
restarts_since() {
  local -a times
  local time count=0
  restarts_read "$1"
  for time in ${times[@]+"${times[@]}"}; do
    if ((time >= $2)); then count=$((count + 1)); fi
  done
  REPLY=$count
}

# restarts_note <id>: adds this moment; fails when it cannot be written.
restarts_note() {
  local -a times
  restarts_read "$1"
  now_ms
  times+=("$REPLY")
  if ((${#times[@]} >= RESTARTS_LINES_MOST)); then times=("${times[@]: -8}"); fi
  printf -v REPLY '%s\n' "${times[@]}"
  file_put "$BERTH_HOME/instances/$1/restarts" "$REPLY"
}

# instance_restart_count <id>: REPLY is how often the keeper started it again in the last ten minutes.
instance_restart_count() {
  now_ms
  restarts_since "$1" $((REPLY - RESTARTS_MS))
}

# restarts_is_due <id>: true when the keeper would start the crashed instance of RECORD again: it ended in this boot, not in order,
# and not too often. Fills ENDED.
restarts_is_due() {
  local ended_ms
  # After the host restarted, nothing runs until somebody wants it.
  [[ ${RECORD[state]-} == running && ${RECORD[bootId]-} == "$BERTH_BOOT_ID" && -n ${RECORD[port]-} ]] || return 1
  ended_find "$1"
  # What ended in order wanted to.
  [[ ${ENDED[reason]} != exited || ${ENDED[exitCode]-} != 0 ]] || return 1
  now_ms
  ended_ms=${ENDED[atMs]:-$REPLY}
  restarts_since "$1" "$((ended_ms - RESTARTS_MS))"
  ((REPLY < RESTARTS_MOST))
}
