# shellcheck shell=bash
# Whether another instance fits: one that does not would make the host end other things.

# Below this even a forced start would take the host down with it.
BUDGET_FLOOR_BYTES=$((100 << 20))
BUDGET_DISK_MEGABYTES=200

# start_budget: fails the start that does not fit into memory or on the disk.
start_budget() {
  local free
  step budget started 'Checking memory and disk'
  budget_memory "${START[id]}"
  disk_free_bytes "$BERTH_HOME"
  free=$((REPLY >> 20))
  if ((free < BUDGET_DISK_MEGABYTES)); then
    start_fail start-failed budget 'The disk of the server is nearly full.' \
      "Free at least $BUDGET_DISK_MEGABYTES MB on the server, then try again." "free: $free MB, needed: $BUDGET_DISK_MEGABYTES MB"
  fi
  step budget 'done' 'Checking memory and disk'
}

# budget_memory <id>: fails the start of this instance when its memory is not there.
budget_memory() {
  local available reserve needed growth most
  memory_read
  available=${MEMORY[MemAvailable]}
  if ((available < BUDGET_FLOOR_BYTES)); then
    start_fail out-of-memory budget "Only $((available >> 20)) MB of memory are free on the server, too little for any VS Code." \
      'Suspend an instance, or end other programs on the server.' "free: $((available >> 20)) MB, needed: $((BUDGET_FLOOR_BYTES >> 20)) MB"
  fi
  [[ -z ${ARGUMENTS[force]-} ]] || return 0
  budget_reserve
  reserve=$REPLY
  history_read
  history_need "$1"
  needed=$REPLY
  budget_growth_most
  most=$REPLY
  session_agents_expected
  most=$((most + REPLY))
  # Where there is plenty nothing needs to be measured.
  ((available - reserve - most < needed)) || return 0
  sweep_find
  budget_growth "$1"
  growth=$REPLY
  session_agents_growth ''
  growth=$((growth + REPLY))
  ((available - reserve - growth < needed)) || return 0
  budget_refuse "$1" "$available" "$reserve" "$growth" "$needed"
}

# budget_reserve: REPLY is what stays for the host itself, in bytes: the kernel's caches, logins, peaks.
budget_reserve() {
  local total=${MEMORY[MemTotal]}
  REPLY=$((total / 20))
  ((REPLY >= 200 << 20)) || REPLY=$((200 << 20))
}

# budget_growth_most: REPLY is more than the running instances will ever grow by: each has a claim.
budget_growth_most() {
  local id most=$HISTORY_OPEN_BYTES
  local -a claims
  for id in "${!HISTORY[@]}"; do
    history_need "$id"
    ((REPLY <= most)) || most=$REPLY
  done
  claims=("$BERTH_HOME"/ports/*)
  REPLY=$((most * ${#claims[@]}))
}

# budget_growth <id>: REPLY is what the other running instances will still take once somebody works in them. Needs sweep_find.
budget_growth() {
  local id growth=0 needed
  for id in "${!MARKED_PIDS[@]}"; do
    [[ $id != "$1" ]] || continue
    history_need "$id"
    needed=$REPLY
    sweep_memory "$id"
    ((REPLY >= needed)) || growth=$((growth + needed - REPLY))
  done
  REPLY=$growth
}

# budget_refuse <id> <available> <reserve> <growth> <needed>: ends the start, and names what to suspend, in bytes.
budget_refuse() {
  local free=$(($2 - $3 - $4)) needed=$5 detail names next_step
  names='' detail=''
  budget_candidates "$1" "$((needed - free))"
  next_step='Free some memory on the server, or start it all the same.'
  if [[ -n $names ]]; then next_step="Suspend $names, then try again, or start it all the same."; fi
  ((free > 0)) || free=0
  start_fail out-of-memory budget \
    "VS Code needs about $((needed >> 20)) MB of memory for this repository, and $((free >> 20)) MB are free on the server." "$next_step" \
    "free: $((free >> 20)) MB, needed: $((needed >> 20)) MB"$'\n'"available: $(($2 >> 20)) MB, kept for the server: $(($3 >> 20)) MB, kept for running instances and agents: $(($4 >> 20)) MB$detail"
}

# budget_candidates <id> <bytes missing>: sets `detail` to the running instances, the idle ones first and then the largest, and
# `names` to those of them that make enough room, at most three.
budget_candidates() {
  local id idle bytes row_idle row_bytes row_id text name missing=$2 count=0
  local -a rows=()
  local -A RECORD=()
  for id in "${!MARKED_PIDS[@]}"; do
    [[ $id != "$1" ]] || continue
    # What newer scripts run is not for these to suspend.
    record_read "$id" || continue
    sweep_memory "$id"
    bytes=$REPLY
    instance_idle_seconds "$id"
    idle=$((${REPLY:-0} / 60))
    rows+=("$((idle > 0)) $bytes $idle $id")
  done
  ((${#rows[@]} > 0)) || return 0
  while read -r _ row_bytes row_idle row_id; do
    name=$row_id
    if record_read "$row_id" && [[ -n ${RECORD[repository]} ]]; then name=${RECORD[repository]}; fi
    text="$((row_bytes >> 20)) MB"
    if ((row_idle > 0)); then text+=", idle for $row_idle min"; fi
    detail+=$'\n'"$name: $text"
    ((missing > 0 && count < 3)) || continue
    names+="${names:+, }$name ($text)"
    count=$((count + 1))
    history_need "$row_id"
    # What it was still expected to take becomes free too.
    missing=$((missing - (REPLY > row_bytes ? REPLY : row_bytes)))
  done < <(printf '%s\n' "${rows[@]}" | sort -k1,1nr -k2,2nr)
}
