# shellcheck shell=bash
# Who a process is: boot id + pid + start ticks + our mark in its environment. A pid alone says nothing.

BERTH_BOOT_ID=$(</proc/sys/kernel/random/boot_id)

# process_start_ticks <pid>: REPLY is the start time in clock ticks since boot; fails when the process is gone or a zombie.
process_start_ticks() {
  local stat='' fields
  REPLY=''
  [[ -r /proc/$1/stat ]] || return 1
  { IFS= read -r -d '' stat <"/proc/$1/stat" || :; } 2>/dev/null
  # The name in parentheses may hold anything, also parentheses and newlines.
  stat=${stat##*) }
  read -r -a fields <<<"$stat"
  [[ ${fields[0]-Z} != [ZX] && -n ${fields[19]-} ]] || return 1
  REPLY=${fields[19]}
}

# Of the process that process_marks looked at: Berth's own variables in its environment, which tell who it is.
declare -gA PROCESS_MARKS

# process_marks <pid>: fills PROCESS_MARKS; fails when its environment cannot be read.
process_marks() {
  local -a environment=()
  local entry
  PROCESS_MARKS=()
  { mapfile -d '' -t environment <"/proc/$1/environ"; } 2>/dev/null || return 1
  for entry in ${environment[@]+"${environment[@]}"}; do
    [[ $entry != BERTH_* || ! $entry =~ ^(BERTH_[A-Z_]+)= ]] || PROCESS_MARKS[${BASH_REMATCH[1]}]=${entry#*=}
  done
}

# process_owner <pid>: REPLY is the instance whose mark the process carries; fails when it is not one of this home.
process_owner() {
  REPLY=''
  process_marks "$1" || return 1
  local id=${PROCESS_MARKS[BERTH_INSTANCE]-}
  [[ ${PROCESS_MARKS[BERTH_INSTANCE_HOME]-} == "$BERTH_HOME" && $id =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || return 1
  REPLY=$id
}

# process_is <pid> <start ticks> <boot id> <instance id>
process_is() {
  [[ $1 =~ ^[0-9]+$ && $3 == "$BERTH_BOOT_ID" ]] || return 1
  process_start_ticks "$1" && [[ $REPLY == "$2" ]] || return 1
  process_owner "$1" && [[ $REPLY == "$4" ]]
}

# process_signal <signal> <pid> <start ticks> <instance id>: signals only if it is still the same process with our mark.
process_signal() {
  process_is "$2" "$3" "$BERTH_BOOT_ID" "$4" || return 0
  kill -s "$1" "$2" 2>/dev/null || :
}

# process_is_keeper <pid>: true for a keeper of this home and its helpers, not for what a keeper has started for an instance.
process_is_keeper() {
  process_marks "$1" && [[ ${PROCESS_MARKS[BERTH_KEEPER_HOME]-} == "$BERTH_HOME" && -z ${PROCESS_MARKS[BERTH_INSTANCE_HOME]+there} ]]
}

# process_signal_keeper <signal> <pid>: signals only a keeper of this home.
process_signal_keeper() {
  process_is_keeper "$2" || return 0
  kill -s "$1" "$2" 2>/dev/null || :
}

# process_signal_known <signal> <pid> <start ticks>: for what carries no mark; fails when it is not that process any more.
process_signal_known() {
  process_start_ticks "$2" && [[ $REPLY == "$3" ]] || return 1
  kill -s "$1" "$2" 2>/dev/null || :
}

# process_memory <pid>: REPLY is the proportional set size in bytes, or the resident size where that is unreadable, else 0.
process_memory() {
  local file line
  local -a lines
  REPLY=0
  for file in smaps_rollup status; do
    lines=()
    # In one piece: reading line by line makes the kernel add all pages up again for each line.
    { mapfile -t lines <"/proc/$1/$file"; } 2>/dev/null || :
    for line in ${lines[@]+"${lines[@]}"}; do
      if [[ $line =~ ^(Pss|VmRSS):[[:space:]]+([0-9]+) ]]; then
        REPLY=$((BASH_REMATCH[2] * 1024))
        return 0
      fi
    done
  done
}

# Of process_hear: what came of a line so far, and 1 once the program is gone.
PROCESS_HEARD='' PROCESS_IS_GONE=''
# A longer line comes in pieces, so that no program fills the memory with one.
PROCESS_LINE_MOST=65536

# process_hear_begin: before the first process_hear of a program.
process_hear_begin() { PROCESS_HEARD='' PROCESS_IS_GONE=''; }

# process_hear <descriptor> <pid>: REPLY is the next line that a program prints. Returns 1 when none came for a moment, and 2 when it
# is over; REPLY is what came of a line by then. Who has its stdout besides may live longer: what counts is the program, and when it
# is gone, what it wrote last is read before that is said.
process_hear() {
  local part='' code=0 patience=0.25
  [[ -z $PROCESS_IS_GONE ]] || patience=0.01
  IFS= read -r -t "$patience" -n "$PROCESS_LINE_MOST" -u "$1" part || code=$?
  PROCESS_HEARD+=$part
  if ((code > 128)) && [[ -z $PROCESS_IS_GONE ]]; then
    process_start_ticks "$2" || PROCESS_IS_GONE=1
    return 1
  fi
  REPLY=$PROCESS_HEARD PROCESS_HEARD=''
  ((code == 0)) || return 2
}

# process_close_files: closes everything but stdin, stdout and stderr, so that a daemon holds no lock and no channel.
process_close_files() { process_close_files_above 2; }

# process_close_files_above <descriptor>: the same, and keeps those up to it.
process_close_files_above() {
  local path fd
  for path in /proc/"$BASHPID"/fd/*; do
    fd=${path##*/}
    if [[ $fd =~ ^[0-9]+$ ]] && ((fd > $1 && fd != 255)); then exec {fd}>&-; fi
  done
}
