# shellcheck shell=bash
# The keeper from outside: a start makes sure that one lives, a stop of the last instance sees it end. What it does: keeper-look.bash.
# keeper/: lock (held for its life), pid (`<pid> <start ticks> <boot id>`), fifo, log.

# Set in the keeper's own subshells, which neither start nor await the keeper.
KEEPER_IS_SELF=''
# The pid of one that was spawned and may not carry its mark yet.
KEEPER_COMING=''
keeper_be_self() { KEEPER_IS_SELF=1; }
keeper_is_self() { [[ -n $KEEPER_IS_SELF ]]; }
# How long the end of a keeper is waited for: it may be in the middle of suspending an instance.
KEEPER_END_SECONDS=15

# keeper_ensure: a keeper of these scripts, or of newer ones, lives afterwards. Never fails: an instance without a keeper is better than none. Callers
# have written their record, so that a keeper about to end sees it.
keeper_ensure() {
  keeper_summon
  keeper_await_coming
}

# keeper_summon: the first half of keeper_ensure, for who has something else to do until the keeper has come. Costs no process
# when it lives already.
keeper_summon() {
  KEEPER_COMING=''
  [[ -z $KEEPER_IS_SELF ]] || return 0
  if keeper_read; then
    if keeper_is_current "$KEEPER_PID" || keeper_is_newer; then return 0; fi
    keeper_end || :
  fi
  keeper_spawn
}

# keeper_await_coming: the other half: from its end on, whoever looks for the keeper finds it.
keeper_await_coming() {
  local pid=$KEEPER_COMING deadline=$((SECONDS + 5))
  KEEPER_COMING=''
  [[ -n $pid ]] || return 0
  until process_is_keeper "$pid"; do
    # It may be over already: another one was quicker.
    process_start_ticks "$pid" || return 0
    if ((SECONDS > deadline)); then
      printf 'the keeper cannot be started\n' >&2 2>/dev/null || :
      return 0
    fi
    pause 0.002
  done
}

# keeper_read: sets KEEPER_PID; fails when no keeper lives.
keeper_read() {
  local pid='' ticks='' boot_id=''
  KEEPER_PID=''
  [[ -f $BERTH_HOME/keeper/pid && ! -L $BERTH_HOME/keeper/pid ]] || return 1
  { read -r pid ticks boot_id <"$BERTH_HOME/keeper/pid"; } 2>/dev/null || return 1
  [[ $pid =~ ^[1-9][0-9]{0,8}$ && $boot_id == "$BERTH_BOOT_ID" ]] || return 1
  process_start_ticks "$pid" && [[ $REPLY == "$ticks" ]] && process_is_keeper "$pid" || return 1
  KEEPER_PID=$pid
}

# keeper_is_current <pid>: true when it runs these very scripts.
keeper_is_current() {
  local -a words=()
  { mapfile -d '' -t words <"/proc/$1/cmdline"; } 2>/dev/null || return 1
  [[ ${words[1]-} == "${BERTH_LIB%/lib}/keeper" ]]
}

# keeper_is_newer: true when the keeper that lives is one of newer scripts. It looks after instances that these scripts know nothing
# of, and after theirs too.
keeper_is_newer() {
  local id code
  local -A RECORD=()
  if ! keeper_read || keeper_is_current "$KEEPER_PID"; then return 1; fi
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    ((code != 3)) || return 0
  done
  return 1
}

# keeper_spawn: sets KEEPER_COMING to its pid. It takes the lock itself, so of several that start side by side one stays.
keeper_spawn() {
  (
    trap - PIPE ERR EXIT TERM HUP INT
    process_close_files
    if [[ -n $BERTH_USER_LC_ALL ]]; then export LC_ALL=$BERTH_USER_LC_ALL; else unset LC_ALL; fi
    export BERTH_KEEPER_HOME=$BERTH_HOME BERTH_UMASK=$BERTH_USER_UMASK
    unset BERTH_HOME BERTH_INSTANCE BERTH_INSTANCE_HOME BERTH_SESSION BERTH_SESSION_HOME
    cd /
    exec setsid -- bash "${BERTH_LIB%/lib}/keeper" </dev/null >/dev/null 2>&1
  ) </dev/null &
  KEEPER_COMING=$!
}

# keeper_release: ends the keeper when no instance runs any more, and waits for its end. Callers have written their record.
# Returns 1 when it does not end.
keeper_release() {
  local pids deadline=$((SECONDS + KEEPER_END_SECONDS))
  [[ -z $KEEPER_IS_SELF ]] || return 0
  if keeper_is_needed || keeper_is_newer; then return 0; fi
  keeper_tell .
  keeper_pids
  pids=$REPLY
  while [[ -n $pids ]]; do
    # Somebody may have started an instance meanwhile.
    if ((SECONDS > deadline)); then
      if keeper_is_needed; then return 0; fi
      keeper_end
      return
    fi
    keeper_await "$pids" 1
    if keeper_is_needed; then return 0; fi
    keeper_pids
    pids=$REPLY
  done
  keeper_forget
}

# keeper_await <pids> <seconds>: returns as soon as none of them is left.
keeper_await() {
  local pid deadline=$((SECONDS + $2))
  for pid in $1; do
    while process_is_keeper "$pid"; do
      ((SECONDS <= deadline)) || return 0
      pause 0.01
    done
  done
}

# keeper_tell <line>: wakes the keeper; nobody listening is fine.
keeper_tell() {
  local fifo=$BERTH_HOME/keeper/fifo
  [[ -p $fifo && ! -L $fifo && -O $fifo ]] || return 0
  # Opened for both ways: a pipe that nobody reads would be waited for.
  { printf '%s\n' "$1" 1<>"$fifo"; } 2>/dev/null || :
}

# keeper_end: ends every keeper of this home whatever runs, by signals; fails when one stays.
keeper_end() {
  local signal pid round
  for round in 1 2 3 4; do
    keeper_pids
    [[ -n $REPLY ]] || break
    signal=TERM
    if ((round > 2)); then signal=KILL; fi
    for pid in $REPLY; do process_signal_keeper "$signal" "$pid"; done
    keeper_await "$REPLY" "$round"
  done
  keeper_pids
  [[ -z $REPLY ]] || return 1
  keeper_forget
}

# keeper_forget: removes the files of a keeper that is gone; one that was started this moment keeps its own.
keeper_forget() {
  local folder=$BERTH_HOME/keeper
  [[ -d $folder && ! -L $folder ]] || return 0
  if lock_is_held "$folder/lock"; then return 0; fi
  rm -f -- "$folder"/{pid,fifo,log,log.1} "$folder/"*.tmp.*
  rm -f -- "$folder/lock"
  rmdir -- "$folder" 2>/dev/null || :
}

# keeper_is_needed: true when an instance runs, is being started, or has crashed and is to be started again, when an agent runs, and
# while notices of alerts are to be sent.
keeper_is_needed() {
  local id code
  local -A RECORD=()
  if alerts_are_delivered || session_any_agent_runs; then return 0; fi
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    code=0
    record_read "$id" || code=$?
    # What newer scripts run is for their keeper to look after.
    ((code == 0)) || continue
    case ${RECORD[state]} in
      running) if instance_is_alive || restarts_is_due "$id"; then return 0; fi ;;
      starting) if lock_is_held "$BERTH_HOME/locks/$id"; then return 0; fi ;;
    esac
  done
  return 1
}

# keeper_pids: REPLY is the pids of this home's keepers and their helpers; what a keeper has started for an instance is not.
keeper_pids() {
  local path pid pids=''
  while IFS= read -r path; do
    pid=${path#/proc/}
    pid=${pid%/environ}
    if [[ $pid != "$BASHPID" ]] && process_is_keeper "$pid"; then pids+="$pid "; fi
  done < <(grep -lszxF -e "BERTH_KEEPER_HOME=$BERTH_HOME" /proc/[0-9]*/environ || :)
  REPLY=$pids
}
