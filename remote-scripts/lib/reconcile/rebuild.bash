# shellcheck shell=bash
# The record of an instance, made from its processes: from their marks, arguments, environment and listener.

# rebuild_record <id>: writes the record of a running instance whose own is damaged or gone, as far as its processes tell enough.
# Needs sweep_find and what record_read left in RECORD; callers hold the instance's lock.
rebuild_record() {
  local id=$1 port root ticks repository='' path='' runtime started kind unit version
  # Without its next line a value may be cut.
  if [[ -n ${RECORD[state]-} ]]; then repository=${RECORD[repository]-} path=${RECORD[path]-}; fi
  rebuild_port "$id" && port=$REPLY || return 1
  claim_is_held_by_mark "$port" "$id" || return 1
  rebuild_root "$id" && root=$REPLY && process_start_ticks "$root" && ticks=$REPLY || return 1
  url_decode "$repository" && repository=$REPLY || repository=''
  url_decode "$path" && path=$REPLY || path=''
  # The identity was written for this moment; what is left of the damaged record is the second best.
  instance_identify "$id"
  if [[ -n ${RECORD[path]-} ]]; then repository=${RECORD[repository]} path=${RECORD[path]}; fi
  [[ $path == /* ]] && code_server_runtime "$port" && runtime=$REPLY || return 1
  rebuild_started "$ticks"
  started=$REPLY
  rebuild_unit "$root"
  kind=${REPLY% *} unit=${REPLY#* }
  rebuild_version "$root"
  version=$REPLY
  record_set id "$id" repository "${repository:-$id}" path "$path" state running port "$port" pid "$root" startTicks "$ticks" \
    bootId "$BERTH_BOOT_ID" startedAtMs "$started" runtime "$runtime" supervision "$kind" unit "$unit" version "$version"
  record_write
}

# rebuild_token <id>: writes the token again that the instance was started with. Needs sweep_find.
rebuild_token() {
  rebuild_variable "$1" HASHED_PASSWORD && [[ $REPLY =~ ^[0-9a-f]{64}$ ]] && file_put "$BERTH_HOME/instances/$1/token" "$REPLY"$'\n'
}

# rebuild_port <id>: REPLY is the port that its code-server was told to listen on.
rebuild_port() {
  local pid index
  local -a words
  for pid in ${MARKED_PIDS[$1]-}; do
    words=()
    { mapfile -d '' -t words <"/proc/$pid/cmdline"; } 2>/dev/null || continue
    for ((index = 0; index + 1 < ${#words[@]}; index++)); do
      if [[ ${words[index]} == --bind-addr && ${words[index + 1]} =~ ^127\.0\.0\.1:([1-9][0-9]{3,4})$ ]]; then
        REPLY=${BASH_REMATCH[1]}
        return 0
      fi
    done
  done
  return 1
}

# rebuild_root <id>: REPLY is the process with its mark whose parent has it not, and which has its port in its arguments: what
# somebody left running in the background has lost its parent too.
rebuild_root() {
  local pid line parent pids=" ${MARKED_PIDS[$1]-}"
  for pid in $pids; do
    line=''
    { IFS= read -r -d '' line <"/proc/$pid/stat" || :; } 2>/dev/null
    read -r _ parent _ <<<"${line##*) }"
    if [[ -n $parent && $pids != *" $parent "* ]] && grep -qszx -e --bind-addr "/proc/$pid/cmdline"; then
      REPLY=$pid
      return 0
    fi
  done
  return 1
}

# rebuild_variable <id> <name>: REPLY is the value in the environment of its processes.
rebuild_variable() {
  local pid entry
  local -a environment
  for pid in ${MARKED_PIDS[$1]-}; do
    environment=()
    { mapfile -d '' -t environment <"/proc/$pid/environ"; } 2>/dev/null || continue
    for entry in ${environment[@]+"${environment[@]}"}; do
      if [[ $entry == "$2="?* ]]; then
        REPLY=${entry#*=}
        return 0
      fi
    done
  done
  return 1
}

# rebuild_started <start ticks>: REPLY is the time in epoch milliseconds; ticks are hundredths of a second since the boot.
rebuild_started() {
  local up
  read -r up _ </proc/uptime
  now_ms
  REPLY=$((REPLY - ${up/./}0 + $1 * 10))
}

# rebuild_version <pid>: REPLY is which of Berth's own versions it was started with, or empty.
rebuild_version() {
  local word
  local -a words=()
  { mapfile -d '' -t words <"/proc/$1/cmdline"; } 2>/dev/null || :
  for word in ${words[@]+"${words[@]}"}; do
    version_of_program "$word"
    [[ -z $REPLY ]] || return 0
  done
}

# rebuild_unit <pid>: REPLY is `<supervision> <unit or nothing>`.
rebuild_unit() {
  local pid=$1 entry unit=''
  local -a environment=()
  { mapfile -d '' -t environment <"/proc/$pid/environ"; } 2>/dev/null || :
  for entry in ${environment[@]+"${environment[@]}"}; do
    if [[ $entry == BERTH_UNIT=* ]]; then unit=${entry#*=}; fi
  done
  REPLY='marker '
  [[ -n $unit ]] || return 0
  if grep -qs "/user@[0-9]*\.service/" "/proc/$pid/cgroup"; then REPLY="systemd-user $unit"; else REPLY="systemd-system $unit"; fi
}
