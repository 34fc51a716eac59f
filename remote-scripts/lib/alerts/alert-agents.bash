# shellcheck shell=bash
# What the alerts see of agents: who waits for an answer, whose turn is over, who takes most of the memory that it may have.

# Session id -> title, name of the repository and id of the instance, of all agents.
declare -gA ALERT_AGENTS ALERT_AGENT_REPOSITORIES ALERT_AGENT_INSTANCES
# `<id> <thousandths or -> <word>`: turns and programs that are over.
declare -ga ALERT_AGENTS_TOLD
# Session id -> what it takes of its limit, in thousandths; kept between these two it stays as it is.
declare -gA ALERT_AGENT_SHARES
ALERT_AGENT_MEMORY_RAISED=800 ALERT_AGENT_MEMORY_CLEARED=700
declare -gA SESSION SERVER ALERT_FACTS ALERT_CONDITIONS

# alert_agents_collect <now> <quiet or ''>: looks at all agents of this home.
alert_agents_collect() {
  local id
  ALERT_AGENTS=() ALERT_AGENT_REPOSITORIES=() ALERT_AGENT_INSTANCES=() ALERT_AGENTS_TOLD=() ALERT_AGENT_SHARES=()
  sessions_all
  ((${#SESSION_IDS[@]} > 0)) || return 0
  session_trees_read
  session_panes || :
  for id in "${SESSION_IDS[@]}"; do
    if ! session_read "$id" || [[ ${SESSION[kind]} != agent ]]; then continue; fi
    ALERT_AGENTS[$id]=${SESSION[title]:-$id} ALERT_AGENT_REPOSITORIES[$id]=${SESSION[repository]-} ALERT_AGENT_INSTANCES[$id]=${SESSION[instanceId]-}
    # Whoever stops it knows.
    [[ ${SESSION[state]-} != stopped ]] || continue
    session_look "$id"
    session_capture_keep_dead "$id"
    # While it begins, or while tmux does not answer, nothing can be said.
    if [[ -n $SESSION_IS_STARTING ]] || [[ -z $SESSION_IS_DEAD && ${SERVER[state]} != running ]]; then
      alert_unknown "agent-waiting:$id" "agent-memory:$id"
      continue
    fi
    session_judge "$id"
    alert_words_agent_detail "$id" "$JUDGED_DETAIL"
    alert_agent_phase "$id" "$1" "${2-}"
    alert_agent_memory "$id"
  done
}

# alert_agent_phase <id> <now> <quiet or ''>: compares what it does with what it did at the last look.
alert_agent_phase() {
  local id=$1 before=${ALERT_FACTS["agent:$1"]:-0} since=${JUDGED_SINCE_MS:-0} code=5 code_before
  case $JUDGED_STATE in
    working) code=1 ;;
    waiting) code=2 ;;
    done) code=3 ;;
    dead) code=4 ;;
  esac
  code_before=$((before % 10)) before=$((before / 10))
  ALERT_FACTS["agent:$id"]=$since$code
  if ((since == 0)); then ALERT_FACTS["agent:$id"]=$code; fi
  alert_value "agent-waiting:$id" $((code == 2 ? 1000 : 0))
  # Another question than the one that was told.
  if ((code == 2 && code_before == 2 && since != before)) && [[ ${ALERT_CONDITIONS["agent-waiting:$id"]-} == raised* ]]; then
    alert_change cleared "agent-waiting:$id" 0 "$2" "${3-}"
    unset "ALERT_CONDITIONS[agent-waiting:$id]"
  fi
  case $code in
    3)
      # One that only stands there since its start has done nothing yet.
      if ((code_before == 1 || code_before == 2 || (code_before == 3 && since != before))); then ALERT_AGENTS_TOLD+=("$id - done${JUDGED_TROUBLE:+.$JUDGED_TROUBLE}"); fi
      ;;
    4) if alert_agent_end_is_news "$id" "$code_before" "$2"; then ALERT_AGENTS_TOLD+=("$id - dead${JUDGED_TROUBLE:+.$JUDGED_TROUBLE}"); fi ;;
  esac
}

# alert_agent_end_is_news <id> <code of before> <now>: a host that restarted is told by what it tells of itself.
alert_agent_end_is_news() {
  (($2 != 4)) && [[ $SESSION_END_REASON != host-restarted ]] || return 1
  (($2 != 0)) || (($3 - ${SESSION_ENDED_AT_MS:-0} < ALERT_RECENT_MS))
}

# alert_agent_memory <id>: of one with a limit that is held.
alert_agent_memory() {
  local limit=${SESSION[memoryLimitBytes]-} share
  if [[ $JUDGED_STATE == dead || -z ${SESSION[unit]-} || -z $limit ]] || ((limit == 0)); then
    alert_value "agent-memory:$1" 0
    return 0
  fi
  session_memory "$1"
  share=$((REPLY * 1000 / limit))
  ALERT_AGENT_SHARES[$1]=$((share > 1000 ? 1000 : share))
  alert_value "agent-memory:$1" $((share > ALERT_AGENT_MEMORY_RAISED ? 1000 : share < ALERT_AGENT_MEMORY_CLEARED ? 0 : 500))
}

# alert_agents_tell <now> <quiet>: tells what is over; fails when there is nothing that anybody wants to know.
alert_agents_tell() {
  local told id share word is_news=1
  [[ ${ALERT_RULES["agent-ended"]} == 1* ]] || return 1
  for told in ${ALERT_AGENTS_TOLD[@]+"${ALERT_AGENTS_TOLD[@]}"}; do
    read -r id share word <<<"$told"
    alert_words_agent_end "$id" "$word"
    alert_entry_add agent-ended told "$id" "${ALERT_AGENT_INSTANCES[$id]-}" "${ALERT_AGENT_REPOSITORIES[$id]-}" "${share#-}" "$1" "$2" "${ALERT_AGENTS[$id]}"
    is_news=0
  done
  return "$is_news"
}

# alert_change_agent <raised|cleared|off> <key> <now> <quiet>: as alert_change.
alert_change_agent() {
  local word=$1 kind=${2%%:*} id=${2#*:} quiet=$4 share='' name title instance
  alert_agent_names "$kind" "$id"
  name=$ALERT_AGENT_NAME title=$ALERT_AGENT_TITLE instance=$ALERT_AGENT_INSTANCE
  if [[ $kind == agent-memory ]]; then share=${ALERT_AGENT_SHARES[$id]-}; fi
  case $word in
    off)
      quiet=off
      alert_words_off
      ;;
    raised) alert_words_agent "$kind" "$id" "$share" ;;
    *) alert_words_agent_cleared "$kind" "$title" ;;
  esac
  if [[ $word == raised ]]; then
    alert_entry_add "$kind" raised "$id" "$instance" "$name" "$share" "$3" "$quiet" "$title"
    ALERT_CONDITIONS[$2]="raised $3 $ALERT_NUMBER"
  else
    alert_entry_add "$kind" cleared "$id" "$instance" "$name" "$share" "$3" "$quiet" "$title"
  fi
}

# What alert_agent_names found.
ALERT_AGENT_NAME='' ALERT_AGENT_TITLE='' ALERT_AGENT_INSTANCE=''

# alert_agent_names <kind> <id>: of one that was removed, as it was told.
alert_agent_names() {
  local line kind target instance name
  ALERT_AGENT_NAME=${ALERT_AGENT_REPOSITORIES[$2]-} ALERT_AGENT_TITLE=${ALERT_AGENTS[$2]-} ALERT_AGENT_INSTANCE=${ALERT_AGENT_INSTANCES[$2]-}
  [[ -z $ALERT_AGENT_TITLE ]] || return 0
  ALERT_AGENT_TITLE=$2
  for line in ${ALERT_ENTRIES[@]+"${ALERT_ENTRIES[@]}"}; do
    read -r _ kind _ _ target instance name _ <<<"$line"
    [[ $kind == "$1" && $target == "$2" && $name == *=* ]] || continue
    url_decode "${name%%=*}" && ALERT_AGENT_NAME=$REPLY
    url_decode "${name#*=}" && ALERT_AGENT_TITLE=$REPLY
    ALERT_AGENT_INSTANCE=${instance#=}
  done
}

# alerts_look_agents: as alerts_look, at agents only: an agent has just said what it does. REPLY is `busy` when somebody else looked for
# so long that nothing was done.
alerts_look_agents() {
  local lock kind now change is_news='' word key value code=0
  REPLY=''
  [[ -d $BERTH_HOME/sessions ]] && folder_make "$BERTH_HOME/alerts" 2>/dev/null || return 0
  lock_try "$BERTH_HOME/alerts/lock" 5 || code=$?
  if ((code != 0)); then
    REPLY=''
    if ((code == 1)); then REPLY=busy; fi
    return 0
  fi
  lock=$REPLY
  alerts_read
  now_ms
  now=$REPLY
  if alert_state_is_lost; then
    # Only a look at everything knows what is no news any more.
    alerts_look_now "$now" || :
    lock_release "$lock"
    REPLY=''
    return 0
  fi
  alert_values_forget
  for kind in "${ALERT_KINDS[@]}"; do
    if [[ $kind != agent-* ]]; then alert_unknown "$kind"; fi
  done
  alert_agents_collect "$now" ''
  ! alert_agents_tell "$now" '' || is_news=1
  alert_evaluate "$now"
  for change in ${ALERT_CHANGES[@]+"${ALERT_CHANGES[@]}"}; do
    read -r word key value <<<"$change"
    alert_change "$word" "$key" "$value" "$now" ''
    is_news=1
  done
  if [[ -z $is_news ]] || alert_entries_write; then alert_state_write || :; fi
  lock_release "$lock"
  REPLY=''
}
