# shellcheck shell=bash
# Stopping agents that are truly idle: done by the word of their hooks or by their screen, with nobody looking, nothing printed, no
# processor taken and nothing at work below them. In doubt an agent works. sessions/<id>/idle, by the keeper: `<last work> <processor
# ticks> <looked at>`; sessions/<id>/idle-stopped: when the run began that was stopped.

declare -gA SESSION PANE_ATTACHED PANE_ACTIVITY_S SERVER SESSION_SETTINGS
# Why the agent that was looked at is not idle; empty when it is.
SESSION_BUSY_WITH=''

# session_any_agent_runs: whether an agent of this home runs, or is being started. Costs no process when there are no sessions.
session_any_agent_runs() {
  local id
  sessions_all
  for id in ${SESSION_IDS[@]+"${SESSION_IDS[@]}"}; do
    if ! session_read "$id" || [[ ${SESSION[kind]} != agent ]]; then continue; fi
    case ${SESSION[state]} in
      starting) if lock_is_held "$BERTH_HOME/locks/session-$id"; then return 0; fi ;;
      running) if [[ -n $(session_root_pid "$id") ]]; then return 0; fi ;;
    esac
  done
  return 1
}

# session_idle_all: for the keeper, once a minute.
session_idle_all() {
  local id minutes
  session_settings_read
  minutes=${SESSION_SETTINGS[idleStopMinutes]}
  ((minutes > 0)) || return 0
  sessions_all
  ((${#SESSION_IDS[@]} > 0)) && session_panes && [[ ${SERVER[state]} == running ]] || return 0
  session_trees_read
  for id in "${SESSION_IDS[@]}"; do
    if ! session_read "$id" || [[ ${SESSION[kind]} != agent || ${SESSION[state]} != running ]]; then continue; fi
    if session_idle_is_over "$id" "$minutes"; then session_idle_stop "$id" "$minutes"; fi
  done
}

# session_idle_is_over <id> <minutes>: looks at it and notes what it saw. Needs session_read and session_panes.
session_idle_is_over() {
  local id=$1 now since content='' work=0 ticks_before=0 looked=0 ticks
  session_look "$id"
  [[ -z $SESSION_IS_DEAD && -z $SESSION_IS_STARTING ]] || return 1
  session_judge "$id"
  now_ms
  now=$REPLY
  if file_read "$BERTH_HOME/sessions/$id/idle"; then content=$REPLY; fi
  if [[ $content =~ ^([0-9]{1,14})\ ([0-9]{1,14})\ ([0-9]{1,14})$ ]] && ((BASH_REMATCH[3] >= ${SESSION[startedAtMs]:-0} && BASH_REMATCH[3] <= now)); then
    work=${BASH_REMATCH[1]} ticks_before=${BASH_REMATCH[2]} looked=${BASH_REMATCH[3]}
  fi
  session_idle_ticks "$id"
  ticks=$REPLY
  session_idle_look "$id" "$((ticks - ticks_before))" "$looked" "$now"
  if [[ -n $SESSION_BUSY_WITH ]]; then work=$now; fi
  file_put "$BERTH_HOME/sessions/$id/idle" "$work $ticks $now"$'\n' || return 1
  since=${JUDGED_SINCE_MS:-$now}
  ((since >= work)) || since=$work
  ((since >= ${PANE_ACTIVITY_S[$id]:-0} * 1000)) || since=$((${PANE_ACTIVITY_S[$id]:-0} * 1000))
  [[ -z $SESSION_BUSY_WITH ]] && ((now - since >= $2 * IDLE_MINUTE_MS))
}

# session_idle_ticks <id>: REPLY is the processor time of its processes, those included that they waited for.
session_idle_ticks() {
  local pid total=0
  session_tree "$1"
  for pid in $REPLY; do
    if work_stat "$pid"; then total=$((total + STAT_TICKS)); fi
  done
  REPLY=$total
}

# session_idle_look <id> <ticks since the last look> <when that was> <now>: sets SESSION_BUSY_WITH. Needs session_judge.
session_idle_look() {
  SESSION_BUSY_WITH=''
  if [[ $JUDGED_STATE != 'done' || $JUDGED_SOURCE != @(hook|screen) ]]; then
    SESSION_BUSY_WITH="$JUDGED_STATE by $JUDGED_SOURCE"
  elif ((${PANE_ATTACHED[$1]:-0} > 0)); then
    SESSION_BUSY_WITH='somebody looks'
  elif work_is_busy "$2" "$3" "$4"; then
    SESSION_BUSY_WITH='it takes the processor'
  elif lock_is_held "$BERTH_HOME/sessions/$1/typing"; then
    SESSION_BUSY_WITH='somebody types'
  elif session_idle_child "$1"; then
    SESSION_BUSY_WITH="process $REPLY"
  fi
}

# session_idle_child <id>: REPLY is a process of it that was started for some task. What began with the agent serves it (its MCP and
# language servers) and shows in its processor time when it works; what came later may be a build or a server that somebody uses.
session_idle_child() {
  local root pid ticks
  root=$(session_root_pid "$1")
  if [[ -z $root ]] || ! process_start_ticks "$root"; then
    REPLY=unknown
    return 0
  fi
  ticks=$((REPLY + IDLE_MINUTE_MS / IDLE_TICK_MS))
  session_tree "$1"
  for pid in $REPLY; do
    if process_start_ticks "$pid" && ((REPLY > ticks)); then
      REPLY=$pid
      return 0
    fi
  done
  return 1
}

# session_idle_stop <id> <minutes>: its processes end; what it said, and how to go on with it, stays.
session_idle_stop() {
  local lock code=0
  # Whoever holds the lock is about to do something with it.
  lock_try "$BERTH_HOME/locks/session-$1" 0 || return 0
  lock=$REPLY
  # It may have been spoken to meanwhile.
  session_trees_read
  if session_panes && session_read "$1" && session_idle_is_over "$1" "$2"; then
    keeper_note "the agent $1 is done, nobody uses it, and it is stopped"
    file_put "$BERTH_HOME/sessions/$1/idle-stopped" "${SESSION[startedAtMs]}"$'\n' || :
    # Many take their last screen away as they end.
    session_capture_keep "$1" || :
    session_end_processes "$1" "$BERTH_SESSION_STOP_SECONDS" || code=1
  fi
  lock_release "$lock"
  alerts_look_agents
  if ((code > 0)); then keeper_note "the agent $1 does not end"; fi
}

# session_was_idle_stopped <id>: whether the keeper ended this run. Needs session_read.
session_was_idle_stopped() {
  file_read "$BERTH_HOME/sessions/$1/idle-stopped" && [[ $REPLY == "${SESSION[startedAtMs]-}" ]]
}
