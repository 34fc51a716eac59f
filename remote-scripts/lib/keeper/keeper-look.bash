# shellcheck shell=bash
# What the keeper does when it wakes up: starts crashed instances again, suspends idle ones, notes what they take. Only the keeper
# calls this, each time in a subshell of its own.

KEEPER_LOG_BYTES_MOST=65536
# Longer than an agent that goes on draws nothing new.
KEEPER_SETTLE_SECONDS=${BERTH_SETTLE_SECONDS:-2.5}

# keeper_look <'' for everything, an instance id, `session <id>`, or anything else for nobody>: ends with KEEPER_UNNEEDED when no
# instance and no agent runs and no notices of alerts are to be sent.
keeper_look() {
  keeper_be_self
  keeper_trim_log
  if [[ -z $1 ]]; then
    keeper_look_at_all
  elif [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]]; then
    keeper_try keeper_look_after_end "$1"
  fi
  # A stop that waits for the end of the keeper is not kept waiting by a look at everything.
  if [[ $1 == 'session '* ]]; then
    keeper_try keeper_look_after_agent "${1#* }"
  elif [[ $1 == . ]]; then
    keeper_try alerts_deliver_aside
  else
    keeper_try alerts_keeper
  fi
  if keeper_is_needed; then return 0; fi
  # How the last agent ended.
  keeper_try alerts_look_agents
  exit "$KEEPER_UNNEEDED"
}

# keeper_try <function> <argument>…: one instance's trouble is not the others'.
keeper_try() {
  set +e
  (
    set -euo pipefail
    "$@"
  )
  set -e
}

keeper_note() { printf '%(%F %T)T %s\n' -1 "$1" 2>/dev/null || :; }

keeper_trim_log() {
  local log=$BERTH_HOME/keeper/log size
  size=$(stat -c %s -- "$log" 2>/dev/null) || return 0
  ((size > KEEPER_LOG_BYTES_MOST)) || return 0
  tail -c $((KEEPER_LOG_BYTES_MOST / 4)) -- "$log" >"$log.1" 2>/dev/null || :
  : >"$log"
}

keeper_look_at_all() {
  local id
  sweep_find
  instances_all
  for id in ${INSTANCE_IDS[@]+"${INSTANCE_IDS[@]}"}; do
    # Whoever holds the lock is about to change it.
    if ! lock_is_held "$BERTH_HOME/locks/$id"; then keeper_try keeper_look_at "$id"; fi
  done
  # Processes may have come and gone meanwhile.
  sweep_find
  keeper_try session_idle_all
  keeper_try past_note
  keeper_try history_sample
  keeper_try nginx_keep_logs_short
}

# keeper_look_at <id>: needs sweep_find.
keeper_look_at() {
  record_read "$1" || return 0
  instance_read "$1"
  case $INSTANCE_STATE in
    running) keeper_look_at_idleness "$1" ;;
    crashed) keeper_revive "$1" ;;
  esac
}

# keeper_look_after_end <id>: its run has just ended, and whoever watched it is about to. A start of it may be about to write what it
# knows; a stop of it may be waiting for the end of the keeper, so its lock is not waited for longer than needed.
keeper_look_after_end() {
  local deadline=$((SECONDS + 10)) round=0
  while record_read "$1" && [[ ${RECORD[state]} == starting || ${RECORD[state]} == running ]] && ((SECONDS <= deadline)); do
    if lock_is_held "$BERTH_HOME/locks/$1"; then
      pause 0.1
    elif instance_is_alive && ((round < 100)); then
      round=$((round + 1))
      pause 0.01
    else
      keeper_look_at "$1"
      return
    fi
  done
}

# keeper_look_after_agent <id>: its hooks have just said something, or its program ended. A turn that is over counts when it is over a
# moment later as well: some agents are kept going by hooks of their own.
keeper_look_after_agent() {
  local state=''
  [[ $1 =~ ^[a-z0-9][a-z0-9-]{0,39}$ ]] || return 0
  if [[ -f $BERTH_HOME/sessions/$1/hook ]]; then { read -r state _ <"$BERTH_HOME/sessions/$1/hook" || :; } 2>/dev/null; fi
  if [[ ! -f $BERTH_HOME/sessions/$1/ended && $state == 'done' ]]; then
    pause "$KEEPER_SETTLE_SECONDS"
  fi
  alerts_look_agents
  # Who looked meanwhile may have begun before the agent spoke.
  if [[ $REPLY == busy ]]; then keeper_tell "session $1"; fi
  alerts_deliver_aside
}

# keeper_look_at_idleness <id>
keeper_look_at_idleness() {
  local limit
  settings_idle_minutes "$1"
  limit=$((10#$REPLY))
  idle_look "$1"
  if ((limit > 0)) && idle_is_over "$limit"; then
    keeper_note "$1 is idle and is suspended"
    keeper_verb instance-suspend --id "$1" --idle
    if record_read "$1" && [[ ${RECORD[state]} == suspended ]]; then alerts_event idle "$1" -; fi
  fi
}

# keeper_revive <id>: starts a crashed instance again on its old port. Tried as often as it may be, because nobody looks again when
# no other instance runs.
keeper_revive() {
  local id=$1
  restarts_is_due "$id" || return 0
  # What is decided must not depend on when it is looked at: the moment of an end is noted once.
  ended_keep "$id"
  while restarts_is_due "$id"; do
    restarts_note "$id" || return 0
    keeper_note "$id ended (${ENDED[reason]}) and is started again"
    keeper_verb instance-start --id "$id" --repository "${RECORD[repository]}" --path "${RECORD[path]}" \
      --port-first "${RECORD[port]}" --port-last "${RECORD[port]}" --only-crashed
    # Whoever called it off decides about it, or has.
    [[ $REPLY != 0 && ! -e $BERTH_HOME/instances/$id/cancel ]] && ! lock_is_held "$BERTH_HOME/locks/$id" && record_read "$id" || return 0
  done
}

# keeper_verb <verb> <argument>…: through the very code that a user's call runs; REPLY is its exit code. What it starts must not
# carry the keeper's mark.
keeper_verb() {
  now_ms
  # Not as part of a condition: in one, bash would go on after every error.
  set +e
  (
    unset BERTH_KEEPER_HOME BERTH_KEEPER_SECONDS
    verb_run '' "$@" --operation-id "keeper-$REPLY-$BASHPID"
    exit "$REPLY"
  )
  REPLY=$?
  set -e
}
